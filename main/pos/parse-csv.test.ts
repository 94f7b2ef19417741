import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCsvRow, parseCsv } from './parse-csv.ts';
import { readDropFile } from './read-drop-file.ts';

test('cells with quotes, commas and line breaks; every kind of line end', () => {
  expect(parseCsv('a,b\r\n"1,280","say ""tea""\nhot"\rx,\n')).toEqual([
    ['a', 'b'],
    ['1,280', 'say "tea"\nhot'],
    ['x', ''],
  ]);
  expect(parseCsv('a,b"c"\nd')).toEqual([['a', 'b"c"'], ['d']]);
  expect(parseCsv('"open,1\n2')).toEqual([['"open', '1'], ['2']]);
});

test('what is written is read back, but for the quote that keeps a spreadsheet from reckoning', () => {
  const cell = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1 }),
      (rows) => {
        const text = rows.map((row) => `${formatCsvRow(row)}\r\n`).join('');
        const guarded = rows.map((row) =>
          row.map((one) => (/^[=+\-@\t\r]/.test(one) ? `'${one}` : one)),
        );
        expect(parseCsv(text)).toEqual(guarded);
      },
    ),
  );
});

test('no file makes the reader throw, and none is read as more than it says', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
    fc.json().map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(fc.constantFrom('json', 'csv'), bytes, (format, content) => {
      const read = readDropFile(format, content);
      if (read.kind === 'orders') expect(read.orders.length).toBeGreaterThan(0);
      else expect(read.code).toMatch(/^file-/);
    }),
  );
});

test('columns by name, in any order, with numbers as a till writes them', () => {
  const text = 'AMOUNT,Sale_No,unit,qty,note\n"1,280.00",A-1,640,2,hello\n5.5,A-2,,,\n';
  expect(readDropFile('csv', new TextEncoder().encode(text))).toMatchObject({
    kind: 'orders',
    orders: [
      {
        kind: 'open',
        posSaleNo: 'A-1',
        sale: { amountMinor: 1280, lines: [{ qty: 2, unitMinor: 640 }] },
      },
      { kind: 'bad', posSaleNo: 'A-2', code: 'bad-request', reason: 'amountMinor' },
    ],
  });
});
