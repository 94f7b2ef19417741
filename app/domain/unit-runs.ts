import { itemAt, numberAt } from './item-at.ts';

/** Units of one line that cost the same, whole NT$ each; `at` = where the line stands among `places`. */
export type UnitRun = { readonly at: number; readonly units: number; readonly unitMinor: number };

/**
 * The units of some lines with what each still costs, sorted by that; equal ones in the order of
 * the lines. `unitsByLine` are the units not free yet: what is left of a line is spread over them in
 * whole NT$ (they differ by at most NT$1), so that a coupon for single units works on exact amounts
 * after another one has taken its share. Units that cost nothing any more are left
 * out, and lines of which all units are free.
 */
export function unitRuns(
  places: readonly number[],
  leftByLine: readonly number[],
  unitsByLine: readonly number[],
  first: 'dearest' | 'cheapest',
): UnitRun[] {
  const runs: UnitRun[] = [];
  const sign = first === 'dearest' ? -1 : 1;
  for (let at = 0; at < places.length; at++) {
    const line = numberAt(places, at);
    const left = numberAt(leftByLine, line);
    const units = numberAt(unitsByLine, line);
    // Free units can still carry a part of the price of the group that freed them.
    if (left === 0 || units === 0) continue;
    const dearer = left % units;
    const unitMinor = (left - dearer) / units;
    if (dearer > 0) insert(runs, { at, units: dearer, unitMinor: unitMinor + 1 }, sign);
    if (unitMinor > 0) insert(runs, { at, units: units - dearer, unitMinor }, sign);
  }
  return runs;
}

/** Puts a run behind those that are not after it. A call of `sort` took as long as all the rest. */
function insert(runs: UnitRun[], run: UnitRun, sign: number): void {
  let place = runs.length;
  runs.push(run);
  for (; place > 0; place--) {
    const before = itemAt(runs, place - 1);
    if (sign * (before.unitMinor - run.unitMinor) <= 0) break;
    runs[place] = before;
  }
  runs[place] = run;
}

/**
 * How many of `items` units are free when every `buy` units bought bring `get` free ones, all taken
 * from the same basket: full groups of buy + get, and in a started group what goes beyond `buy`.
 */
export function freeUnitsInside(items: number, buy: number, get: number): number {
  const group = buy + get;
  const started = items % group;
  return ((items - started) / group) * get + Math.max(0, started - buy);
}
