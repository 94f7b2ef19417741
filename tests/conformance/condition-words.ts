import type { Fields } from './fields.ts';
import { firstOf, unsupported, wholeTimes } from './fields.ts';

/** Parts of a program as its schema reads them: what is left out gets the schema's default. */
export type Written = Record<string, unknown>;

/** What conditions may refer to: the tiers by name, the window of the case's campaign. */
export type Names = {
  readonly tierIds: ReadonlyMap<string, string>;
  readonly campaign: readonly [string | null, string | null];
};

/** A text in both languages. */
export function bothLanguages(text: string): Written {
  return { 'zh-TW': text, en: text };
}

/** The lines a rule looks at. */
export function readScope(from: Fields): Written {
  const scope = {
    skus: [...(from.texts('skus') ?? []), ...one(from.text('sku'))],
    categories: [...(from.texts('categories') ?? []), ...one(from.text('category'))],
    labels: [...(from.texts('labels') ?? []), ...one(from.text('label'))],
    exceptSkus: from.texts('exclude_skus') ?? [],
    exceptCategories: from.texts('exclude_categories') ?? [],
    exceptLabels: from.texts('exclude_labels') ?? [],
    delivery: !(from.flag('exclude_delivery') ?? false),
  };
  return scope;
}

function one(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}

/** Whether the scope names goods: whole-sale rules do not. */
export function namesGoods(scope: Written): boolean {
  return ['skus', 'categories', 'labels'].some((key) => isFilled(scope[key]));
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** The scope without its exclusions: what is excluded from earning still counts for a minimum. */
export function withoutExclusions(scope: Written): Written {
  return { ...scope, exceptSkus: [], exceptCategories: [], exceptLabels: [] };
}

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Conditions other than the amounts: code, days, hours, tiers, birthday, newness. */
export function readCircumstances(from: Fields, names: Names): Written {
  const [since, until] = readWindow(from);
  const campaign = from.has('when') ? readOccasion(from, names) : {};
  const tiers = firstOf(from.texts, 'tiers', 'member_tiers', 'for_tiers');
  const single = from.text('trigger_sku');
  return {
    needsCode: firstOf(from.text, 'with_code', 'requires_code') ?? null,
    needsSkus: [...(from.texts('trigger_skus') ?? []), ...one(single)],
    from: since,
    until,
    weekdays: readWeekdays(from),
    hours: readHours(from),
    tierIds: (tiers ?? []).map(
      (name) => names.tierIds.get(name) ?? unsupported(`${from.where}: tier ${name}`),
    ),
    birthday: from.word('birthday', ['month', 'day', 'any'] as const) ?? 'any',
    joinedWithinDays: from.number('new_member_days') ?? null,
    purchase: (from.flag('first_purchase') ?? false) ? 'first' : 'any',
    channels: from.texts('channels') ?? [],
    ...campaign,
  };
}

/** `when` on a rule: an occasion in one word. */
function readOccasion(from: Fields, names: Names): Written {
  const occasions = ['birthday_month', 'birthday', 'campaign', 'first_purchase'] as const;
  switch (from.word('when', occasions)) {
    case 'birthday_month':
      return { birthday: 'month' };
    case 'birthday':
      return { birthday: 'day' };
    case 'campaign':
      return { from: names.campaign[0], until: names.campaign[1] };
    case 'first_purchase':
      return { purchase: 'first' };
    case undefined:
      return {};
  }
}

/** First and last day, inclusive: `valid_from`/`valid_to`, `from`/`to` or `window: [first, last]`. */
export function readWindow(from: Fields): readonly [string | null, string | null] {
  const window = from.texts('window');
  const since = firstOf(from.text, 'valid_from', 'from') ?? window?.[0] ?? null;
  const until = firstOf(from.text, 'valid_to', 'to') ?? window?.[1] ?? null;
  return [since, until];
}

function readWeekdays(from: Fields): number[] {
  const found = from.any('weekdays') ?? [];
  if (!Array.isArray(found)) return unsupported(`${from.where}.weekdays`);
  return found.map((day: unknown) => {
    const named = typeof day === 'string' ? weekdayNames.indexOf(day.slice(0, 3).toLowerCase()) : 0;
    if (typeof day === 'number') return day;
    return named >= 0 && typeof day === 'string'
      ? named + 1
      : unsupported(`${from.where}.weekdays`);
  });
}

function readHours(from: Fields): Written[] {
  const hours = from.texts('hours');
  if (hours === undefined) return [];
  const [since, until, ...more] = hours;
  if (since === undefined || until === undefined || more.length > 0) {
    return unsupported(`${from.where}.hours`);
  }
  return [{ from: since, until }];
}

/** Minimum and maximum of spend and units, measured on `measureOn`. */
export function readAmounts(from: Fields, measureOn: unknown): Written {
  return {
    minSpendMinor: from.number('min_spend') ?? 0,
    maxSpendMinor: from.number('max_spend') ?? null,
    minUnits: from.number('min_qty') ?? 0,
    maxUnits: from.number('max_qty') ?? null,
    measureOn,
  };
}

/** `program_max_uses`, `member_max_uses` and their like, as limits of the engine. */
export function readLimits(from: Fields, usesLeft: number | undefined): Written {
  const program = from.number('program_max_uses');
  const totals = [program, usesLeft].filter((limit) => limit !== undefined);
  return {
    program: totals.length === 0 ? null : Math.min(...totals),
    perDay: from.number('day_max_uses') ?? null,
    perStorePerDay: from.number('store_day_max_uses') ?? null,
    perMember: firstOf(from.number, 'member_max_uses', 'uses_per_member') ?? null,
    perMemberPerDay: from.number('member_day_max_uses') ?? null,
  };
}

/** A percentage as basis points. */
export function basisPoints(percent: number, where: string): number {
  return wholeTimes(percent, 100, where);
}

/** `floor`, `half_up` or `up` in the engine's spelling. */
export function readRounding(from: Fields, key: string): string | undefined {
  return from.word(key, ['floor', 'half_up', 'up'] as const)?.replace('_', '-');
}
