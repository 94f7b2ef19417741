import type { CounterEvent, IssuedVoucherRef } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { clawBackMax } from '../../app/contract/hq-admin-exceptions.ts';
import { worthOfVoucher } from '../apply/worth-of-voucher.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import { pointsForAmount, worthOfPoints } from './exception-cost.ts';
import type { Case } from './gather-case.ts';

/** What taking an event after all would give away: all of it in NT$, as far as that is known, and its points. */
export type GivenAway = { readonly amountMinor: number; readonly points: number };

/**
 * What an event gives to members, the inviter's part and vouchers too, and what it took off a sale. Vouchers
 * count with the most they can take off, where their coupon says so.
 */
export function givenAwayBy(event: CounterEvent | null, program: Program | null): GivenAway {
  switch (event?.type) {
    case 'award': {
      const { entries, issued, discountMinor, pointsValueMinor, valueMinor } = event.body;
      const takenOffMinor = discountMinor + pointsValueMinor + valueMinor;
      return sumUp(program, { entries, issued, takenOffMinor });
    }
    case 'member_stub': {
      const { entries, issued } = event.body;
      return sumUp(program, { entries, issued, takenOffMinor: 0 });
    }
    case 'refund': {
      const { result, issued } = event.body;
      // The money was handed over at the counter, whatever becomes of the event.
      return sumUp(program, { entries: result.entries, issued, takenOffMinor: result.valueMinor });
    }
    default:
      return { amountMinor: 0, points: 0 };
  }
}

function sumUp(
  program: Program | null,
  given: {
    readonly entries: readonly LedgerEntry[];
    readonly issued: readonly IssuedVoucherRef[];
    readonly takenOffMinor: number;
  },
): GivenAway {
  const ofMember = new Map<string, number>();
  for (const { kind, memberId, points } of given.entries) {
    // What was spent is not less given; points moved from lot to lot come to nothing.
    if (kind === 'spend' && points < 0) continue;
    ofMember.set(memberId, (ofMember.get(memberId) ?? 0) + points);
  }
  const points = [...ofMember.values()].reduce((sum, one) => sum + Math.max(0, one), 0);
  const vouchersMinor = given.issued.reduce((sum, one) => sum + worthOfVoucher(program, one), 0);
  const whole = asWhole(points);
  const amountMinor = worthOfPoints(program, whole) + given.takenOffMinor + vouchersMinor;
  return { amountMinor: asWhole(amountMinor), points: whole };
}

/** An event may name any number: sums stay ones that can be stored. */
function asWhole(value: number): number {
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

/** Points that make up for the cost, at their price. */
export function defaultClawBack({ cost, program }: Pick<Case, 'cost' | 'program'>): number {
  return Math.max(cost.points, pointsForAmount(program, cost.costMinor));
}

/** What hangs on a decision. */
export type Weight = {
  /** What is lost, charged, taken or given, whichever is most. NT$. */
  readonly minor: number;
  /** Points without a price are given, or taken beyond what was lost: no limit in NT$ can tell how much that is. */
  readonly isUnpriced: boolean;
};

/** Weighs a decision, for the rule that much of it takes two. */
export function weighAction(
  theCase: Pick<Case, 'cost' | 'program' | 'givenAway'>,
  action: Pick<ExceptionAction, 'kind' | 'amountMinor' | 'points'>,
): Weight {
  const minor = Math.max(theCase.cost.costMinor, action.amountMinor);
  return { minor, isUnpriced: !hasPrice(theCase.program) && beyond(theCase, action) > 0 };
}

/** Whether a reason must stand. */
export function needsNote({ minor, isUnpriced }: Weight): boolean {
  return minor > 0 || isUnpriced;
}

/** Whether a second person must agree. */
export function needsTwo({ minor, isUnpriced }: Weight, limitMinor: number): boolean {
  return isUnpriced || minor > limitMinor;
}

/** How many points one person may claw back, by the same rule; no more than can be asked for. */
export function clawBackAloneMax(
  theCase: Pick<Case, 'cost' | 'program'>,
  limitMinor: number,
): number {
  const redemption = theCase.program?.redemption ?? null;
  if (redemption === null || !hasPrice(theCase.program)) return defaultClawBack(theCase);
  const { minorPerStep, pointsPerStep } = redemption;
  const points = (BigInt(limitMinor) * BigInt(pointsPerStep)) / BigInt(minorPerStep);
  return Number(points < BigInt(clawBackMax) ? points : BigInt(clawBackMax));
}

/** Whether the program says what points are worth. */
export function hasPrice(program: Program | null): boolean {
  return worthOfPoints(program, 1) > 0;
}

function beyond(
  theCase: Pick<Case, 'cost' | 'program' | 'givenAway'>,
  { kind, points }: Pick<ExceptionAction, 'kind' | 'points'>,
): number {
  if (kind === 'redrive') return theCase.givenAway.points;
  return kind === 'claw-back' ? points - defaultClawBack(theCase) : 0;
}
