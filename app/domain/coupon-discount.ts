import { itemAt, numberAt } from './item-at.ts';
import { allocateLargestRemainder, wholeQuotient } from './money.ts';
import type { Conditions, CouponEffect, Rounding } from './program.ts';
import type { SaleLine } from './sale.ts';
import { freeUnitsInside, unitRuns } from './unit-runs.ts';
import type { UnitRun } from './unit-runs.ts';

/** One coupon or reward at work. */
export type DiscountTask = {
  readonly effect: CouponEffect;
  readonly rounding: Rounding;
  readonly lines: readonly SaleLine[];
  /** The places of the lines in scope. */
  readonly places: readonly number[];
  /** What each line still costs, whole NT$. */
  readonly leftByLine: readonly number[];
  /** How many units of each line are not free yet. */
  readonly unitsByLine: readonly number[];
  /** Uses of a count ticket or units of a reward: multiplies the units of `free-units` and `goods`. */
  readonly times: number;
  /** How many units of the scope there must be for it (see `unitsNeeded`). */
  readonly unitsNeeded: number;
};

/** The units of its own scope that a rule asks for; those of other goods are not its to reduce. */
export function unitsNeeded({ measureOn, minUnits }: Conditions): number {
  return measureOn === 'scope' ? minUnits : 0;
}

/** What it takes off, and of what. Lists are about the lines of the task's `places`, one by one. */
export type Discount = {
  readonly discountMinor: number;
  /**
   * What the discount is spread by: in sum never less than it, each never more than is left of the
   * line. Of no use, and left out, where nothing is off.
   */
  readonly weights: readonly number[];
  /** Units it made free; null = none. */
  readonly freedUnits: readonly number[] | null;
  /** The coupon's own maximum made it smaller than its share. */
  readonly capped: boolean;
  /** Units of goods handed over. */
  readonly goodsUnits: number;
  /** How many of `times` it takes to do this: no more tickets are used up than there are goods for. */
  readonly timesUsed: number;
};

type EffectOf<Kind extends CouponEffect['kind']> = Extract<CouponEffect, { readonly kind: Kind }>;

/** Most units one sale hands over; beyond it a program is broken, and numbers would stop being exact. */
const goodsUnitsMax = 1_000_000;

const bpsWhole = 10_000;
/** What is added before cutting off the part of NT$1. */
const roundingAdds: Readonly<Record<Rounding, number>> = { floor: 0, 'half-up': 5_000, up: 9_999 };

/** A share of an amount of at most 900 billion NT$, to whole NT$. */
function shareOf(amountMinor: number, bps: number, rounding: Rounding): number {
  return wholeQuotient(amountMinor * bps + roundingAdds[rounding], bpsWhole);
}

function plain(discountMinor: number, weights: readonly number[]): Discount {
  return { discountMinor, weights, freedUnits: null, capped: false, goodsUnits: 0, timesUsed: 1 };
}

/** What is left of the lines in scope, and together. */
function leftInScope({ leftByLine, places }: DiscountTask): {
  readonly weights: number[];
  readonly sum: number;
} {
  const weights: number[] = [];
  let sum = 0;
  for (const line of places) {
    const left = numberAt(leftByLine, line);
    weights.push(left);
    sum += left;
  }
  return { weights, sum };
}

/** NT$ off, never more than is left. */
export function amountOff(effect: EffectOf<'amount'>, task: DiscountTask): Discount {
  const { weights, sum } = leftInScope(task);
  return plain(Math.min(effect.amountMinor, sum), weights);
}

/** A share off what is left, at most `maxMinor`. */
export function percentOff(effect: EffectOf<'percent'>, task: DiscountTask): Discount {
  const { weights, sum } = leftInScope(task);
  const share = shareOf(sum, effect.offBps, task.rounding);
  const discountMinor = effect.maxMinor === null ? share : Math.min(share, effect.maxMinor);
  return { ...plain(discountMinor, weights), capped: discountMinor < share };
}

/** Units taken out of the basket: of each line in scope what they cost and how many, and together. */
type TakenUnits = {
  readonly weights: number[];
  readonly unitsOf: number[];
  readonly sum: number;
  readonly units: number;
};

