import type { ExceptionCost } from '../../app/contract/hq-admin-exceptions.ts';
import type { CounterEvent } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';
import { worthOfVoucher } from '../apply/worth-of-voucher.ts';
import { lateInvoiceUsed } from '../db/exceptions.ts';

/** What an exception is about, as far as its cost goes. */
export type Costed = {
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** The event it is about; null where there is none, or it cannot be read. */
  readonly event: CounterEvent | null;
  /** The rules of that event; where it names none, those in force. */
  readonly program: Program | null;
  /** Points of an overdraft, or of a second sale on an e-invoice, that refunds of the sale made good. */
  readonly returnedPoints: number;
};

/** Nothing was lost. */
export const noCost: ExceptionCost = { costMinor: 0, points: 0 };

/**
 * What points are worth as payment under a program, NT$ rounded up; 0 where they cannot pay. This is the
 * one price of points in the workbench.
 */
export function worthOfPoints(program: Program | null, points: number): number {
  const redemption = program?.redemption ?? null;
  if (redemption === null || points <= 0) return 0;
  const { minorPerStep, pointsPerStep } = redemption;
  return Number(
    (BigInt(points) * BigInt(minorPerStep) + BigInt(pointsPerStep) - 1n) / BigInt(pointsPerStep),
  );
}

/** How many points make up for an amount, rounded up; 0 where points have no price. */
export function pointsForAmount(program: Program | null, amountMinor: number): number {
  const redemption = program?.redemption ?? null;
  if (redemption === null || amountMinor <= 0) return 0;
  const { minorPerStep, pointsPerStep } = redemption;
  return Number(
    (BigInt(amountMinor) * BigInt(pointsPerStep) + BigInt(minorPerStep) - 1n) /
      BigInt(minorPerStep),
  );
}

/**
 * What an exception cost: points at what they are worth under the rules of the sale, discounts and money
 * as they were given. A function of what is stored, so it is never stored itself. 0 where nothing was lost,
 * refunds gave it back, or another exception of the same event carries the loss (a right that was overrun is
 * an overdraft too when the points were not there).
 */
export function costOfException(about: Costed): ExceptionCost {
  const { kind, detail, program } = about;
  switch (kind) {
    case 'overdraft':
      return overdraftCost(about);
    case 'voucher-used-twice':
    case 'voucher-cancelled':
    case 'unknown-voucher':
      return { costMinor: wholeOf(detail['discountMinor']), points: 0 };
    case 'invoice-used-twice':
      return { costMinor: takenOff(about.event), points: 0 };
    case lateInvoiceUsed:
      return ofPoints(program, Math.max(0, pointsInQuestion(about) - about.returnedPoints));
    case 'coupon-limit-exceeded':
      return overLimit(about);
    case 'recompute-difference':
    case 'stale-tier':
      return tooMuchGiven(about);
    case 'referral-given-twice':
    case 'referral-not-due':
      return ofPoints(program, Math.max(0, pointsInQuestion(about) - about.returnedPoints));
    case 'refund-difference':
    case 'over-refund':
    case 'refunded-twice':
      return { costMinor: tooMuchRefunded(detail), points: 0 };
    case 'ledger-difference':
      return ofPoints(program, Math.abs(signedOf(detail['differencePoints'])));
    default:
      return noCost;
  }
}

function ofPoints(program: Program | null, points: number): ExceptionCost {
  return { costMinor: worthOfPoints(program, points), points };
}

/** The points an exception is about, whatever refunds of the sale made good since. */
export function pointsInQuestion({
  kind,
  detail,
  event,
}: Omit<Costed, 'program' | 'returnedPoints'>): number {
  switch (kind) {
    case 'overdraft':
      return overdrawnPoints(detail);
    case lateInvoiceUsed:
      return earnedPoints(event);
    case 'referral-given-twice':
    case 'referral-not-due':
      return referralPoints(event);
    case 'recompute-difference':
    case 'stale-tier': {
      const pointsOf = (side: string) => wholeOf(sideOf(detail, side)['points']);
      return Math.max(0, pointsOf('recorded') - pointsOf('recomputed'));
    }
    default:
      return 0;
  }
}

/** How many points an overdraft was found to be. */
export function overdrawnPoints(detail: Costed['detail']): number {
  return wholeOf(detail['points']);
}

