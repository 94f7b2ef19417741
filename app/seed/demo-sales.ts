import type { Store, VoucherRow } from '../contract/sync.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import type { LotId, SaleId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { lineOfAmount } from '../domain/sale.ts';
import type { EvaluatedSale, MemberState, SaleInput } from '../domain/sale.ts';
import { addDays, addMonths, compareDates, daysBetween, formatClock } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { CastRole } from './demo-members.ts';
import { heldCouponCount, tierForSpend } from './demo-program.ts';
import type { DemoMember, DemoSale } from './demo-shop.ts';
import { issueDemoVoucher } from './demo-vouchers.ts';
import type { Random } from './random.ts';
import { seededId } from './seeded-id.ts';

/** Prices of a bakery, NT$; the cheap ones stand more than once because they sell more. */
const prices = [
  35, 35, 40, 45, 45, 50, 50, 55, 60, 60, 65, 75, 85, 95, 120, 150, 180, 260, 420, 680,
];
const basketItemsMax = 14;
const salesPerMemberMax = 80;
const minuteMs = 60_000;
/** Doors 11:00, last sale before 21:30, Asia/Taipei. */
const opensAtMinute = 11 * 60;
const openMinutes = 10 * 60 + 30;
const taipeiOffsetMs = 8 * 60 * minuteMs;

/** Spends of the gold cast member: 12 × NT$620 lies between gold and black. */
const goldSales = { count: 12, amountMinor: 620, withinDays: 300 };

/** How often things happen in a row that stops with the chance 1 / (mean + 1). */
function countOf(random: Random, mean: number, max: number): number {
  let count = 0;
  while (count < max && random.chance(mean / (mean + 1))) count += 1;
  return count;
}

/**
 * How many sales a member has: seven in ten come seldom, two often, one is a regular guest. The
 * means keep the whole at about `salesPerMember` for members of the full time.
 */
function pickSaleCount(random: Random, salesPerMember: number, presence: number): number {
  const kind = random.uniform();
  const factor = kind < 0.7 ? 0.5 : kind < 0.92 ? 2 : 4;
  return countOf(random, salesPerMember * factor * presence, salesPerMemberMax);
}

function pickAmount(random: Random): number {
  let amountMinor = random.pick(prices);
  for (let more = countOf(random, 2.2, basketItemsMax); more > 0; more -= 1) {
    amountMinor += random.pick(prices);
  }
  return amountMinor;
}

/** An instant within shop hours; the mean of two draws makes noon to evening busier than the ends. */
function pickInstant(random: Random, date: CalendarDate): number {
  const minute = opensAtMinute + ((random.uniform() + random.uniform()) / 2) * openMinutes;
  return Date.parse(date) - taipeiOffsetMs + Math.floor(minute * minuteMs);
}

type Visit = { readonly atMs: number; readonly date: CalendarDate; readonly amountMinor: number };

function planVisits(input: MemberHistoryInput): Visit[] {
  const { random, member, role, historyFrom, historyDays: days, salesPerMember } = input;
  const isGold = role === 'gold-on-line';
  const joinedAfterDays = Math.max(0, daysBetween(historyFrom, member.joinedOn));
  const firstDay = isGold ? Math.max(0, days - goldSales.withinDays) : joinedAfterDays;
  const span = days - firstDay;
  const count = isGold ? goldSales.count : pickSaleCount(random, salesPerMember, span / days);
  return Array.from({ length: count }, () => {
    const date = addDays(historyFrom, firstDay + random.whole(span));
    const amountMinor = isGold ? goldSales.amountMinor : pickAmount(random);
    return { atMs: pickInstant(random, date), date, amountMinor };
  }).sort((a, b) => a.atMs - b.atMs);
}

export type MemberHistoryInput = {
  readonly random: Random;
  readonly program: Program;
  readonly stores: readonly Store[];
  readonly member: DemoMember;
  readonly role: CastRole | null;
  readonly historyFrom: CalendarDate;
  /** Days of history, the last of them yesterday: today belongs to whoever runs the demo. */
  readonly historyDays: number;
  readonly today: CalendarDate;
  readonly salesPerMember: number;
};

/** A sale still without its number, which counts per store and day over all members. */
export type UnnumberedSale = Omit<DemoSale, 'saleNo'>;

export type MemberHistory = {
  readonly sales: readonly UnnumberedSale[];
  readonly usedVouchers: readonly VoucherRow[];
  /** Spent in the 12 months up to today. */
  readonly spentMinor: number;
};

/**
 * One member's past sales, oldest first, each computed by the product's own rules with the tier the
 * spend of the 12 months before it gave.
 */
