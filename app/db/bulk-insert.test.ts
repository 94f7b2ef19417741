import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBulkInsert, type BulkSpec } from './bulk-insert.ts';

const spec: BulkSpec = {
  table: 'store',
  cells: [
    { name: 'id', kind: 'fixed', bytes: 4 },
    { name: 'called', kind: 'text', bytes: 6 },
    { name: 'n', kind: 'int', bytes: 5 },
  ],
  columns: [
    ['no', 'row_no'],
    ['id', 'id'],
    ['name', `coalesce(called, '')`],
    ['n', 'n'],
  ],
};

test('rows come out as they went in, whether they fit their places or not', () => {
  const text = fc.string({
    maxLength: 9,
    unit: fc.constantFrom('王', 'a', '\u0001', ' ', '𠮷', "'"),
  });
  const number = fc.option(fc.integer({ min: -99_999, max: 999_999 }));
  const row = fc.tuple(fc.stringMatching(/^[0-9a-f]{4}$/), text, number);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (rows, isMany) => {
      const raw = new Database(':memory:');
      raw.exec('CREATE TABLE store (no INTEGER, id TEXT, name TEXT, n INTEGER) STRICT');
      const bulk = createBulkInsert(raw, spec);
      const all = isMany ? Array.from({ length: 40 }, () => rows).flat() : rows;
      for (const one of all) bulk.add(one);
      bulk.flush();
      const found = raw.prepare('SELECT * FROM store ORDER BY no').raw().all();
      raw.close();
      expect(found).toEqual(all.map((cells, i) => [i + 1, ...cells]));
    }),
    { numRuns: 60 },
  );
});
