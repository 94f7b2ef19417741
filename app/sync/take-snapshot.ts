import { snapshotAnswerSchema } from '../contract/snapshot.ts';
import type { ReadySnapshot } from '../contract/snapshot.ts';
import { inTransaction } from '../db/handles.ts';
import { DatabaseGoneError } from '../db/open-database.ts';
import {
  dropSnapshotFetch,
  findSnapshotFetch,
  keepSnapshotFetch,
  wantsSnapshot,
} from '../db/snapshot-fetch.ts';
import { ownSchemaVersion, type SnapshotPort } from '../db/snapshot-port.ts';
import { getSyncState } from '../db/sync-state.ts';
import { callHq } from './call-hq.ts';
import type { Contact } from './call-hq.ts';
import { fetchChunk } from './fetch-chunk.ts';
import type { StoredConnection } from './find-connection.ts';
import type { HqFailure } from './network-state.ts';
import type { SyncDeps } from './push-events.ts';

/** What one step came to. */
export type SnapshotStep =
  /** No snapshot, or no more of one: go on by rows. */
  | { readonly kind: 'over' }
  /**
   * Step again before fetching rows. `mayPush`: what is sent to HQ now comes after the snapshot in its
   * stream; before that is sure nothing may be sent, or this counter would get its own sales twice.
   */
  | { readonly kind: 'busy'; readonly mayPush: boolean; readonly contact: Contact | null }
  /** The database is another file now: everything changed. */
  | { readonly kind: 'swapped' }
  | HqFailure;

/** Brings a fresh counter of a big chain its first view as one file. */
export type SnapshotTaker = {
  /** The next bit of work, some seconds at most. */
  readonly step: (deps: SyncDeps, connection: StoredConnection) => Promise<SnapshotStep>;
  /** How much of it is here, 0 to 100; null while none is fetched. */
  readonly percent: () => number | null;
  /** Ends the thread; what is here stays for the next start. */
  readonly stop: () => Promise<void>;
};

export type SnapshotTakerDeps = {
  readonly port: SnapshotPort;
  /** Why a snapshot was not used after all. */
  readonly onGivenUp: (why: string) => void;
};

const askDeadlineMs = 15_000;
const chunkDeadlineMs = 120_000;
/** HQ may need so long to build one; after that this counter goes by rows. */
const buildMsMax = 5 * 60_000;
/** Chunks under way at a time: the next comes in while one is hashed and written. */
const atOnce = 2;
/** Chunks fetched in one step; between two steps events are sent. */
const chunksPerStep = 24;
/** A snapshot that is gone at HQ is asked for anew so often, and a chunk that is wrong is fetched again. */
const asksMax = 3;
const badChunksMax = 1;
/** How often in a row HQ may fail at it. */
const failuresMax = 4;

type Taking = {
  readonly given: SnapshotTakerDeps;
  isOver: boolean;
  snapshot: ReadySnapshot | null;
  /** Null until the thread has looked at what is here. */
  have: boolean[] | null;
  waitedMs: number;
  asks: number;
  badChunks: number;
  failures: number;
};

/** A taker for one run of the engine; what it forgets with it stands in the database and beside it. */
export function createSnapshotTaker(given: SnapshotTakerDeps): SnapshotTaker {
  const taking: Taking = {
    given,
    isOver: false,
    snapshot: null,
    have: null,
    waitedMs: 0,
    asks: 0,
    badChunks: 0,
    failures: 0,
  };
  return {
    step: async (deps, connection) => {
      if (taking.isOver) return { kind: 'over' };
      try {
        return await bounded(taking, deps, await step(taking, deps, connection));
      } catch (error) {
        if (error instanceof DatabaseGoneError) throw error;
        // A full or broken disk, a thread that died: rows need neither.
        return await giveUp(taking, deps, whyOf(error));
      }
    },
    percent: () => {
      const { have, isOver } = taking;
      if (isOver || have === null) return null;
      return Math.floor((100 * have.filter(Boolean).length) / have.length);
    },
    stop: () => given.port.end('keep'),
  };
}

/** A line that is gone comes back; what HQ cannot do five times it will not do soon, but rows it may give. */
async function bounded(taking: Taking, deps: SyncDeps, taken: SnapshotStep): Promise<SnapshotStep> {
  if (taken.kind !== 'failed') taking.failures = 0;
  else if (taken.reason !== 'unreachable') taking.failures += 1;
  return taking.failures > failuresMax ? await giveUp(taking, deps, 'hq-failing') : taken;
}

async function step(
  taking: Taking,
  deps: SyncDeps,
  connection: StoredConnection,
): Promise<SnapshotStep> {
  const { installId } = connection;
  const wants = await wantsSnapshot(deps.db, installId);
  if (wants === 'no') return await giveUp(taking, deps, null);
  taking.snapshot ??= await findSnapshotFetch(deps.db, installId);
  if (taking.snapshot === null) {
    if (wants === 'may-ask') return await ask(taking, deps, connection);
    return await giveUp(taking, deps, null);
  }
  const { port } = taking.given;
  taking.have ??= [...(await port.open(taking.snapshot))];
  if (taking.have.includes(false)) return await fetchSome(taking, deps, connection);
  return await finish(taking, deps, connection);
}

