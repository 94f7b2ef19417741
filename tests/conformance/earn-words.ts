import {
  basisPoints,
  bothLanguages,
  namesGoods,
  readAmounts,
  readCircumstances,
  readRounding,
  readScope,
  readWindow,
  withoutExclusions,
} from './condition-words.ts';
import type { Names, Written } from './condition-words.ts';
import type { Fields } from './fields.ts';
import { firstOf, unsupported, wholeTimes } from './fields.ts';

/** The earn list of a case as earn rules and multipliers of a program. */
export type EarnWords = { readonly earn: Written[]; readonly multipliers: Written[] };

const modes = [
  'per_amount',
  'per_order',
  'per_unit',
  'per_sku_flat',
  'percent_per_line',
  'percent_per_order',
  'tier_factor',
  'multiplier',
] as const;

/** Reads `given.earn`. The engine orders rules and multipliers itself, so the list's order is free. */
export function readEarn(list: readonly Fields[], names: Names): EarnWords {
  const earn: Written[] = [];
  const multipliers: Written[] = [];
  for (const [i, from] of list.entries()) {
    const mode = from.word('mode', modes) ?? unsupported(`${from.where} without mode`);
    if (mode === 'multiplier') multipliers.push(readMultiplier(from, names, i));
    else if (mode === 'tier_factor') earn.push(...readTierFactors(from, i));
    else earn.push({ ...readRule(from, names, i), ...readGive(from, mode) });
    from.end();
  }
  return { earn, multipliers };
}

function readRule(from: Fields, names: Names, i: number): Written {
  const scope = readScope(from);
  return {
    ruleId: `rule-${String(i)}`,
    name: bothLanguages(`rule ${String(i)}`),
    scope,
    when: {
      ...readCircumstances(from, names),
      ...readAmounts(from, withoutExclusions(scope)),
      needsCode: firstOf(from.text, 'code', 'with_code', 'requires_code') ?? null,
    },
    pointsMax: from.number('max_points') ?? null,
  };
}

type RuleMode = Exclude<(typeof modes)[number], 'tier_factor' | 'multiplier'>;

function readGive(from: Fields, mode: RuleMode): Written {
  switch (mode) {
    case 'per_amount':
      return { give: readPerAmount(from) };
    case 'per_order':
      return { give: { kind: 'per-order', points: points(from) } };
    case 'per_unit':
      return { give: { kind: 'per-unit', points: points(from) } };
    case 'per_sku_flat':
      return { give: { kind: 'per-line', points: points(from) } };
    case 'percent_per_line':
      return { give: readPercent(from, 'line') };
    case 'percent_per_order':
      return { give: readPercent(from, 'sale') };
  }
}

/** Whole points, which no rounding changes. */
function points(from: Fields): number {
  readRounding(from, 'rounding');
  return from.number('points') ?? unsupported(`${from.where} without points`);
}

/** A part of a point for each unit of money is a share of the base. */
function readPerAmount(from: Fields): Written {
  const per = from.number('per') ?? unsupported(`${from.where} without per`);
  const each = from.number('points') ?? 1;
  const rounding = readRounding(from, 'rounding') ?? 'floor';
  if (per === 1 && !Number.isInteger(each)) {
    const bps = wholeTimes(each, 10_000, `${from.where}.points`);
    return { kind: 'percent', bps, per: 'sale', rounding };
  }
  return { kind: 'per-amount', perMinor: per, points: each, rounding };
}

function readPercent(from: Fields, per: 'line' | 'sale'): Written {
  const percent = from.number('percent') ?? unsupported(`${from.where} without percent`);
  const bps = basisPoints(percent, `${from.where}.percent`);
  return { kind: 'percent', bps, per, rounding: readRounding(from, 'rounding') ?? 'floor' };
}

/** One rule for each band of the receipt's total; a total below the lowest earns nothing. */
function readTierFactors(from: Fields, i: number): Written[] {
  const [since, until] = readWindow(from);
  const rounding = readRounding(from, 'rounding') ?? 'floor';
  const bands = (from.list('tiers') ?? []).map(readBand).sort((a, b) => a.minSpent - b.minSpent);
  return bands.map((band, at) => {
    const next = bands[at + 1]?.minSpent;
    return {
      ruleId: `rule-${String(i)}-${String(at)}`,
      name: bothLanguages(band.name),
      when: {
        minSpendMinor: band.minSpent,
        maxSpendMinor: next === undefined ? null : next - 1,
        spendBasis: 'after-discounts',
        from: since,
        until,
      },
      give: { kind: 'percent', bps: band.bps, per: 'sale', rounding },
    };
  });
}

function readBand(from: Fields): { name: string; minSpent: number; bps: number } {
  const factor = from.number('factor_x1000') ?? wholeFactor(from);
  const band = {
    name: from.text('name') ?? 'band',
    minSpent: from.number('min_spent') ?? 0,
    bps: wholeTimes(factor, 10, `${from.where}.factor_x1000`),
  };
  from.end();
  return band;
}

function wholeFactor(from: Fields): number {
  const factor = from.number('factor') ?? unsupported(`${from.where} without factor_x1000`);
  return wholeTimes(factor, 1000, `${from.where}.factor`);
}

/** A multiplier that names goods weighs their lines; one that names none multiplies the sale's points. */
function readMultiplier(from: Fields, names: Names, i: number): Written {
  const scope = readScope(from);
  const factor = from.number('factor') ?? unsupported(`${from.where} without factor`);
  const excludes = ['exclude_skus', 'exclude_labels', 'exclude_categories', 'exclude_delivery'];
  // The rules it multiplies round by their own mode.
  from.word('rounding', ['floor'] as const);
  const someLines = namesGoods(scope) || excludes.some((key) => from.has(key));
  return {
    multiplierId: `multiplier-${String(i)}`,
    name: bothLanguages(`multiplier ${String(i)}`),
    target: someLines ? 'lines' : 'sale',
    factorBps: wholeTimes(factor, 10_000, `${from.where}.factor`),
    scope,
    when: {
      ...readCircumstances(from, names),
      ...readAmounts(from, withoutExclusions(scope)),
      needsCode: firstOf(from.text, 'code', 'with_code', 'requires_code') ?? null,
    },
  };
}
