import type { ActionNeeds, ExceptionActionKind } from '../../app/contract/hq-admin-exceptions.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import type { Case } from './gather-case.ts';
import { planAction } from './plan-action.ts';
import { clawBackAloneMax, hasPrice, needsNote, needsTwo, weighAction } from './weigh-action.ts';

/** What each of these actions will take, weighed as it will be when somebody asks for it. */
export function needsOfActions(
  theCase: Case,
  kinds: readonly ExceptionActionKind[],
  limitMinor: number,
): ActionNeeds[] {
  return kinds.map((kind) => {
    const weight = weighAction(theCase, plainAction(theCase, kind));
    const two = needsTwo(weight, limitMinor);
    const isPriced = two ? !weight.isUnpriced : hasPrice(theCase.program);
    return {
      kind,
      note: needsNote(weight),
      two,
      pointsAloneMax: kind === 'claw-back' ? clawBackAloneMax(theCase, limitMinor) : null,
      why: isPriced ? 'limit' : 'unpriced',
    };
  });
}

/** As it is asked for without figures of one's own. How many points are clawed back is weighed apart. */
function plainAction(
  theCase: Case,
  kind: ExceptionActionKind,
): Pick<ExceptionAction, 'kind' | 'amountMinor' | 'points'> {
  const nobody = { actionId: '', proposedBy: null, proposedAtMs: 0 };
  const act = { exceptionId: theCase.exception.exceptionId, kind, note: '' };
  const planned = kind === 'claw-back' ? null : planAction(theCase, act, nobody);
  return planned ?? { kind, amountMinor: 0, points: 0 };
}
