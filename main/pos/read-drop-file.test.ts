import { expect, test } from 'vitest';
import { readDropFile } from './read-drop-file.ts';

const rows = 'sale_no,amount,name\r\nC-1,"1,280","茶""杯"\r\nC-2,90,"a\r\nb"\r\n';

test('wherever a CSV is cut off but between two rows, it reads as unfinished', () => {
  const bytes = new TextEncoder().encode(rows);
  const whole: string[] = [];
  for (let end = 1; end <= bytes.length; end += 1) {
    const part = bytes.subarray(0, end);
    if (!readDropFile('csv', part).unfinished) whole.push(new TextDecoder().decode(part));
  }
  const [head = '', first = ''] = rows.split(/(?<=\r\n)/);
  const rowEnds = [head, head + first, rows];
  expect(whole.map((text) => text.replace(/\r$/, '\r\n'))).toEqual(
    rowEnds.flatMap((text) => [text, text]),
  );
});

test('a JSON file is whole where it can be read, a CSV where its last row ends', () => {
  const read = (format: 'json' | 'csv', text: string) =>
    readDropFile(format, new TextEncoder().encode(text));
  expect(
    [
      read('json', '{"posSaleNo":"H-1","amountMinor":12}'),
      read('json', '{"posSaleNo":"H-1","amountMinor":12'),
      read('csv', 'sale_no,amount\nC-1,12'),
      read('csv', 'sale_no,amount\nC-1,12\n'),
      read('csv', 'no,amount\nC-1,12\n'),
    ].map(({ kind, unfinished }) => [kind, unfinished]),
  ).toEqual([
    ['orders', false],
    ['refused', true],
    ['orders', true],
    ['orders', false],
    ['refused', false],
  ]);
});