function runsOf(task: DiscountTask, first: 'dearest' | 'cheapest'): UnitRun[] {
  return unitRuns(task.places, task.leftByLine, task.unitsByLine, first);
}

/** Goes through the units in their order; `count` says how many of a run to take. */
function takeUnits(
  { places }: DiscountTask,
  runs: readonly UnitRun[],
  count: (run: UnitRun) => number,
): TakenUnits {
  // Lists of their length to write over, cheaper than ones that grow.
  const weights = places.slice().fill(0);
  const unitsOf = weights.slice();
  let sum = 0;
  let units = 0;
  for (const run of runs) {
    const taken = count(run);
    if (taken === 0) continue;
    const minor = taken * run.unitMinor;
    units += taken;
    sum += minor;
    unitsOf[run.at] = numberAt(unitsOf, run.at) + taken;
    weights[run.at] = numberAt(weights, run.at) + minor;
  }
  return { weights, unitsOf, sum, units };
}

/** Takes up to `unitsMax` units. */
function upTo(unitsMax: number): (run: UnitRun) => number {
  let left = unitsMax;
  return (run) => {
    const taken = Math.min(run.units, left);
    left -= taken;
    return taken;
  };
}

/** A share off the units taken, spread by `weights`; all of it makes them free. */
function shareOffUnits(
  { sum, unitsOf }: TakenUnits,
  offBps: number,
  rounding: Rounding,
  weights: readonly number[],
): Discount {
  return {
    discountMinor: shareOf(sum, offBps, rounding),
    weights,
    freedUnits: offBps === bpsWhole ? unitsOf : null,
    capped: false,
    goodsUnits: 0,
    timesUsed: 1,
  };
}

/**
 * What is off single units is spread by what these cost; where others had to be bought for them, over all
 * units of the scope: else who returns the others would keep the cheaper ones for nothing.
 */
function spreadOf(
  task: DiscountTask,
  runs: readonly UnitRun[],
  { units, weights }: TakenUnits,
): readonly number[] {
  return units < task.unitsNeeded ? takeUnits(task, runs, (run) => run.units).weights : weights;
}

/** Each of the dearest `unitsMax` units down to `unitMinor`. */
export function unitPriceOff(effect: EffectOf<'unit-price'>, task: DiscountTask): Discount {
  const { unitMinor, unitsMax } = effect;
  const take = upTo(unitsMax ?? Number.MAX_SAFE_INTEGER);
  // A unit that costs no more than this already is no use of the coupon.
  const runs = runsOf(task, 'dearest');
  const taken = takeUnits(task, runs, (run) => (run.unitMinor > unitMinor ? take(run) : 0));
  if (unitMinor === 0) {
    return shareOffUnits(taken, bpsWhole, 'floor', spreadOf(task, runs, taken));
  }
  const weights = taken.weights.map((minor, at) => minor - numberAt(taken.unitsOf, at) * unitMinor);
  return plain(taken.sum - taken.units * unitMinor, spreadOf(task, runs, { ...taken, weights }));
}

/** A share off the cheapest units. */
export function cheapestOff(effect: EffectOf<'cheapest'>, task: DiscountTask): Discount {
  const runs = runsOf(task, 'cheapest');
  const taken = takeUnits(task, runs, upTo(effect.units));
  return shareOffUnits(taken, effect.offBps, task.rounding, spreadOf(task, runs, taken));
}

/** The dearest units for nothing. */
export function freeUnitsOff(effect: EffectOf<'free-units'>, task: DiscountTask): Discount {
  const runs = runsOf(task, 'dearest');
  const taken = takeUnits(task, runs, upTo(effect.units * task.times));
  const timesUsed = Math.ceil(taken.units / effect.units);
  return {
    ...shareOffUnits(taken, bpsWhole, 'floor', spreadOf(task, runs, taken)),
    timesUsed,
  };
}

/**
 * Buy X get Y from the basket: grouped from the dearest down, the cheapest Y of each group reduced. What is
 * off is spread over all units of the groups: none of them alone was had for nothing.
 */
