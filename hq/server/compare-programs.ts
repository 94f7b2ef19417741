import type { PreviewSide, PreviewTotals } from '../../app/contract/hq-admin-programs.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import type { EvaluatedSale, MemberState, SaleInput } from '../../app/domain/sale.ts';
import { openWhatIfBook, runWhatIfSale } from '../../app/domain/what-if-sale.ts';
import type { WhatIfBook, WhatIfSale } from '../../app/domain/what-if-sale.ts';

/** A real sale as both programs settle it. `differenceMinor`: what the customer gains, NT$. */
export type ComparedSale = {
  readonly memberId: MemberId;
  readonly sale: SaleInput;
  readonly differenceMinor: number;
  readonly before: EvaluatedSale;
  readonly after: EvaluatedSale;
};

type Side = {
  readonly program: Program;
  readonly book: WhatIfBook;
  totals: { -readonly [K in keyof PreviewTotals]: number };
};
/** What a member gains in all, by side. */
type Gain = { beforeMinor: number; afterMinor: number; beforePoints: number; afterPoints: number };

/** Two programs run side by side over the same sales. Grows in place, sale by sale. */
export type Comparison = {
  readonly before: Side;
  readonly after: Side;
  readonly gains: Map<MemberId, Gain>;
  salesCount: number;
  salesAffected: number;
  /** Those that change most, most first. */
  most: readonly ComparedSale[];
};

const mostMax = 5;

/** Both programs without sales yet. The days they hold on do not matter: they run on the past. */
export function openComparison(before: Program, after: Program): Comparison {
  return {
    before: openSide(before),
    after: openSide(after),
    gains: new Map(),
    salesCount: 0,
    salesAffected: 0,
    most: [],
  };
}

function openSide(given: Program): Side {
  const program = { ...given, effectiveFrom: '2000-01-01', effectiveUntil: null };
  const totals = {
    points: 0,
    pointsValueMinor: 0,
    discountMinor: 0,
    paidMinor: 0,
    vouchersIssued: 0,
    tierRises: 0,
    refused: 0,
  };
  return { program, book: openWhatIfBook(program, []), totals };
}

/** Runs one more sale; `facts` are the member's as they were recorded with it. */
export function compareSale(
  comparison: Comparison,
  { memberId, sale, facts }: { memberId: MemberId; sale: SaleInput; facts: MemberState },
): void {
  const { before, after } = comparison;
  const one = { memberId, sale, birthday: facts.birthday };
  const results = [settle(before, one, facts), settle(after, one, facts)] as const;
  comparison.salesCount += 1;
  const [old, young] = results;
  if (old === null || young === null) return;
  const differenceMinor = gainOf(after, young) - gainOf(before, old);
  addGain(comparison, memberId, { old, young });
  if (outcomeOf(old) === outcomeOf(young)) return;
  comparison.salesAffected += 1;
  const compared = { memberId, sale, differenceMinor, before: old, after: young };
  comparison.most = [...comparison.most, compared]
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, mostMax);
}

/** Null where the program cannot settle it at all. */
function settle(side: Side, one: WhatIfSale, facts: MemberState): EvaluatedSale | null {
  const { program, book, totals } = side;
  if (!book.states.has(one.memberId)) book.states.set(one.memberId, facts);
  const asked = runWhatIfSale(program, book, one).result;
  if (asked.kind === 'refused') totals.refused += 1;
  const result =
    asked.kind === 'refused'
      ? runWhatIfSale(program, book, { ...one, sale: withoutPayment(one.sale) }).result
      : asked;
  if (result.kind === 'refused') return null;
  const earned = result.entries
    .filter((entry) => entry.kind === 'earn')
    .reduce((sum, entry) => sum + entry.points, 0);
  totals.points += earned;
  totals.pointsValueMinor = worthOf(program, totals.points);
  totals.discountMinor += result.discountMinor;
  totals.paidMinor += result.paidMinor;
  totals.vouchersIssued += result.issued.length;
  if (result.tier.kind === 'risen') totals.tierRises += 1;
  return result;
}

