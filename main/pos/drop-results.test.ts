import { expect, test } from 'vitest';
import { formatDropResults, readDropResults } from './drop-results.ts';

test('a written CSV result reads back as it was, a debt as a number and a name as text', () => {
  const head =
    'sale_no,state,error,sentence,counter_sale_no,amount,discount,points_value,paid,points_earned,points_spent,member,points_after';
  const settled = 'A-1,settled,,,1122-0001,500,50,0,450,4,0,王○明,-50';
  const numbered = '007,open,,,,300,0,0,300,3,0,123,12';
  const text = `\uFEFF${[head, settled, numbered].join('\r\n')}\r\n`;
  const results = readDropResults('csv', text);
  expect(formatDropResults('csv', { file: 'sale.csv', results })).toBe(text);
  expect(results.map((one) => one.posSaleNo)).toEqual(['A-1', '007']);
});
