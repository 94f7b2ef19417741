/**
 * The item at a place that exists by construction (places come from the list itself or from one of
 * the same length). Throws RangeError where that is broken.
 */
export function itemAt<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new RangeError('no such place in the list');
  return item;
}
