import type { ActAnswer, ExceptionActionKind } from '../../app/contract/hq-admin-exceptions.ts';
import { findTwoPersonLimit, hqItself } from '../db/admins.ts';
import type { Admin } from '../db/admins.ts';
import { insertAudit } from '../db/audit.ts';
import { insertChanges } from '../db/changes.ts';
import { classifyDbError } from '../db/db-errors.ts';
import {
  insertExceptionAction,
  listExceptionActions,
  markActionDecided,
} from '../db/exception-actions.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import { lockException } from '../db/exceptions.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import { lockRoot } from './claw-back.ts';
import { gatherCases } from './gather-case.ts';
import type { Case } from './gather-case.ts';
import { performAction } from './perform-action.ts';
import { planAction } from './plan-action.ts';
import type { Act } from './plan-action.ts';
import { isOutdated, pointKinds } from './returned-points.ts';
import { needsNote, needsTwo, weighAction } from './weigh-action.ts';

export type WorkbenchDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly newId: () => string;
};

const triesMax = 4;
/** Beyond, what cannot be applied is for a person alone. */
const ownTriesMax = 3;

/** Pushes lock the same members in another order: who loses does it again. */
async function inTransaction<T>(db: HqDb, work: (trx: HqTrx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (classifyDbError(error) !== 'conflict' || attempt >= triesMax) throw error;
    }
  }
}

/**
 * Does something about an exception, or, above the owner's limit and where points have no price it could be
 * compared with, proposes it until a second person agrees.
 * What is done, the exception's state and the line in the record are one transaction.
 */
export async function actOnException(
  deps: WorkbenchDeps,
  admin: Admin,
  act: Act,
): Promise<ActAnswer> {
  return await inTransaction(deps.db, async (trx): Promise<ActAnswer> => {
    const found = await openCase(trx, act.exceptionId);
    if (found.kind !== 'open') return { kind: found.kind };
    const { theCase, actions } = found;
    if (actions.some(({ state }) => state === 'awaiting')) return { kind: 'already-awaiting' };
    if (!theCase.allowed.includes(act.kind)) return { kind: 'not-allowed' };
    const action = planAction(theCase, act, {
      actionId: deps.newId(),
      proposedBy: admin.adminId,
      proposedAtMs: deps.nowMs(),
    });
    if (action === null) return { kind: 'not-allowed' };
    const weight = weighAction(theCase, action);
    if (needsNote(weight) && action.note === '') return { kind: 'note-needed' };
    if (needsTwo(weight, await findTwoPersonLimit(trx))) {
      await insertExceptionAction(trx, action);
      await note(trx, { admin, action, did: 'proposed', before: 'open', atMs: deps.nowMs() });
      return { kind: 'awaiting' };
    }
    return await carryOut(trx, deps, { admin, theCase, action, isNew: true });
  });
}

/** The second person agrees to what waits, or refuses it. Whoever proposed it may only take it back. */
export async function decideOnAction(
  deps: WorkbenchDeps,
  admin: Admin,
  asked: { readonly exceptionId: string; readonly actionId: string; readonly agree: boolean },
): Promise<ActAnswer> {
  return await inTransaction(deps.db, async (trx): Promise<ActAnswer> => {
    const found = await openCase(trx, asked.exceptionId);
    if (found.kind !== 'open') return { kind: found.kind };
    const { theCase, actions } = found;
    const waiting = actions.find(({ actionId }) => actionId === asked.actionId);
    if (waiting?.state !== 'awaiting') return { kind: 'already-decided' };
    if (asked.agree && waiting.proposedBy === admin.adminId) return { kind: 'same-person' };
    const nowMs = deps.nowMs();
    if (!asked.agree) {
      const refused = { ...waiting, state: 'refused', decidedBy: admin.adminId } as const;
      await markActionDecided(trx, { ...refused, nowMs });
      await note(trx, { admin, action: refused, did: 'refused', before: 'awaiting', atMs: nowMs });
      return { kind: 'refused' };
    }
    const isAllowed = theCase.allowed.includes(waiting.kind as ExceptionActionKind);
    if (!isAllowed || isOutdated(waiting, theCase)) return { kind: 'not-allowed' };
    return await carryOut(trx, deps, { admin, theCase, action: waiting, isNew: false });
  });
}

