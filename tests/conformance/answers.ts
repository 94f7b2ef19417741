import { balanceOf } from '../../app/domain/lots.ts';
import { valueHolders } from '../../app/domain/stored-value.ts';
import { isRecord, unsupported } from './fields.ts';
import { cardBalance } from './gift-card-book.ts';
import { lotsOf, pointsOf } from './member-book.ts';
import type { Step } from './step.ts';
import { activeMembers, type World } from './world.ts';

/** All that a case came to. */
export type CaseRecord = { readonly world: World; readonly steps: readonly Step[] };

/** How a key that stands for one value over several ops is read. */
type Whole = 'sum' | 'first' | 'last';

/** Expected keys that are one figure of each op that has it: all of them as a list, or as a whole. */
const figureKeys: Readonly<Record<string, readonly [figure: string, whole: Whole]>> = {
  points_earned: ['points', 'sum'],
  points_per_sale: ['points', 'last'],
  points_spent: ['spent', 'sum'],
  spent_per_sale: ['spent', 'last'],
  discount: ['discount', 'sum'],
  discount_per_sale: ['discount', 'last'],
  pay: ['pay', 'sum'],
  pay_per_sale: ['pay', 'last'],
  base: ['base', 'sum'],
  eligible_base: ['base', 'sum'],
  discount_lines: ['discount_lines', 'sum'],
  allocation_sum: ['allocation_sum', 'sum'],
  gift_used: ['gift_used', 'sum'],
  balance_after: ['card_balance', 'last'],
  clawback: ['clawback', 'sum'],
  clawed_back: ['clawback', 'sum'],
  returned: ['returned', 'sum'],
  shortfall_recorded: ['shortfall', 'sum'],
  refunded_total: ['refunded', 'sum'],
  refunded_money: ['refunded_money', 'sum'],
  expired: ['expired', 'sum'],
  tier_after: ['tier_after', 'last'],
  tier: ['tier_after', 'last'],
  expires_on: ['expires_on', 'last'],
  valid_until: ['valid_until', 'last'],
  qty: ['qty', 'last'],
  free: ['free', 'sum'],
  valid: ['valid', 'last'],
  last_valid_day: ['last_valid_day', 'last'],
  notices: ['notices', 'last'],
  stamps: ['stamps', 'last'],
  card: ['card', 'last'],
  rewards_issued: ['rewards_issued', 'sum'],
  issued_coupon_points: ['issued_coupon_points', 'first'],
  coupon_points_after: ['coupon_points_after', 'last'],
  preview_after_payment: ['preview_after_payment', 'last'],
};

/** Expected keys that are answered from the whole record, in the shape that is wanted. */
const recordKeys: Readonly<Record<string, (record: CaseRecord, want: unknown) => unknown>> = {
  result: ({ steps }, want) => {
    const result = steps.at(-1)?.result ?? null;
    const short = typeof want === 'string' && !want.includes(':');
    return short ? (result?.split(':')[0] ?? null) : result;
  },
  reason: ({ steps }) => reasonOf(steps),
  reasons: ({ steps }, want) => {
    const each = figuresOf(steps, 'reasons').filter(isRecord);
    if (isRecord(want))
      return onlyWanted(Object.assign({}, ...each) as Record<string, unknown>, want);
    return each.map((reasons) => Object.values(reasons)[0] ?? null);
  },
  applied: ({ steps }, want) =>
    isListOfLists(want)
      ? figuresOf(steps, 'applied_codes')
      : shaped(figuresOf(steps, 'applied'), want, 'last'),
  tiers: ({ steps }) => {
    const asked = figuresOf(steps, 'tier');
    return asked.length > 0 ? asked : figuresOf(steps, 'tier_after');
  },
  results: ({ steps }) => steps.map((step) => step.result),
  first_result: ({ steps }) => steps[0]?.result ?? null,
  second_result: ({ steps }) => steps[1]?.result ?? null,
  third_result: ({ steps }) => steps[2]?.result ?? null,
  points: ({ steps }, want) => {
    const figure = figuresOf(steps, 'max_points').length > 0 ? 'max_points' : 'points';
    return shaped(figuresOf(steps, figure), want, 'last');
  },
  balance: finalBalance,
  balances: (record, want) =>
    Array.isArray(want) ? balanceList(record, want.length) : balanceMap(record, want),
  points_by_member: pointsByMember,
  stored_value: (record, want) =>
    Array.isArray(want) ? figuresOf(record.steps, 'stored_value') : storedValue(record, want),
  discounts: ({ steps }, want) => {
    const each = figuresOf(steps, 'discounts');
    return Array.isArray(want) ? each : onlyWanted(addedUp(each), want);
  },
  allocation: ({ steps }, want) => {
    const each = figuresOf(steps, 'allocation');
    return isListOfLists(want) ? each : (each.at(-1) ?? null);
  },
  rejected: ({ steps }, want) => codeLists(steps, 'rejected', want),
  replaced: ({ steps }, want) => codeLists(steps, 'replaced', want),
  uses_left: usesLeft,
  buckets: ({ world }) => openingLots(world).map(({ points, expires }) => ({ points, expires })),
  left: ({ world }, want) =>
    onlyWanted(Object.fromEntries(openingLots(world).map((lot) => [lot.name, lot.points])), want),
  expired_points: expiredPoints,
  ledger_rows: ({ world }) => world.posted.length,
  ledger_earn_rows: ({ world }) => world.posted.filter((one) => one.kind === 'earn').length,
  cards: ({ world }) => valueHolders(world.valueFacts).length,
  total_value: ({ world }) =>
    sum(valueHolders(world.valueFacts).map((holder) => holder.balanceMinor)),
  active_members: ({ world }) => activeMembers(world).map((book) => book.key),
};

