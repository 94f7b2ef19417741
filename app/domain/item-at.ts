/**
 * The item at a place that exists by construction (places come from the list itself or from one of
 * the same length). Throws RangeError where that is broken.
 */
export function itemAt<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new RangeError('no such place in the list');
  return item;
}

/**
 * `itemAt` for numbers. Apart from it because the engine compiles a function for the kinds of lists it has
 * met: reading numbers, as the evaluator does thousands of times a sale, stays fast where objects are not
 * read by the same function.
 */
export function numberAt(list: readonly number[], place: number): number {
  const item = list[place];
  if (item === undefined) throw new RangeError('no such place in the list');
  return item;
}