/**
 * HQ itself takes an event it can read by now, since its update: nobody has to judge that. Exactly once,
 * like any re-drive, and in the record like any other.
 */
export async function redriveByItself(
  deps: WorkbenchDeps,
  exceptionId: string,
): Promise<ActAnswer['kind']> {
  return await inTransaction(deps.db, async (trx) => {
    const found = await openCase(trx, exceptionId);
    if (found.kind !== 'open') return found.kind;
    const { theCase, actions } = found;
    if (actions.some(({ state }) => state === 'awaiting')) return 'already-awaiting';
    if (actions.length >= ownTriesMax) return 'not-allowed';
    const act = { exceptionId, kind: 'redrive', note: '' } as const;
    const about = {
      actionId: deps.newId(),
      proposedBy: hqItself.adminId,
      proposedAtMs: deps.nowMs(),
    };
    const action = planAction(theCase, act, about);
    if (action === null || theCase.event === null || !theCase.allowed.includes('redrive'))
      return 'not-allowed';
    const given = { admin: hqItself, theCase, action, isNew: true };
    return (await carryOut(trx, deps, given)).kind;
  });
}

type OpenCase =
  | { readonly kind: 'not-found' | 'already-decided' }
  | {
      readonly kind: 'open';
      readonly theCase: Case;
      readonly actions: readonly ExceptionAction[];
    };

async function openCase(trx: HqTrx, exceptionId: string): Promise<OpenCase> {
  const exception = await lockException(trx, exceptionId);
  if (exception === null) return { kind: 'not-found' };
  if (exception.state === 'closed') return { kind: 'already-decided' };
  // A refund that comes in at this moment is counted, or it comes after the decision.
  if (pointKinds.includes(exception.kind)) {
    const [before] = await gatherCases(trx, [exception]);
    const buyer = before?.event?.member ?? before?.memberId ?? null;
    if (buyer !== null) await lockRoot(trx, buyer);
  }
  const [theCase] = await gatherCases(trx, [exception]);
  if (theCase === undefined) return { kind: 'not-found' };
  return { kind: 'open', theCase, actions: await listExceptionActions(trx, [exceptionId]) };
}

async function carryOut(
  trx: HqTrx,
  deps: WorkbenchDeps,
  given: {
    readonly admin: Admin;
    readonly theCase: Case;
    readonly action: ExceptionAction;
    readonly isNew: boolean;
  },
): Promise<ActAnswer> {
  const { admin, theCase, action, isNew } = given;
  const nowMs = deps.nowMs();
  const performed = await performAction(trx, { theCase, action, nowMs });
  const { outcome, answer } = performed;
  const state = answer.kind === 'done' ? 'done' : 'without-effect';
  // Alone: nobody else had to agree.
  const decidedBy = admin.adminId;
  const decided = { ...action, state, decidedBy, decidedAtMs: nowMs, outcome } as const;
  if (isNew) await insertExceptionAction(trx, decided);
  else await markActionDecided(trx, { ...decided, nowMs });
  const before = isNew ? 'open' : 'awaiting';
  await note(trx, { admin, action: decided, did: state, before, atMs: nowMs });
  // Last of all, see there.
  await insertChanges(trx, performed.changes);
  return answer;
}

async function note(
  trx: HqTrx,
  line: {
    readonly admin: Admin;
    readonly action: ExceptionAction;
    readonly did: 'proposed' | 'refused' | 'done' | 'without-effect';
    readonly before: string;
    readonly atMs: number;
  },
): Promise<void> {
  const { admin, action, did, before, atMs } = line;
  const { actionId, kind, amountMinor, points, storeId, memberId, outcome } = action;
  await insertAudit(trx, {
    admin,
    action: `exception.${did}`,
    subject: action.exceptionId,
    before: { state: before },
    after: {
      state: did === 'done' ? 'closed' : did === 'proposed' ? 'awaiting' : 'open',
      actionId,
      kind,
      amountMinor,
      points,
      storeId,
      memberId,
      note: action.note,
      outcome,
    },
    atMs,
  });
}
