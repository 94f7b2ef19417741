import { bothLanguages, readAmounts, readCircumstances, readLimits } from './condition-words.ts';
import { readRounding, basisPoints } from './condition-words.ts';
import type { Names, Written } from './condition-words.ts';
import { freeGoods, readEffect } from './coupon-words.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';

/** `given.reward`: either a way to pay with points, or something bought with them. */
export type RewardWords = {
  readonly redemption: Written | null;
  readonly rewards: Written[];
  /** Units one claim of the reward covers; 0 where there is none to claim. */
  readonly unitsPerClaim: number;
};

/** The one reward of a case, in the program. */
export const rewardId = 'reward';

const kinds = [
  'amount_per_point',
  'points_per_currency',
  'blocks',
  'free_product',
  'percent',
  'amount',
  'fixed_amount',
  'unit_price',
] as const;

/** Reads `given.reward`; `rounding` is the case's own for discounts. */
export function readReward(from: Fields, names: Names, rounding: string | undefined): RewardWords {
  const kind = from.word('kind', kinds) ?? unsupported(`${from.where} without kind`);
  const words = ((): RewardWords => {
    switch (kind) {
      case 'amount_per_point':
      case 'points_per_currency':
      case 'blocks':
        return { redemption: readRedemption(from), rewards: [], unitsPerClaim: 0 };
      case 'free_product':
        return readFreeProduct(from, names, rounding);
      case 'percent':
      case 'amount':
      case 'fixed_amount':
      case 'unit_price': {
        const [effect, scope] = readEffect(from);
        return bought(from, names, rounding, { effect, scope, unitsPerClaim: 1 });
      }
    }
  })();
  from.end();
  return words;
}

/** A step of points and what it is worth: 10 points = NT$1, 1 point = NT$0.5 (2 points = NT$1). */
function readRedemption(from: Fields): Written {
  const value = from.number('value') ?? 1;
  const points = from.number('points') ?? 1;
  const scale = [1, 10, 100, 1000].find((by) => Number.isInteger(value * by));
  if (scale === undefined) return unsupported(`${from.where}.value = ${String(value)}`);
  const common = greatestCommonDivisor(value * scale, scale);
  const blockPoints = from.number('max_points_per_block');
  const perSpend = from.number('per_spend');
  if ((blockPoints === undefined) !== (perSpend === undefined)) unsupported(`${from.where}: block`);
  return {
    pointsPerStep: points * (scale / common),
    minorPerStep: (value * scale) / common,
    pointsMin: from.number('min_points') ?? 0,
    cartMinMinor: from.number('min_cart') ?? 0,
    shareMaxBps: basisPoints(from.number('max_percent_of_total') ?? 100, from.where),
    block: blockPoints === undefined ? null : { perSpendMinor: perSpend, pointsMax: blockPoints },
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function readFreeProduct(from: Fields, names: Names, rounding: string | undefined): RewardWords {
  const sku = from.text('sku') ?? from.texts('skus')?.[0] ?? 'FREE';
  const unitsPerClaim = from.number('qty_per_claim') ?? 1;
  return bought(from, names, rounding, {
    effect: freeGoods(sku, 1),
    scope: {},
    unitsPerClaim,
  });
}

function bought(
  from: Fields,
  names: Names,
  rounding: string | undefined,
  what: { readonly effect: Written; readonly scope: Written; readonly unitsPerClaim: number },
): RewardWords {
  const reward = {
    rewardId,
    name: bothLanguages(rewardId),
    costPoints: from.number('cost_points') ?? unsupported(`${from.where} without cost_points`),
    ...what,
    when: { ...readCircumstances(from, names), ...readAmounts(from, 'sale') },
    rounding: readRounding(from, 'rounding') ?? rounding ?? 'floor',
    limits: readLimits(from, undefined),
    ...(from.has('priority') ? { priority: from.number('priority') } : {}),
  };
  return { redemption: null, rewards: [reward], unitsPerClaim: what.unitsPerClaim };
}
