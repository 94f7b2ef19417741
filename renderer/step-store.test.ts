import { expect, test } from 'vitest';
import { createStepStore } from './step-store.ts';

test('a step is there at once; nobody is told of a step that changes nothing', () => {
  const store = createStepStore((count: number, by: number) => count + by, 1);
  const seen: number[] = [];
  const stop = store.subscribe(() => seen.push(store.get()));
  store.dispatch(2);
  store.dispatch(0);
  store.dispatch(3);
  stop();
  store.dispatch(4);
  expect([seen, store.get()]).toEqual([[3, 6], 10]);
});
