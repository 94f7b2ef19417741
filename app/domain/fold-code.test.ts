import { expect, test } from 'vitest';
import { foldCode, isSameCode } from './fold-code.ts';

test('codes compare however they are typed', () => {
  const typed = ['SAVE20', 'save20', ' Save20\t', 'ＳＡＶＥ２０', 'ｓａｖｅ２０', 'save20　'];
  expect(typed.map(foldCode)).toEqual(typed.map(() => 'SAVE20'));
  expect(typed.map((text) => isSameCode(text, 'Save20'))).toEqual(typed.map(() => true));
  expect([
    isSameCode('SAVE2O', 'SAVE20'),
    isSameCode('', null),
    isSameCode('春節', '春節'),
  ]).toEqual([false, false, true]);
});
