import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLanguage } from './expression-builder.ts';
import { selectFrom } from './select-query.ts';
import { createTables, insertRow, tableOf, updateRow, undoTo, type Row } from './tables.ts';

const specs = {
  link: { key: ['inst', 'seq'], index: ['inst', 'eid'], defaults: { note: null } },
};
const aLink = fc.record({
  inst: fc.constantFrom('a', 'b'),
  seq: fc.integer({ min: 1, max: 5 }),
  eid: fc.constantFrom('x', 'y', 'z'),
});
type Link = { readonly inst: string; readonly seq: number; readonly eid: string };

/** A table with these rows, of each key the first; every other note is changed, and undone at last. */
function filled(links: readonly Link[]) {
  const tables = createTables(specs, 'UNIQUE');
  const table = tableOf(tables, 'link');
  const expected: Row[] = [];
  for (const link of links) {
    if (expected.some((row) => row['inst'] === link.inst && row['seq'] === link.seq)) continue;
    insertRow(tables, table, link);
    expected.push({ ...link, note: null });
  }
  const language = createLanguage({ statements: [], conditions: [] });
  language.ask(tables);
  return { tables, table, expected, query: () => selectFrom(language, 'link') };
}

test('an index, a whole key and a scan find the same rows in the same order', () => {
  fc.assert(
    fc.property(fc.array(aLink, { maxLength: 20 }), aLink, (links, asked) => {
      const { expected, query } = filled(links);
      const found = [
        query().where('inst', '=', asked.inst).where('seq', '=', asked.seq).rows(),
        query().where('link.eid', '=', asked.eid).where('seq', '>', asked.seq).rows(),
        query().where('inst', 'in', [asked.inst]).select(['seq', 'link.eid as id']).rows(),
        query().where('seq', '<=', asked.seq).orderBy('seq', 'desc').limit(2).select('seq').rows(),
      ];
      const of = (fits: (row: Link) => boolean) =>
        expected.filter((row) => fits(row as unknown as Link));
      expect(found).toEqual([
        of(({ inst, seq }) => inst === asked.inst && seq === asked.seq),
        of(({ eid, seq }) => eid === asked.eid && seq > asked.seq),
        of(({ inst }) => inst === asked.inst).map(({ seq, eid: id }) => ({ seq, id })),
        of(({ seq }) => seq <= asked.seq)
          .map(({ seq }) => ({ seq }))
          .toSorted((a, b) => Number(b.seq) - Number(a.seq))
          .slice(0, 2),
      ]);
    }),
  );
});

test('a changed row is found by its new value, and by its old one when the change is undone', () => {
  fc.assert(
    fc.property(fc.array(aLink, { minLength: 1, maxLength: 20 }), (links) => {
      const { tables, table, expected, query } = filled(links);
      const byEid = () =>
        ['x', 'y', 'z', 'w'].map((eid) => query().where('eid', '=', eid).rows().length);
      const before = byEid();
      const mark = tables.undo.length;
      for (const row of table.rows.values()) updateRow(tables, table, row, { eid: 'w', late: 1 });
      for (const row of table.rows.values()) updateRow(tables, table, row, { note: 'again' });
      const changed = query().where('eid', '=', 'w').rows();
      expect(changed).toEqual(
        expected.map((row) => ({ ...row, eid: 'w', note: 'again', late: 1 })),
      );
      undoTo(tables, mark);
      expect(byEid()).toEqual(before);
    }),
  );
});
