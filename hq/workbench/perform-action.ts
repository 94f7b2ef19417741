import type { ActAnswer } from '../../app/contract/hq-admin-exceptions.ts';
import { redriveEvent } from '../apply/redrive-event.ts';
import type { NewChange } from '../db/changes.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import { listOpenExceptionsOf, markExceptionClosed } from '../db/exceptions.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertPostings, publicPosting } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';
import { quarantineKinds } from './allowed-actions.ts';
import { planClawBack, planForgiveness } from './claw-back.ts';
import { overdrawnPoints } from './exception-cost.ts';
import type { Case } from './gather-case.ts';

/** What an action came to. `changes` are for the counters, to be written last in the transaction. */
export type Performed = {
  readonly answer: ActAnswer;
  readonly outcome: Record<string, unknown>;
  readonly changes: readonly NewChange[];
};

type Input = { readonly theCase: Case; readonly action: ExceptionAction; readonly nowMs: number };

/** Does what was decided, and closes the exception unless it had no effect. */
export async function performAction(trx: HqTrx, input: Input): Promise<Performed> {
  const { theCase, action } = input;
  const performed = await perform(trx, input);
  if (performed.answer.kind === 'done') await markExceptionClosed(trx, action.exceptionId);
  const { eid } = theCase.exception;
  if (action.kind === 'redrive' && performed.answer.kind === 'done' && eid !== null) {
    // The same quarantine may have been noted more than once.
    const others = await listOpenExceptionsOf(trx, eid);
    for (const other of others) {
      if (quarantineKinds.includes(other.kind)) await markExceptionClosed(trx, other.exceptionId);
    }
  }
  return performed;
}

async function perform(trx: HqTrx, { theCase, action, nowMs }: Input): Promise<Performed> {
  const { exception, own, event } = theCase;
  const { actionId, exceptionId, points, memberId } = action;
  if (action.kind === 'redrive' && own !== null) {
    const redriven = await redriveEvent(trx, { event: own, nowMs });
    if (redriven.kind === 'still-unfit') {
      const { why } = redriven;
      return { answer: { kind: 'still-unfit', why }, outcome: { why }, changes: [] };
    }
    const { status, changes } = redriven;
    return { answer: { kind: 'done' }, outcome: { status }, changes };
  }
  if (action.kind === 'claw-back' && memberId !== null) {
    const input = { actionId, exceptionId, memberId, points, nowMs };
    return await post(trx, await planClawBack(trx, input));
  }
  const bearsPoints = action.kind === 'absorb' || action.kind === 'charge-store';
  if (bearsPoints && exception.kind === 'overdraft' && event?.type === 'award') {
    const overdrawn = overdrawnPoints(exception.detail);
    return await post(trx, await planForgiveness(trx, event, { points: overdrawn, nowMs }));
  }
  return { answer: { kind: 'done' }, outcome: {}, changes: [] };
}

async function post(trx: HqTrx, posting: NewPosting | null): Promise<Performed> {
  if (posting === null) return { answer: { kind: 'done' }, outcome: {}, changes: [] };
  await insertPostings(trx, [posting]);
  const { postingId, detail } = posting;
  const points = posting.entries.reduce((sum, entry) => sum + entry.points, 0);
  return {
    answer: { kind: 'done' },
    outcome: { postingId, points, owed: detail['owed'] ?? 0 },
    changes: [{ kind: 'posting', posting: publicPosting(posting) }],
  };
}
