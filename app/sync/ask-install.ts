import { installAnswerSchema } from '../contract/install.ts';
import type { InstallAnswer, ReinstallReason } from '../contract/install.ts';
import { startDropping } from '../db/drop-view.ts';
import { findBrokenLink, findChainHash, setAcked } from '../db/events.ts';
import { inTransaction } from '../db/handles.ts';
import type { Trx } from '../db/handles.ts';
import { learnHqKeys } from '../db/hq-keys.ts';
import { findCurrentInstall, markInstallSaid } from '../db/installs.ts';
import type { Install } from '../db/installs.ts';
import {
  getSyncState,
  keepCursor,
  markHealed,
  setOfferDue,
  setSyncProblem,
} from '../db/sync-state.ts';
import type { SyncState } from '../db/sync-state.ts';
import { callHq } from './call-hq.ts';
import type { StoredConnection } from './find-connection.ts';
import { judgeInstall } from './judge-install.ts';
import { failure } from './network-state.ts';
import type { HqFailure } from './network-state.ts';
import type { SyncDeps } from './push-events.ts';

/** What asking HQ about our own install came to. */
export type AskOutcome =
  /** Both tell the same story again; whatever HQ lacks goes out, whatever it told before is read anew. */
  | { readonly kind: 'agreed' }
  /** This install cannot go on. */
  | { readonly kind: 'reinstall'; readonly reason: ReinstallReason }
  | { readonly kind: 'superseded' }
  /** HQ is of before 0.3 and cannot be asked: a person must help. */
  | { readonly kind: 'cannot-ask' }
  | HqFailure;

/**
 * Something does not fit (another timeline, a fork, a gap, a place in the stream HQ does not have): asks HQ
 * what it holds of this install, compares it hash by hash with what was recorded here, and goes on from
 * there. Changes nothing unless HQ's answer is signed by the keys we know.
 */
export async function askInstall(
  deps: SyncDeps,
  connection: StoredConnection,
  deadlineMs: number,
): Promise<AskOutcome> {
  const { cursor, cursorMark } = await getSyncState(deps.db);
  const mark = cursorMark === null ? '' : `&mark=${cursorMark}`;
  const path = `/v1/sync/install?cursor=${cursor}${mark}`;
  const request = { method: 'GET', path, deadlineMs } as const;
  const exchange = await callHq(deps, connection, request, installAnswerSchema);
  if (exchange.kind === 'failed') return exchange;
  if (exchange.kind === 'refused') {
    const { error } = exchange.error;
    if (error === 'unknown-install') return { kind: 'reinstall', reason: error };
    return error === 'not-found' ? { kind: 'cannot-ask' } : exchange.failure;
  }
  const { value: answer, contact } = exchange;
  if (answer.inst !== connection.installId) return failure('not-hq', 'install-of-another');
  const asked = { cursor, cursorMark };
  return await inTransaction(deps.db, (trx) =>
    compare(trx, { answer, connection, asked, nowMs: contact.atMs }),
  );
}

type Compared = {
  readonly answer: InstallAnswer;
  readonly connection: StoredConnection;
  readonly asked: Pick<SyncState, 'cursor' | 'cursorMark'>;
  readonly nowMs: number;
};

async function compare(trx: Trx, given: Compared): Promise<AskOutcome> {
  const { answer, connection, asked, nowMs } = given;
  const install = await findCurrentInstall(trx);
  const state = await getSyncState(trx);
  const isStill = state.cursor === asked.cursor && state.cursorMark === asked.cursorMark;
  if (install?.installId !== connection.installId || !isStill) return { kind: 'superseded' };
  const learned = await learnHqKeys(trx, { document: answer.keys, nowMs, afresh: false });
  if (learned.kind === 'not-trusted') return failure('not-hq', 'hq-keys');
  const { installId, lastSeq } = install;
  const hashAtLast = await findChainHash(trx, { installId, seq: answer.last });
  const isOther = judgeInstall(answer, { lastSeq, hashAtLast }) === 'other';
  if (isOther || (state.problem === 'fork' && (await isBroken(trx, install, answer.last)))) {
    await setSyncProblem(trx, 'fork');
    return { kind: 'reinstall', reason: 'fork' };
  }
  const { confirmed, certificate, last: through, head } = answer;
  await markInstallSaid(trx, { installId, confirmed, certificate });
  await setAcked(trx, { installId, through, head });
  await goOn(trx, { answer, state, ackedBefore: install.ackedSeq, nowMs });
  await setSyncProblem(trx, null);
  return { kind: 'agreed' };
}

/** HQ refuses events whose stored chain does not add up, though it agrees up to its last: a damaged file. */
async function isBroken(trx: Trx, { installId }: Install, last: number): Promise<boolean> {
  return (await findBrokenLink(trx, { installId, afterSeq: last })) !== null;
}

/** What has to be read anew and offered again, when HQ's past is another one than before. */
async function goOn(
  trx: Trx,
  given: {
    readonly answer: InstallAnswer;
    readonly state: SyncState;
    readonly ackedBefore: number;
    readonly nowMs: number;
  },
): Promise<void> {
  const { answer, state, ackedBefore, nowMs } = given;
  const isAnother = state.timeline !== null && state.timeline !== answer.tl;
  const isRestored = isAnother || !answer.cursorValid || answer.last < ackedBefore;
  // A place without a mark proves nothing across timelines: only the same number.
  const isPlaceKept =
    answer.cursorValid && (!isAnother || state.cursor === 0 || state.cursorMark !== null);
  if (isPlaceKept && !state.isDropping) await keepCursor(trx, answer.tl);
  else await startDropping(trx, answer.tl);
  if (!isRestored) return;
  await setOfferDue(trx);
  await markHealed(trx, { kind: 'hq-restored', atMs: nowMs });
}