/** What the customer would have done instead: pay with money. */
function withoutPayment(sale: SaleInput): SaleInput {
  return { ...sale, rewards: [], spendPoints: 0, storedValueMinor: 0, giftCards: [] };
}

/** What points are worth when they pay, NT$ rounded down; 0 where they cannot. */
function worthOf({ redemption }: Program, points: number): number {
  if (redemption === null) return 0;
  return Math.floor((points * redemption.minorPerStep) / redemption.pointsPerStep);
}

/** Money the customer does not pay, plus points at their worth, less the worth of points spent. */
function gainOf({ program }: Side, result: EvaluatedSale): number {
  const { discountMinor, pointsValueMinor, points, pointsSpent } = result;
  return (
    discountMinor + pointsValueMinor + worthOf(program, points) - worthOf(program, pointsSpent)
  );
}

function addGain(
  comparison: Comparison,
  memberId: MemberId,
  { old, young }: { readonly old: EvaluatedSale; readonly young: EvaluatedSale },
): void {
  const none = { beforeMinor: 0, afterMinor: 0, beforePoints: 0, afterPoints: 0 };
  const gain = comparison.gains.get(memberId) ?? none;
  gain.beforeMinor += old.discountMinor + old.pointsValueMinor;
  gain.afterMinor += young.discountMinor + young.pointsValueMinor;
  gain.beforePoints += old.points - old.pointsSpent;
  gain.afterPoints += young.points - young.pointsSpent;
  comparison.gains.set(memberId, gain);
}

/** What a customer or cashier would notice, as one text. */
function outcomeOf(result: EvaluatedSale): string {
  const { discountMinor, paidMinor, points, pointsSpent, tier, issued, goods, stamps } = result;
  return JSON.stringify([
    discountMinor,
    paidMinor,
    points,
    pointsSpent,
    tier.tierId,
    issued.map((voucher) => voucher.couponId),
    goods.map(({ sku, units }) => [sku, units]),
    stamps.map((stamp) => [stamp.cardId, stamp.stamps]),
  ]);
}

function weightOf(sale: ComparedSale): number {
  const points = Math.abs(sale.after.points - sale.before.points);
  return Math.abs(sale.differenceMinor) * 1_000_000 + points;
}

/** Members who gain or lose in all: by money and points at their worth, then by points alone. */
export function countMembers(comparison: Comparison): {
  readonly all: number;
  readonly better: number;
  readonly worse: number;
} {
  const { before, after, gains } = comparison;
  let [better, worse] = [0, 0];
  for (const { beforeMinor, afterMinor, beforePoints, afterPoints } of gains.values()) {
    const money =
      afterMinor +
      worthOf(after.program, afterPoints) -
      beforeMinor -
      worthOf(before.program, beforePoints);
    const difference = money === 0 ? afterPoints - beforePoints : money;
    if (difference > 0) better += 1;
    if (difference < 0) worse += 1;
  }
  return { all: gains.size, better, worse };
}

/** What customers gain in all, NT$; below 0 = they lose. */
export function differenceOf(comparison: Comparison): number {
  const { before, after, gains } = comparison;
  let [old, young, oldPoints, youngPoints] = [0, 0, 0, 0];
  for (const gain of gains.values()) {
    old += gain.beforeMinor;
    young += gain.afterMinor;
    oldPoints += gain.beforePoints;
    youngPoints += gain.afterPoints;
  }
  return young + worthOf(after.program, youngPoints) - old - worthOf(before.program, oldPoints);
}

const reasonsMax = 60;

/** One side of a sale for people. */
export function describeSide({ program }: Side, result: EvaluatedSale): PreviewSide {
  const tier = program.tiers.find(({ tierId }) => tierId === result.tier.tierId);
  return {
    discountMinor: result.discountMinor,
    paidMinor: result.paidMinor,
    points: result.points,
    vouchersIssued: result.issued.length,
    tierName: tier?.name ?? null,
    reasons: result.reasons.slice(0, reasonsMax).map(reasonWords),
  };
}