/** What the case came to under one expected key, in the shape of what is wanted. */
export function answer(record: CaseRecord, key: string, want: unknown): unknown {
  if (Object.hasOwn(figureKeys, key)) {
    const [figure, whole] = figureKeys[key] ?? ['', 'last'];
    return shaped(figuresOf(record.steps, figure), want, whole);
  }
  const read = Object.hasOwn(recordKeys, key) ? recordKeys[key] : undefined;
  return read === undefined ? unsupported(`expect.${key}`) : read(record, want);
}

function figuresOf(steps: readonly Step[], figure: string): unknown[] {
  return steps.flatMap(({ figures }) => (Object.hasOwn(figures, figure) ? [figures[figure]] : []));
}

function shaped(values: readonly unknown[], want: unknown, whole: Whole): unknown {
  if (Array.isArray(want)) return values;
  if (whole === 'first') return values[0] ?? null;
  if (whole === 'last') return values.at(-1) ?? null;
  return sum(values.filter((value) => typeof value === 'number'));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** Why the last refused op was refused; else why the last code was not used. */
function reasonOf(steps: readonly Step[]): string | null {
  const refused = steps.findLast((step) => step.result.startsWith('rejected:'));
  if (refused !== undefined) return refused.result.slice('rejected:'.length);
  const codes = figuresOf(steps, 'reasons').filter(isRecord).flatMap(Object.values) as string[];
  return codes.at(-1) ?? null;
}

/** Of a map only what the case asks about: it need not name every member or code. */
function onlyWanted(all: Readonly<Record<string, unknown>>, want: unknown): unknown {
  if (!isRecord(want)) return all;
  return Object.fromEntries(Object.keys(want).map((key) => [key, all[key] ?? null]));
}

/** The balance the last op was about; else that of the only member. */
function finalBalance({ world, steps }: CaseRecord, want: unknown): unknown {
  if (Array.isArray(want)) return balanceList({ world, steps }, want.length);
  const last = steps.findLast((step) => step.balance !== null);
  const [only] = activeMembers(world);
  return last?.balance ?? (only === undefined ? null : pointsOf(world, only));
}

/** After each op that posts; where the case lists fewer, after each that was not refused; where more, after each op. */
function balanceList({ steps }: CaseRecord, length: number): unknown {
  const posting = steps.filter((step) => step.posts);
  const accepted = posting.filter((step) => !step.result.startsWith('rejected:'));
  const fitting = [posting, accepted, steps].find((list) => list.length === length);
  return (fitting ?? posting).map((step) => step.balance);
}

function balanceMap({ world }: CaseRecord, want: unknown): unknown {
  const keys = isRecord(want) ? Object.keys(want) : [...world.members.keys()];
  const balanceOfKey = (key: string) => {
    const book = world.members.get(key);
    return book === undefined ? cardBalance(world, key) : pointsOf(world, book);
  };
  return Object.fromEntries(keys.map((key) => [key, balanceOfKey(key)]));
}

function pointsByMember({ steps }: CaseRecord, want: unknown): unknown {
  const points: Record<string, number> = {};
  for (const { figures } of steps) {
    const { member, points: earned } = figures;
    if (typeof member !== 'string' || typeof earned !== 'number') continue;
    points[member] = (points[member] ?? 0) + earned;
  }
  return onlyWanted(points, want);
}

function storedValue({ world }: CaseRecord, want: unknown): unknown {
  const byKey = [...world.members].map(
    ([key, book]) => [key, sum(book.state.storedValue.map((lot) => lot.points))] as const,
  );
  return isRecord(want) ? onlyWanted(Object.fromEntries(byKey), want) : (byKey[0]?.[1] ?? null);
}

function addedUp(maps: readonly unknown[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [key, value] of maps.filter(isRecord).flatMap((map) => Object.entries(map))) {
    if (typeof value === 'number') total[key] = (total[key] ?? 0) + value;
  }
  return total;
}

function isListOfLists(want: unknown): boolean {
  return Array.isArray(want) && want.some((item) => Array.isArray(item));
}

/** One list for each sale, or the codes of all sales together. */
function codeLists(steps: readonly Step[], figure: string, want: unknown): unknown {
  const each = figuresOf(steps, figure);
  return isListOfLists(want) ? each : each.flat();
}

function usesLeft({ world }: CaseRecord, want: unknown): unknown {
  const all = world.words.coupons.map(({ code, couponId, usesLeft: atStart }) => {
    const used = world.uses.filter((use) => use.id === couponId).length;
    return [code, atStart === null ? null : atStart - used] as const;
  });
  return isRecord(want) ? onlyWanted(Object.fromEntries(all), want) : (all[0]?.[1] ?? null);
}

/** What is left of the lots the case began with, in its order. */
function openingLots(world: World) {
  return [...world.members.values()].flatMap((book) => {
    const lots = lotsOf(world, book);
    return book.opening.map(({ lotId, name, expiresOn }) => {
      const points = lots.find((lot) => lot.lotId === lotId)?.points ?? 0;
      return { name, points, expires: expiresOn };
    });
  });
}

/** Points that lapsed: by the job, or past their day and still waiting for it. */
function expiredPoints({ world }: CaseRecord): number {
  const waiting = activeMembers(world).map(
    (book) => balanceOf(lotsOf(world, book), world.clock.date).lapsedPoints,
  );
  const written = world.posted.filter((entry) => entry.kind === 'expire');
  return sum(waiting) - sum(written.map((entry) => entry.points));
}
