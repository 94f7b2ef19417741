import { protocolVersion, pushAnswerSchema } from '../contract/sync.ts';
import type { HqError, PushAnswer, PushRequest } from '../contract/sync.ts';
import { listUnsent, markAcked } from '../db/events.ts';
import type { UnsentEvent } from '../db/events.ts';
import { inTransaction } from '../db/handles.ts';
import type { Db, Trx } from '../db/handles.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { getSyncState, setSyncProblem } from '../db/sync-state.ts';
import type { BatchSize } from './batch-size.ts';
import { callHq } from './call-hq.ts';
import type { Contact } from './call-hq.ts';
import type { StoredConnection } from './find-connection.ts';
import { failure } from './network-state.ts';
import type { SnapshotTaker } from './take-snapshot.ts';
import type { HqFailure } from './network-state.ts';
import type { HqDeps } from './ports.ts';

/**
 * Something does not fit: this counter and HQ tell different stories (`fork`), HQ's past is another one
 * (`timeline`: it came back from a backup), or HQ does not know us (`unknown-install`). See `heal`.
 */
export type SyncProblem = 'fork' | 'timeline' | 'unknown-install';

/** What one push came to. */
export type PushOutcome =
  | { readonly kind: 'nothing-to-send' }
  /** `more`: further events wait behind this batch. */
  | {
      readonly kind: 'acked';
      readonly count: number;
      readonly more: boolean;
      readonly contact: Contact;
    }
  /** Fewer at once, please. */
  | { readonly kind: 'too-large' }
  /** This install was replaced while the request was under way; the answer no longer matters. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'problem'; readonly problem: SyncProblem }
  | HqFailure;

export type SyncDeps = HqDeps & {
  readonly db: Db;
  /** What a re-install tells HQ about this machine. */
  readonly host?: { readonly hostName: string; readonly appVersion: string };
  /** Brings a fresh counter its first view as one file; left out = always by rows. */
  readonly snapshots?: SnapshotTaker;
};

/**
 * Sends one batch of unsent events, oldest first. Acked only if HQ names this install, the last seq
 * of this batch, the timeline we know, and the very hash we hold there; so no captive portal, no
 * other HQ and no late answer from before a restore can make an unsent event count as sent.
 */
export async function pushEvents(
  deps: SyncDeps,
  connection: StoredConnection,
  given: { readonly size: BatchSize; readonly deadlineMs: number },
): Promise<PushOutcome> {
  const { eventsMax, bytesMax } = given.size;
  const batch = await listUnsent(deps.db, { limit: eventsMax, bytesMax });
  const [first, last] = [batch[0], batch.at(-1)];
  if (first === undefined || last === undefined) return { kind: 'nothing-to-send' };
  if (first.installId !== connection.installId) return { kind: 'superseded' };
  const body: PushRequest = {
    proto: protocolVersion,
    inst: connection.installId,
    from: first.seq,
    events: batch.map((event) => event.rawBody),
    head: last.hash,
  };
  const request = {
    method: 'POST',
    path: '/v1/sync/push',
    body,
    deadlineMs: given.deadlineMs,
  } as const;
  const exchange = await callHq(deps, connection, request, pushAnswerSchema);
  if (exchange.kind === 'failed') return exchange;
  if (exchange.kind === 'refused') {
    return await readRefusal(deps.db, batch, exchange.error, exchange.failure);
  }
  return await readAnswer(deps.db, batch, exchange.value, exchange.contact);
}

async function readAnswer(
  db: Db,
  batch: readonly UnsentEvent[],
  answer: PushAnswer,
  contact: Contact,
): Promise<PushOutcome> {
  const last = batch.at(-1);
  if (last === undefined) throw new Error('an answer to an empty batch');
  if (answer.inst !== last.installId || answer.through !== last.seq)
    return failure('not-hq', 'ack-of-another');
  return await inTransaction(db, async (trx): Promise<PushOutcome> => {
    const { timeline } = await getSyncState(trx);
    if (timeline !== answer.tl) return await setProblem(trx, 'timeline');
    const install = await findCurrentInstall(trx);
    if (install?.installId !== last.installId) return { kind: 'superseded' };
    // Somebody else pushes under our name, or this PC runs on an old copy of its disk.
    if (answer.hqLast > install.lastSeq) return await setProblem(trx, 'fork');
    const ack = await markAcked(trx, {
      installId: last.installId,
      through: answer.through,
      head: answer.head,
    });
    if (ack.kind === 'acked') {
      return { kind: 'acked', count: batch.length, more: last.seq < install.lastSeq, contact };
    }
    // A real fork is said by HQ in words (409); a wrong hash alone is only no ack.
    return failure('not-hq', 'ack-hash');
  });
}

async function readRefusal(
  db: Db,
  batch: readonly UnsentEvent[],
  error: HqError,
  failed: HqFailure,
): Promise<PushOutcome> {
  const problem = problemOf(error);
  if (problem !== null) return await inTransaction(db, (trx) => setProblem(trx, problem));
  if (error.error === 'too-large' && batch.length > 1) return { kind: 'too-large' };
  const first = batch[0];
  if (error.error !== 'gap' || first === undefined) return failed;
  const { last } = error;
  // A gap can only lie before this batch.
  if (last === undefined || last >= first.seq - 1) return failure('not-hq', 'gap-without-a-gap');
  // HQ lacks events it had acked: it came back from a backup. What it holds is compared first.
  return await inTransaction(db, (trx) => setProblem(trx, 'timeline'));
}

/** A refusal that says the two sides do not tell the same story. */
export function problemOf({ error }: HqError): SyncProblem | null {
  if (error === 'fork' || error === 'unknown-install') return error;
  return error === 'ahead' ? 'timeline' : null;
}

async function setProblem(trx: Trx, problem: SyncProblem): Promise<PushOutcome> {
  await setSyncProblem(trx, problem);
  return { kind: 'problem', problem };
}