export function makeMemberHistory(input: MemberHistoryInput): MemberHistory {
  const { random, program, stores, member, role, today } = input;
  if (input.salesPerMember === 0 || input.historyDays < 1) {
    return { sales: [], usedVouchers: [], spentMinor: 0 };
  }
  const homeStore = role === null ? random.pick(stores) : stores[0];
  const sales: UnnumberedSale[] = [];
  const usedVouchers: VoucherRow[] = [];
  const spentSince = (date: CalendarDate) => {
    const after = addMonths(date, -12);
    const recent = sales.filter((one) => compareDates(one.bizDate, after) > 0);
    return recent.reduce((sum, one) => sum + one.paidMinor, 0);
  };
  for (const visit of planVisits(input)) {
    const store = homeStore === undefined || random.chance(0.15) ? random.pick(stores) : homeStore;
    const spentMinor = spentSince(visit.date);
    const { tierId } = tierForSpend(program, spentMinor);
    const mayUse = role === null && random.chance(0.08);
    const voucher = mayUse ? issueForVisit(random, program, member, visit) : null;
    const facts = { tierId, spentMinor, saleCount: sales.length };
    const sale = settleVisit({ random, program, member, visit, store, voucher, ...facts });
    sales.push(sale);
    if (voucher !== null) {
      usedVouchers.push({
        ...voucher,
        state: 'used',
        usesLeft: 0,
        used: { atMs: visit.atMs, storeName: store.name },
      });
    }
  }
  return { sales, usedVouchers, spentMinor: spentSince(today) };
}

/** A voucher that fits the visit, if the amount reaches the drawn coupon's minimum. */
function issueForVisit(
  random: Random,
  program: Program,
  member: DemoMember,
  visit: Visit,
): VoucherRow | null {
  const coupon = random.pick(program.coupons.slice(0, heldCouponCount));
  if (coupon.when.minSpendMinor > visit.amountMinor) return null;
  const issuedOn = addDays(visit.date, -random.whole(40));
  const validFrom = compareDates(issuedOn, member.joinedOn) < 0 ? member.joinedOn : issuedOn;
  const validUntil = addDays(visit.date, random.whole(40));
  return issueDemoVoucher(random, member, coupon, { validFrom, validUntil });
}

function settleVisit(input: {
  readonly random: Random;
  readonly program: Program;
  readonly member: DemoMember;
  readonly visit: Visit;
  readonly tierId: string;
  readonly spentMinor: number;
  readonly saleCount: number;
  readonly store: Store;
  readonly voucher: VoucherRow | null;
}): UnnumberedSale {
  const { random, program, member, visit, tierId, store, voucher } = input;
  const { memberId } = member;
  const facts: MemberState = {
    memberId,
    tierId,
    tierUntil: null,
    joinedOn: member.joinedOn,
    birthday: 'no',
    spentMinor: input.spentMinor,
    spentSinceTierMinor: 0,
    saleCount: input.saleCount,
    inviterId: null,
    lots: [],
    storedValue: [],
    stamps: [],
    useCounts: [],
  };
  const asked = askedOf(random, visit, store, voucher);
  const result = evaluateSale(program, facts, asked);
  if (result.kind === 'refused')
    throw new Error(`the demo planned a bad sale: ${result.refusal.code}`);
  const { kind: _kind, refused: _refused, goods: _goods, reasons: _reasons, ...body } = result;
  const { notices: _notices, issued: _issued, ...recorded } = body;
  // The event's own types may be written to, those of the rules may not.
  const past = { ...recorded, asked, facts } as Pick<
    DemoSale,
    keyof typeof recorded | 'asked' | 'facts'
  >;
  return {
    ...past,
    saleId: seededId<SaleId>(random, visit.atMs),
    amountSource: 'typed',
    invoice: null,
    program: { id: program.programId, version: program.version },
    tierId,
    // Gifts of the program begin on the demo's day: no past sale gave a voucher.
    issued: [],
    vouchers: usedVouchersOf(result, voucher),
    storeId: store.storeId,
    memberId,
    atMs: visit.atMs,
    bizDate: visit.date,
  };
}

/** The sale as the cashier of that day asked for it. */
function askedOf(
  random: Random,
  visit: Visit,
  store: Store,
  voucher: VoucherRow | null,
): SaleInput {
  // The first is the lot earned; the rules ask for four.
  const lotId = seededId<LotId>(random, visit.atMs);
  const lotIds = [lotId, lotId, lotId, lotId];
  return {
    date: visit.date,
    time: formatClock(visit.atMs),
    atMs: visit.atMs,
    storeId: store.storeId,
    channel: 'counter',
    identifiedBy: 'scan',
    lines: [lineOfAmount(visit.amountMinor)],
    vouchers: voucher === null ? [] : [offered(voucher)],
    codes: [],
    rewards: [],
    spendPoints: 0,
    storedValueMinor: 0,
    giftCards: [],
    lotIds,
  };
}

function offered(voucher: VoucherRow): SaleInput['vouchers'][number] {
  const { voucherId, couponId, memberId, validFrom, validUntil } = voucher;
  return { voucherId, couponId, memberId, validFrom, validUntil, usesLeft: 1, uses: 1 };
}

function usedVouchersOf(result: EvaluatedSale, voucher: VoucherRow | null): DemoSale['vouchers'] {
  if (voucher === null) return [];
  const { voucherId, couponId, code, validFrom, validUntil } = voucher;
  const { discountMinor } = result;
  return [{ voucherId, couponId, code, validFrom, validUntil, discountMinor, uses: 1 }];
}