export function buyGetOff(effect: EffectOf<'buy-get'>, task: DiscountTask): Discount {
  const { buyUnits, getUnits, timesMax } = effect;
  const groupUnits = buyUnits + getUnits;
  const unitsMax = timesMax === null ? Number.MAX_SAFE_INTEGER : timesMax * groupUnits;
  const runs = runsOf(task, 'dearest');
  let before = 0;
  const taken = takeUnits(task, runs, (run) => {
    const after = Math.min(before + run.units, unitsMax);
    const reduced =
      freeUnitsInside(after, buyUnits, getUnits) - freeUnitsInside(before, buyUnits, getUnits);
    before = after;
    return reduced;
  });
  // A started group without a reduced unit is none.
  const rest = before % groupUnits;
  const grouped = rest > buyUnits ? before : before - rest;
  const { weights } = takeUnits(task, runs, upTo(grouped));
  return shareOffUnits(taken, effect.offBps, task.rounding, weights);
}

/** N for M: full groups from the dearest down, as long as the group's price is below its goods'. */
export function bundleOff(effect: EffectOf<'bundle-price'>, task: DiscountTask): Discount {
  const { units, priceMinor, timesMax } = effect;
  const weights = task.places.slice().fill(0);
  let discountMinor = 0;
  let groups = 0;
  let missing = units;
  let groupMinor = 0;
  let parts: { readonly at: number; readonly minor: number }[] = [];
  for (const run of runsOf(task, 'dearest')) {
    let unitsLeft = run.units;
    while (unitsLeft > 0 && groups !== timesMax) {
      const taken = Math.min(unitsLeft, missing);
      const minor = taken * run.unitMinor;
      unitsLeft -= taken;
      missing -= taken;
      groupMinor += minor;
      parts.push({ at: run.at, minor });
      if (missing > 0) continue;
      // The groups after this one are cheaper still.
      if (groupMinor <= priceMinor) return plain(discountMinor, weights);
      discountMinor += groupMinor - priceMinor;
      for (const { at, minor: part } of parts) weights[at] = numberAt(weights, at) + part;
      groups += 1;
      missing = units;
      groupMinor = 0;
      parts = [];
    }
  }
  return plain(discountMinor, weights);
}

/**
 * How many units of goods go with so many units of the scope: `units` once, or for each full
 * `everyUnits` of them, each counted `unitWeight` times; all of it once per use.
 */
export function goodsUnitsFor(
  effect: EffectOf<'goods'>,
  scopeUnits: number,
  times: number,
): number {
  const rounds =
    effect.everyUnits === null
      ? 1
      : Math.floor((scopeUnits * effect.unitWeight) / effect.everyUnits);
  return Math.min(rounds * effect.units * times, goodsUnitsMax);
}

/** Goods handed over on top; nothing off. */
export function goodsOff(effect: EffectOf<'goods'>, task: DiscountTask): Discount {
  let scopeUnits = 0;
  for (const line of task.places) scopeUnits += itemAt(task.lines, line).qty;
  const goodsUnits = goodsUnitsFor(effect, scopeUnits, task.times);
  return { ...plain(0, []), goodsUnits, timesUsed: task.times };
}

/** What an effect takes off the lines it is given. Never more than is left of any of them. */
export function discountOf(task: DiscountTask): Discount {
  const { effect } = task;
  switch (effect.kind) {
    case 'amount':
      return amountOff(effect, task);
    case 'percent':
      return percentOff(effect, task);
    case 'unit-price':
      return unitPriceOff(effect, task);
    case 'cheapest':
      return cheapestOff(effect, task);
    case 'free-units':
      return freeUnitsOff(effect, task);
    case 'buy-get':
      return buyGetOff(effect, task);
    case 'bundle-price':
      return bundleOff(effect, task);
    case 'goods':
      return goodsOff(effect, task);
  }
}

/**
 * The discount's part of each line, by largest remainder; sums to the discount exactly. `places` as in
 * the discount's task, `noDiscount` a 0 for each line of the sale.
 */
export function allocateDiscount(
  { discountMinor, weights }: Discount,
  places: readonly number[],
  noDiscount: readonly number[],
): number[] {
  const byLine = noDiscount.slice();
  if (discountMinor === 0) return byLine;
  const parts = allocateLargestRemainder(discountMinor, weights);
  for (let at = 0; at < parts.length; at++) byLine[numberAt(places, at)] = numberAt(parts, at);
  return byLine;
}
