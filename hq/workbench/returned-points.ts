import type { CounterEvent } from '../../app/contract/events.ts';
import type { ReturnedPoints } from '../../app/contract/hq-admin-exceptions.ts';
import { pointsReturned } from '../apply/absorbed-points.ts';
import { listExceptionActions } from '../db/exception-actions.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import type { ExceptionOverview } from '../db/exceptions.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listAppliedRefunds } from '../db/refunds.ts';
import { overdrawnPoints } from './exception-cost.ts';

/** Decisions on who bears a cost, each with the points it was about. */
const bearingKinds: readonly string[] = ['absorb', 'charge-store', 'recover'];

/** Nothing came back. */
export const noneReturned: ReturnedPoints = { counted: 0, since: 0 };

type About = { readonly exception: ExceptionOverview; readonly event: CounterEvent | null };

/**
 * What refunds gave back of the points of these overdrafts, by exception: those are lost no more. What a
 * person decided about stays what it was then; what came back later stands beside it.
 */
export async function listReturnedPoints(
  db: HqHandle,
  about: readonly About[],
): Promise<Map<string, ReturnedPoints>> {
  const overdrafts = about.flatMap(({ exception, event }) =>
    exception.kind === 'overdraft' && event?.type === 'award' ? [{ exception, event }] : [],
  );
  const refunds = await listAppliedRefunds(
    db,
    overdrafts.map(({ event }) => event.body.saleId),
  );
  const actions = await listExceptionActions(
    db,
    overdrafts.map(({ exception }) => exception.exceptionId),
  );
  return new Map(
    overdrafts.map(({ exception: { exceptionId, detail }, event: { member, body } }) => {
      const points = overdrawnPoints(detail);
      const ofSale = refunds.filter(({ saleId }) => saleId === body.saleId);
      const now = Math.min(points, pointsReturned(ofSale, member));
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

/** Whether a proposal says more than is lost by now: refunds of the sale came after it. */
export function isOutdated(
  { kind, amountMinor, points }: Pick<ExceptionAction, 'kind' | 'amountMinor' | 'points'>,
  cost: { readonly costMinor: number; readonly points: number },
): boolean {
  return bearingKinds.includes(kind) && (amountMinor > cost.costMinor || points > cost.points);
}
