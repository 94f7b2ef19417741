import { expect, test } from 'vitest';
import { createKeysFirst } from './keys-first.ts';

test('one step back is the newest step’s, once for each, in whatever order they end', () => {
  const keys = createKeysFirst();
  const done: string[] = [];
  const endOuter = keys.takeBack(() => done.push('outer'));
  const endInner = keys.takeBack(() => done.push('inner'));
  const first = keys.stepBack();
  endInner();
  const second = keys.stepBack();
  const endThird = keys.takeBack(() => done.push('third'));
  endOuter();
  const third = keys.stepBack();
  endThird();
  endThird();
  expect([first, second, third, keys.stepBack(), done]).toEqual([
    true,
    true,
    true,
    false,
    ['inner', 'outer', 'third'],
  ]);
});
