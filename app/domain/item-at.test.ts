import { expect, test } from 'vitest';
import { itemAt, numberAt } from './item-at.ts';

test('gives the item at a place of the list, and throws for any other place', () => {
  expect([itemAt(['a', 'b'], 0), itemAt(['a', 'b'], 1), itemAt([0], 0)]).toEqual(['a', 'b', 0]);
  expect(() => itemAt([], 0)).toThrow(new RangeError('no such place in the list'));
  expect(() => itemAt(['a'], -1)).toThrow(RangeError);
});

test('numbers likewise', () => {
  expect([numberAt([7, 0], 0), numberAt([7, 0], 1)]).toEqual([7, 0]);
  expect(() => numberAt([7], 1)).toThrow(new RangeError('no such place in the list'));
});
