import type { ExceptionActionKind } from '../../app/contract/hq-admin-exceptions.ts';
import type { StoreId } from '../../app/domain/ids.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import { worthOfPoints } from './exception-cost.ts';
import type { Case } from './gather-case.ts';
import { defaultClawBack } from './weigh-action.ts';

/** What a person asks for; what is left out HQ works out itself. */
export type Act = {
  readonly exceptionId: string;
  readonly kind: ExceptionActionKind;
  readonly note: string;
  readonly storeId?: StoreId | undefined;
  readonly points?: number | undefined;
  readonly amountMinor?: number | undefined;
};

/** The action that is asked for, whole. Null where it makes no sense: nothing to take, or more than the whole of it. */
export function planAction(
  theCase: Case,
  act: Act,
  proposed: Pick<ExceptionAction, 'actionId' | 'proposedBy' | 'proposedAtMs'>,
): ExceptionAction | null {
  const { cost, program, memberId, exception } = theCase;
  const shared = {
    ...proposed,
    exceptionId: exception.exceptionId,
    kind: act.kind,
    note: act.note,
    state: 'awaiting' as const,
    decidedBy: null,
    decidedAtMs: null,
    outcome: null,
    amountMinor: 0,
    points: 0,
    storeId: null,
    memberId: null,
  };
  switch (act.kind) {
    case 'absorb':
    case 'recover':
      return { ...shared, amountMinor: cost.costMinor, points: cost.points, memberId };
    case 'charge-store': {
      const amountMinor = act.amountMinor ?? cost.costMinor;
      const storeId = act.storeId ?? exception.storeId;
      if (amountMinor < 1 || amountMinor > cost.costMinor || storeId === null) return null;
      return { ...shared, amountMinor, points: cost.points, storeId, memberId };
    }
    case 'claw-back': {
      const points = act.points ?? defaultClawBack(theCase);
      if (points < 1 || memberId === null) return null;
      return { ...shared, points, memberId, amountMinor: worthOfPoints(program, points) };
    }
    case 'redrive':
      return { ...shared, ...theCase.givenAway, memberId };
    case 'mark-duplicate':
    case 'close':
      return { ...shared, amountMinor: cost.costMinor, memberId };
  }
}
