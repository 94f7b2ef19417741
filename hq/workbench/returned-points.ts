import type { CounterEvent } from '../../app/contract/events.ts';
import type { ReturnedPoints } from '../../app/contract/hq-admin-exceptions.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { pointsReturned } from '../apply/absorbed-points.ts';
import { earnedKinds, referralKinds } from '../apply/clawed-points.ts';
import { listExceptionActions } from '../db/exception-actions.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import type { ExceptionOverview } from '../db/exceptions.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listAppliedRefunds } from '../db/refunds.ts';
import { pointsInQuestion } from './exception-cost.ts';
import type { Case } from './gather-case.ts';
import { defaultClawBack } from './weigh-action.ts';

/** Decisions on who bears a cost, each with the points it was about. */
const bearingKinds: readonly string[] = ['absorb', 'charge-store', 'recover'];

/** Kinds that cost points of a sale, of which its refunds make some good. */
export const pointKinds: readonly string[] = ['overdraft', ...earnedKinds, ...referralKinds];

/** Nothing came back. */
export const noneReturned: ReturnedPoints = { counted: 0, since: 0 };

type About = { readonly exception: ExceptionOverview; readonly event: CounterEvent | null };

/**
 * What refunds made good of the points of overdrafts (given back) and of sales and rewards that gave too many (taken
 * back), by exception: those are lost no more. What a person decided about stays what it was then; what came back
 * later stands beside it.
 */
export async function listReturnedPoints(
  db: HqHandle,
  about: readonly About[],
): Promise<Map<string, ReturnedPoints>> {
  const ofSales = about.flatMap(({ exception, event }) =>
    pointKinds.includes(exception.kind) && event?.type === 'award' ? [{ exception, event }] : [],
  );
  const refunds = await listAppliedRefunds(
    db,
    ofSales.map(({ event }) => event.body.saleId),
  );
  const actions = await listExceptionActions(
    db,
    ofSales.map(({ exception }) => exception.exceptionId),
  );
  return new Map(
    ofSales.map(({ exception: { exceptionId, kind, detail }, event }) => {
      const points = pointsInQuestion({ kind, detail, event });
      const ofSale = refunds.filter(({ saleId }) => saleId === event.body.saleId);
      const back = pointsBack(kind, ofSale, event.member);
      const now = Math.min(points, back);
      const decided = actions.find(
        (one) =>
          one.exceptionId === exceptionId &&
          one.state === 'done' &&
          bearingKinds.includes(one.kind),
      );
      if (decided === undefined) return [exceptionId, { counted: now, since: 0 }];
      const counted = Math.max(0, points - decided.points);
      return [exceptionId, { counted, since: Math.max(0, now - counted) }];
    }),
  );
}

type AppliedRefunds = Awaited<ReturnType<typeof listAppliedRefunds>>;

/** Given back to the buyer, taken back from them, or from who invited them. */
function pointsBack(kind: string, refunds: AppliedRefunds, buyer: MemberId): number {
  if (kind === 'overdraft') return pointsReturned(refunds, buyer);
  return referralKinds.includes(kind) ? rewardTakenBack(refunds, buyer) : pointsTakenBack(refunds);
}

function rewardTakenBack(refunds: AppliedRefunds, buyer: MemberId): number {
  return refunds
    .flatMap(({ result }) => result?.entries ?? [])
    .filter(({ kind, memberId, points }) => kind === 'refund' && points < 0 && memberId !== buyer)
    .reduce((sum, { points }) => sum - points, 0);
}

function pointsTakenBack(refunds: AppliedRefunds): number {
  return refunds.reduce((sum, { result }) => sum + (result?.clawedBack ?? 0), 0);
}

/**
 * Whether a proposal says more than is lost by now: refunds of the sale came after it. More may be clawed back than
 * was ever lost, which a person then meant; not what refunds took since.
 */
export function isOutdated(
  { kind, amountMinor, points }: Pick<ExceptionAction, 'kind' | 'amountMinor' | 'points'>,
  theCase: Pick<Case, 'cost' | 'program' | 'returned'>,
): boolean {
  const { cost, returned } = theCase;
  if (kind === 'claw-back') {
    const left = defaultClawBack(theCase);
    const isMadeGood = cost.costMinor === 0;
    return isMadeGood || (points > left && points <= left + returned.counted);
  }
  return bearingKinds.includes(kind) && (amountMinor > cost.costMinor || points > cost.points);
}
