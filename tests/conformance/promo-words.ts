import { bothLanguages } from './condition-words.ts';
import type { Written } from './condition-words.ts';
import { freeGoods, readEffect } from './coupon-words.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { idAt } from './ids.ts';

/** `given.promo`: goods that come by themselves with goods bought. */
export type PromoWords = {
  readonly coupons: Written[];
  /** The goods the promotion is about. */
  readonly sku: string;
  readonly freeInside: boolean;
};

/** Reads `given.promo`. */
export function readPromo(from: Fields): PromoWords {
  const kind =
    from.word('kind', ['buy_x_get_y', 'n_for_m_inside_basket'] as const) ??
    unsupported(`${from.where} without kind`);
  const sku = from.text('sku') ?? 'GOODS';
  const perOrder = from.word('mode', ['per_order', 'per_unit'] as const) === 'per_order';
  const everyUnits = from.number('cost_points');
  const unitWeight = from.number('points_per_unit') ?? 1;
  const units = from.number('free_qty') ?? 1;
  const minUnits = from.number('min_qty') ?? 0;
  const freeInside = !(from.flag('free_is_extra_line') ?? kind === 'buy_x_get_y');
  from.end();
  if (kind === 'n_for_m_inside_basket') return { coupons: [], sku, freeInside: true };
  const rounds = perOrder ? null : (everyUnits ?? unsupported(`${from.where} without cost_points`));
  return {
    coupons: [promo({ sku, units, rounds, unitWeight, minUnits, freeInside })],
    sku,
    freeInside,
  };
}

type Promo = {
  readonly sku: string;
  readonly units: number;
  /** Free units come for each so many points of the basket; null = once per sale. */
  readonly rounds: number | null;
  readonly unitWeight: number;
  readonly minUnits: number;
  readonly freeInside: boolean;
};

function promo({ sku, units, rounds, unitWeight, minUnits, freeInside }: Promo): Written {
  const buyUnits = rounds === null ? minUnits : rounds / unitWeight;
  const effect = freeInside
    ? { kind: 'buy-get', buyUnits, getUnits: units, timesMax: rounds === null ? 1 : null }
    : { ...freeGoods(sku, units), everyUnits: rounds, unitWeight };
  return {
    couponId: idAt('coupon', 900),
    name: bothLanguages('promotion'),
    trigger: 'auto',
    effect,
    scope: { skus: [sku] },
    when: { minUnits },
  };
}

/** `given.issue_coupon`: a voucher for a later sale. Its uses are the case's points on the coupon. */
export type IssueWords = {
  readonly coupon: Written;
  readonly gift: Written;
  /** Points of the case that one use stands for. */
  readonly pointsPerUse: number;
  readonly unitsPerUse: number;
};

/** Reads `given.issue_coupon`. Points on a coupon that one use would not spend whole are unsupported. */
export function readIssueCoupon(from: Fields): IssueWords {
  const reward = from.fields('reward') ?? unsupported(`${from.where} without reward`);
  const pointsPerUnit = from.number('points_per_unit');
  const pointsPerUse = reward.number('cost_points') ?? 1;
  const usesPerUnit = pointsPerUnit === undefined ? 0 : pointsPerUnit / pointsPerUse;
  const uses = pointsPerUnit === undefined ? (from.number('points') ?? 1) / pointsPerUse : 0;
  if (!Number.isInteger(usesPerUnit) || !Number.isInteger(uses)) {
    unsupported(`${from.where}: ${String(pointsPerUse)} cost_points do not divide what is given`);
  }
  const isGoods = reward.word('kind', rewardKinds) === 'free_product';
  const unitsPerUse = isGoods ? (reward.number('qty_per_claim') ?? 1) : 1;
  const [effect, scope] = isGoods
    ? [freeGoods(reward.text('sku') ?? 'FREE', unitsPerUse), {}]
    : readEffect(reward);
  reward.end();
  const couponId = idAt('coupon', 901);
  const coupon = {
    couponId,
    name: bothLanguages('issued coupon'),
    trigger: 'voucher',
    effect,
    scope,
    validUntil: from.text('valid_to') ?? null,
    voucherValidity: { kind: 'days', days: from.number('valid_days') ?? 3660 },
  };
  const gift = {
    giftId: 'issue-coupon',
    name: bothLanguages('issue coupon'),
    on: 'sale',
    scope: { skus: from.texts('skus') ?? [] },
    when: {
      minSpendMinor: from.number('min_spend') ?? 0,
      minUnits: from.number('min_qty') ?? 0,
    },
    give: { kind: 'voucher', couponId, uses, usesPerUnit },
  };
  from.end();
  return { coupon, gift, pointsPerUse, unitsPerUse };
}

const rewardKinds = ['free_product', 'percent', 'amount', 'fixed_amount', 'unit_price'] as const;
