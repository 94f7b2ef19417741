import { effectiveDays, type ValidDays } from '../../app/domain/voucher-validity.ts';
import {
  basisPoints,
  bothLanguages,
  namesGoods,
  readAmounts,
  readCircumstances,
  readLimits,
  readRounding,
  readScope,
  readWindow,
} from './condition-words.ts';
import type { Names, Written } from './condition-words.ts';
import type { Fields } from './fields.ts';
import { firstOf, unsupported } from './fields.ts';
import { idAt } from './ids.ts';

/** What a case says of a coupon besides its place in the program. */
export type CouponNote = {
  readonly couponId: string;
  readonly code: string;
  /** How often the code could still be used at the start; null = as often as one likes. */
  readonly usesLeft: number | null;
  readonly validUntil: string | null;
};

/** The coupons of a case and how to find them again. */
export type CouponWords = { readonly coupons: Written[]; readonly notes: CouponNote[] };

/** Reads `given.coupons`; `rounding` is the case's own for discounts. */
export function readCoupons(
  list: readonly Fields[],
  names: Names,
  rounding: string | undefined,
): CouponWords {
  const groups = [...new Set(list.map((from) => from.text('group')))];
  const coupons: Written[] = [];
  const notes: CouponNote[] = [];
  for (const [i, from] of list.entries()) {
    const couponId = idAt('coupon', i);
    const code = from.text('code') ?? unsupported(`${from.where} without code`);
    const usesLeft = firstOf(from.number, 'uses_left', 'max_uses');
    const group = from.text('group');
    coupons.push({
      ...readCoupon(from, names, usesLeft),
      couponId,
      name: bothLanguages(code),
      ...(readTrigger(from) === 'auto' ? { trigger: 'auto' } : { trigger: 'code', code }),
      rounding: readRounding(from, 'rounding') ?? rounding ?? 'floor',
      group: group === undefined ? null : `group-${String(groups.indexOf(group))}`,
    });
    notes.push({
      couponId,
      code,
      usesLeft: usesLeft ?? null,
      validUntil: readDays(from).validUntil,
    });
    from.end();
  }
  return { coupons, notes };
}

function readTrigger(from: Fields): 'auto' | 'code' {
  return from.word('trigger', ['auto', 'code'] as const) ?? 'code';
}

function readCoupon(from: Fields, names: Names, usesLeft: number | undefined): Written {
  const [effect, scope] = readEffect(from);
  const circumstances = readCircumstances(from, names);
  return {
    effect,
    scope,
    when: {
      ...circumstances,
      from: null,
      until: null,
      ...readAmounts(from, readMeasure(from, scope)),
    },
    ...readDays(from),
    limits: readLimits(from, usesLeft),
    stacks: firstOf(from.flag, 'stacks', 'stackable') ?? true,
    ...(from.has('priority') ? { priority: from.number('priority') } : {}),
  };
}

/** The days of the coupon within those of its campaign. */
function readDays(from: Fields): ValidDays {
  const [validFrom, validUntil] = readWindow(from);
  const campaign = {
    validFrom: from.text('campaign_valid_from') ?? null,
    validUntil: from.text('campaign_valid_to') ?? null,
  };
  return effectiveDays({ validFrom, validUntil }, campaign);
}

/** A minimum amount is one of the whole sale unless the case names goods for it; a quantity is of the goods. */
function readMeasure(from: Fields, scope: Written): unknown {
  const skus = from.texts('min_spend_skus');
  const categories = from.texts('min_spend_categories');
  if (skus !== undefined || categories !== undefined) {
    return { skus: skus ?? [], categories: categories ?? [] };
  }
  const byUnits = from.has('min_qty') || from.has('max_qty');
  return byUnits && namesGoods(scope) ? 'scope' : 'sale';
}

const scopes = ['order', 'skus', 'category', 'categories', 'labels', 'cheapest_unit'] as const;

/** Goods on top of the basket. */
export function freeGoods(sku: string, units: number): Written {
  return { kind: 'goods', sku, name: bothLanguages(sku), units };
}

/** The effect of a coupon or reward and the lines it works on. */
export function readEffect(from: Fields): [Written, Written] {
  const kinds = ['amount', 'fixed_amount', 'percent', 'unit_price', 'free_product'] as const;
  const kind = from.word('kind', kinds) ?? unsupported(`${from.where} without kind`);
  if (kind === 'free_product') {
    const sku = from.text('sku') ?? unsupported(`${from.where} without sku`);
    return [freeGoods(sku, from.number('free_qty') ?? 1), {}];
  }
  const value = from.number('value') ?? unsupported(`${from.where} without value`);
  const scope = readScope(from);
  const over = from.word('scope', scopes) ?? (namesGoods(scope) ? undefined : 'order');
  const named = over !== undefined && over !== 'order' && over !== 'cheapest_unit';
  if (named && !namesGoods(scope)) unsupported(`${from.where}.scope without goods`);
  if (over === 'order' && namesGoods(scope)) unsupported(`${from.where}: scope order with goods`);
  const maxMinor = from.number('max_discount') ?? null;
  if (over === 'cheapest_unit') {
    if (kind !== 'percent' || maxMinor !== null) unsupported(`${from.where}: ${kind} of cheapest`);
    const offBps = basisPoints(value, `${from.where}.value`);
    return [{ kind: 'cheapest', offBps, units: from.number('units') ?? 1 }, scope];
  }
  switch (kind) {
    case 'amount':
    case 'fixed_amount':
      return [{ kind: 'amount', amountMinor: Math.min(value, maxMinor ?? value) }, scope];
    case 'percent':
      return [{ kind, offBps: basisPoints(value, `${from.where}.value`), maxMinor }, scope];
    case 'unit_price':
      if (maxMinor !== null) unsupported(`${from.where}.max_discount of a unit price`);
      return [{ kind: 'unit-price', unitMinor: value, unitsMax: null }, scope];
  }
}