/** HQ wrote down what it was worth when it was found, under the rules of that day; what is left costs no more. */
function overdraftCost({ detail, program, returnedPoints }: Costed): ExceptionCost {
  const overdrawn = overdrawnPoints(detail);
  const points = Math.max(0, overdrawn - returnedPoints);
  const left = ofPoints(program, points);
  const wholeMinor = wholeOf(detail['costMinor']);
  if (wholeMinor === 0) return left;
  return {
    costMinor: points === overdrawn ? wholeMinor : Math.min(wholeMinor, left.costMinor),
    points,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sideOf(detail: Costed['detail'], side: string): Readonly<Record<string, unknown>> {
  const value = detail[side];
  return isRecord(value) ? value : {};
}

function signedOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}

function wholeOf(value: unknown): number {
  return Math.max(0, signedOf(value));
}

/** The counter gave more than HQ's own sum: points, discounts by coupons or points, and vouchers for joining. */
function tooMuchGiven(about: Costed): ExceptionCost {
  const { detail, program, returnedPoints } = about;
  const recorded = sideOf(detail, 'recorded');
  const recomputed = sideOf(detail, 'recomputed');
  // Refused or failed: by HQ's rules nothing of it was due.
  const more = (field: string) =>
    Math.max(0, wholeOf(recorded[field]) - wholeOf(recomputed[field]));
  const points = Math.max(0, pointsInQuestion(about) - returnedPoints);
  const givenMinor = more('discountMinor') + more('vouchersMinor');
  return { costMinor: worthOfPoints(program, points) + givenMinor, points };
}

/**
 * What the second sale of an e-invoice took off: it has no effect, so that the vouchers, points and stored
 * value behind it can be used once more. Its points were never given.
 */
function takenOff(event: CounterEvent | null): number {
  if (event?.type !== 'award') return 0;
  const { discountMinor, pointsValueMinor, valueMinor } = event.body;
  return discountMinor + pointsValueMinor + valueMinor;
}

/** Points the buyer got for a sale. */
function earnedPoints(event: CounterEvent | null): number {
  return event?.type === 'award' ? event.body.points : 0;
}

function referralPoints(event: CounterEvent | null): number {
  if (event?.type !== 'award') return 0;
  return event.body.entries
    .filter((entry) => entry.kind === 'earn' && entry.memberId !== event.member)
    .reduce((sum, entry) => sum + entry.points, 0);
}

/** Money handed out beyond what HQ found could be taken back. */
function tooMuchRefunded(detail: Costed['detail']): number {
  const recorded = isRecord(detail['recorded']) ? detail['recorded'] : sideOf(detail, 'refund');
  const applied = sideOf(detail, 'applied');
  return Math.max(0, wholeOf(recorded['moneyMinor']) - wholeOf(applied['moneyMinor']));
}

/** The part of what one coupon, reward or gift of joining gave that lies beyond its limit. */
function overLimit({ detail, event, program }: Costed): ExceptionCost {
  const { id, exceeded } = detail;
  const given = givenUnder(event, program, id);
  const uses = wholeOf(detail['uses']);
  const over = (Array.isArray(exceeded) ? exceeded : [])
    .filter(isRecord)
    .map(({ used, max }) => wholeOf(used) - wholeOf(max));
  const beyond = Math.min(uses, Math.max(0, ...over));
  if (uses === 0 || beyond === 0) return given;
  const part = (whole: number) => Math.ceil((whole * beyond) / uses);
  return { costMinor: part(given.costMinor), points: part(given.points) };
}

/** What a coupon or reward took off a sale, or what a gift gave on joining. Gifts of a sale go with its refunds. */
function givenUnder(
  event: CounterEvent | null,
  program: Program | null,
  id: unknown,
): ExceptionCost {
  if (event?.type === 'member_stub') {
    const gift = program?.gifts.find((one) => one.giftId === id);
    const points = gift?.give.kind === 'points' ? gift.give.points : 0;
    const vouchersMinor = event.body.issued
      .filter((voucher) => voucher.because === id)
      .reduce((sum, voucher) => sum + worthOfVoucher(program, voucher), 0);
    return { costMinor: worthOfPoints(program, points) + vouchersMinor, points };
  }
  if (event?.type !== 'award') return noCost;
  const costMinor = event.body.discounts
    .filter(({ source }) =>
      source.kind === 'reward' ? source.rewardId === id : source.couponId === id,
    )
    .reduce((sum, one) => sum + one.discountMinor, 0);
  return { costMinor, points: 0 };
}