async function ask(
  taking: Taking,
  deps: SyncDeps,
  connection: StoredConnection,
): Promise<SnapshotStep> {
  const path = `/v1/snapshot?schema=${ownSchemaVersion}`;
  const request = { method: 'GET', path, deadlineMs: askDeadlineMs } as const;
  const exchange = await callHq(deps, connection, request, snapshotAnswerSchema);
  if (exchange.kind === 'failed') return exchange;
  // `not-found`: an HQ of before this came to be.
  if (exchange.kind === 'refused') {
    const isUnknown = exchange.error.error === 'not-found';
    return isUnknown ? await giveUp(taking, deps, null) : exchange.failure;
  }
  const { value: answer, contact } = exchange;
  const { outcome } = answer;
  const { timeline } = await getSyncState(deps.db);
  if (outcome.kind === 'none' || answer.tl !== timeline) return await giveUp(taking, deps, null);
  if (outcome.kind === 'building') {
    if (taking.waitedMs >= buildMsMax) return await giveUp(taking, deps, 'build-too-long');
    taking.waitedMs += outcome.retryAfterMs;
    await new Promise<void>((resolve) => void deps.timers.setTimer(outcome.retryAfterMs, resolve));
    return { kind: 'busy', mayPush: false, contact };
  }
  const { given } = taking;
  if (outcome.schemaVersion !== ownSchemaVersion) return await giveUp(taking, deps, 'schema');
  if (!(await given.port.hasRoom(outcome.bytes))) return await giveUp(taking, deps, 'disk-full');
  taking.asks += 1;
  if (taking.asks > asksMax) return await giveUp(taking, deps, 'gone-at-hq');
  const { installId } = connection;
  await inTransaction(deps.db, (trx) => keepSnapshotFetch(trx, { installId, snapshot: outcome }));
  taking.snapshot = outcome;
  taking.have = null;
  return { kind: 'busy', mayPush: true, contact };
}

async function fetchSome(
  taking: Taking,
  deps: SyncDeps,
  connection: StoredConnection,
): Promise<SnapshotStep> {
  const { snapshot, have } = taking;
  if (snapshot === null || have === null) throw new Error('nothing is fetched');
  const missing = have.flatMap((isHere, n) => (isHere ? [] : [n])).slice(0, chunksPerStep);
  let ended: SnapshotStep | null = null;
  const work = async (): Promise<void> => {
    let memory: ArrayBuffer = new ArrayBuffer(snapshot.chunkBytes);
    for (let n = missing.shift(); n !== undefined && ended === null; n = missing.shift()) {
      const one = await fetchOne(taking, deps, { connection, snapshot, n, memory });
      if (!(one instanceof ArrayBuffer)) ended = one;
      else memory = one;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (ended !== null) return ended;
  const { hqOffsetMs } = await getSyncState(deps.db);
  const contact = { atMs: deps.nowMs(), hqOffsetMs: hqOffsetMs ?? 0 };
  return { kind: 'busy', mayPush: true, contact };
}

/** It is here: the memory, to be used again. */
async function fetchOne(
  taking: Taking,
  deps: SyncDeps,
  given: {
    readonly connection: StoredConnection;
    readonly snapshot: ReadySnapshot;
    readonly n: number;
    readonly memory: ArrayBuffer;
  },
): Promise<SnapshotStep | ArrayBuffer> {
  const { connection, snapshot, n, memory: into } = given;
  const { chunkBytes, bytes: all, id } = snapshot;
  const bytes = Math.min(chunkBytes, all - n * chunkBytes);
  const path = `/v1/snapshot/${id}/chunks/${n}`;
  const request = { path, bytes, into, deadlineMs: chunkDeadlineMs };
  const fetched = await fetchChunk(deps, connection, request);
  if (fetched.kind === 'failed') return fetched;
  if (fetched.kind === 'gone') {
    await forget(taking, deps);
    return { kind: 'busy', mayPush: false, contact: null };
  }
  const { isGood, memory } = await taking.given.port.write(n, bytes, into);
  if (isGood) {
    taking.have?.splice(n, 1, true);
    return memory;
  }
  taking.badChunks += 1;
  if (taking.badChunks > badChunksMax) return await giveUp(taking, deps, 'checksum');
  return { kind: 'busy', mayPush: true, contact: null };
}

async function finish(
  taking: Taking,
  deps: SyncDeps,
  { installId }: StoredConnection,
): Promise<SnapshotStep> {
  const { snapshot, given } = taking;
  const { timeline } = await getSyncState(deps.db);
  if (snapshot === null || timeline === null) throw new Error('nothing is fetched');
  const why = await given.port.finish();
  if (why !== null) return await giveUp(taking, deps, why);
  const swapped = await given.port.swap(snapshot, { installId, timeline });
  if (swapped.kind !== 'swapped') return await giveUp(taking, deps, swapped.kind);
  taking.isOver = true;
  await given.port.end('drop');
  return { kind: 'swapped' };
}

/** HQ has another one by now. */
async function forget(taking: Taking, deps: SyncDeps): Promise<void> {
  await inTransaction(deps.db, dropSnapshotFetch);
  taking.snapshot = null;
  taking.have = null;
}

/** By rows from now on; null = there is nothing to tell. */
async function giveUp(taking: Taking, deps: SyncDeps, why: string | null): Promise<SnapshotStep> {
  taking.isOver = true;
  if (why !== null) taking.given.onGivenUp(why);
  if (taking.snapshot !== null) await forget(taking, deps);
  await taking.given.port.end('drop');
  return { kind: 'over' };
}

function whyOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return 'disk-full';
  return code === '' ? (error instanceof Error ? error.message : 'unknown') : code;
}
