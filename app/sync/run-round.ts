import { inTransaction } from '../db/handles.ts';
import { listHqKeys } from '../db/hq-keys.ts';
import { hasUntried, rereadSkipped } from '../db/skipped-changes.ts';
import { getSyncState } from '../db/sync-state.ts';
import { askTime } from './ask-time.ts';
import { firstBatchSize, nextBatchSize } from './batch-size.ts';
import type { BatchSize } from './batch-size.ts';
import type { Contact } from './call-hq.ts';
import { findConnection } from './find-connection.ts';
import type { StoredConnection } from './find-connection.ts';
import { heal, healingDue } from './heal.ts';
import { networkWhy } from './network-state.ts';
import type { HqFailure } from './network-state.ts';
import { firstPageRows, nextPageRows } from './page-size.ts';
import { pullChanges } from './pull-changes.ts';
import type { PullOutcome } from './pull-changes.ts';
import { pushEvents } from './push-events.ts';
import type { PushOutcome, SyncDeps, SyncProblem } from './push-events.ts';
import { firstPace, sendRemarks } from './send-remarks.ts';
import type { RemarkPace } from './send-remarks.ts';
import { stepSnapshot } from './step-snapshot.ts';
import { isStuck, mayPush, notStuck, stuckAfter } from './stuck-push.ts';
import type { StuckPush } from './stuck-push.ts';
import type { RoundResult } from './sync-schedule.ts';

/** What is carried from round to round. */
export type RoundMemory = {
  readonly size: BatchSize;
  /** How many rows the next pull may bring. */
  readonly pageRows: number;
  /** Rounds in a row that could not reach HQ. */
  readonly unreachableRounds: number;
  /** HQ fails at the oldest event while it answers all else. */
  readonly stuck: StuckPush;
  readonly remarks: RemarkPace;
};

export const firstMemory: RoundMemory = {
  size: firstBatchSize,
  pageRows: firstPageRows,
  unreachableRounds: 0,
  stuck: notStuck,
  remarks: firstPace,
};

/** What a round tells while it runs. */
export type RoundProgress = {
  /** HQ answered. `working`: there is more to send or to fetch than fits one exchange. */
  readonly onHeard: (contact: Contact, working: boolean) => Promise<void>;
  /** Something was written to the database that people may see. */
  readonly onDataChanged: () => void;
};

const deadlineMs = 15_000;
/** While HQ is out of reach, a try must not hang longer than the shop waits to see it back. */
const probeDeadlineMs = 5_000;
/** Every so many probes one has the full time, for a link too slow for the short one. */
const patientEvery = 3;
/** A round ends here, however much there is; the next one goes on. */
const stepsMax = 2_000;
/** More steps of healing than this in one round, or a second new install, and it waits for the next round. */
const healsMax = 8;

type Step = {
  readonly push: PushOutcome;
  readonly pull: PullOutcome;
  readonly memory: RoundMemory;
};

/**
 * One round: batches up and pages down in turns until both sides are even. Uploads that are stuck
 * do not hold back the downloads and are not tried again in the same round; only a network that is
 * gone ends the round at once.
 */
export async function runRound(
  deps: SyncDeps,
  before: RoundMemory,
  progress: RoundProgress,
): Promise<RoundEnd> {
  const ended = await playRound(deps, before, progress);
  const isClock = ended.result.kind === 'failed' && ended.result.reason === 'clock';
  return isClock ? { ...ended, result: await lookAtClock(deps, ended.result) } : ended;
}

type RoundEnd = { readonly result: RoundResult; readonly memory: RoundMemory };

/** A certificate does not hold today: whose fault it is, if HQ can still tell us the time. */
async function lookAtClock(deps: SyncDeps, result: RoundResult): Promise<RoundResult> {
  const connection = await findConnection(deps.db);
  if (connection === null || result.kind !== 'failed') return result;
  const keys = await listHqKeys(deps.db);
  const verdict = await askTime(deps, { origin: connection.origin, keys });
  if (verdict.kind === 'certificate') return { ...result, reason: 'hq-certificate' };
  return verdict.kind === 'unknown' ? result : { ...result, hqOffsetMs: verdict.hqOffsetMs };
}

async function playRound(
  deps: SyncDeps,
  before: RoundMemory,
  progress: RoundProgress,
): Promise<RoundEnd> {
  let memory = before;
  let failedPush: HqFailure | null = null;
  let tries = { heals: 0, reinstalls: 0 };
  const done = (result: RoundResult) => ({
    result,
    memory: { ...memory, unreachableRounds: unreachableAfter(before, result) },
  });
  for (let i = 0; i < stepsMax; i++) {
    const connection = await findConnection(deps.db);
    if (connection === null) return done({ kind: 'local' });
    const { size } = memory;
    const turn = await stepSnapshot(deps, connection, { size, deadlineMs, ...progress });
    if (turn.kind === 'failed') return done(failed(turn));
    if (turn.kind === 'again') continue;
    if (i === 0 && before.unreachableRounds > 0) {
      const probed = await probe(deps, connection, before, progress);
      if (probed.kind === 'failed') return done(failed(probed));
    }
    const healed = await heal(deps, connection, deadlineMs);
    if (healed.kind === 'failed') return done(failed(healed));
    if (healed.kind === 'beyond-us')
      return done({ kind: 'problem', problem: await findProblem(deps) });
    if (healed.kind === 'healed') {
      progress.onDataChanged();
      tries = {
        heals: tries.heals + 1,
        reinstalls: tries.reinstalls + (healed.reinstalled ? 1 : 0),
      };
      if (tries.heals <= healsMax && tries.reinstalls <= 1) continue;
      return done({ kind: 'problem', problem: await findProblem(deps) });
    }
    const pushes = failedPush === null && mayPush(memory.stuck, deps.nowMs());
    const step = await runStep(deps, connection, { memory, progress, pushes });
    if (pushes) memory = { ...step.memory, stuck: stuckOf(deps, memory, step) };
    else memory = step.memory;
    if (step.push.kind === 'failed') failedPush = step.push;
    if (step.pull.kind === 'failed') return done(failed(step.pull));
    if (step.pull.kind === 'problem' || step.push.kind === 'problem') continue;
    // Only now: had HQ been put back meanwhile, the old place would have told.
    if (await readAgain(deps)) continue;
    if (hasMore(step) || healingDue(await getSyncState(deps.db)) !== null) continue;
    // What was remarked goes behind the events, but does not wait for one HQ fails at.
    if (failedPush === null || isStuck(memory.stuck)) {
      const remarks = await sendRemarks(deps, connection, { pace: memory.remarks, deadlineMs });
      memory = { ...memory, remarks };
    }
    if (isStuck(memory.stuck)) return done({ kind: 'stuck' });
    if (failedPush !== null) return done(failed(failedPush));
    return done({ kind: 'ok' });
  }
  return done({ kind: 'ok' });
}

/** What an earlier version of the app could not read is read again by this one; true = there is something to read. */
async function readAgain({ db, host }: SyncDeps): Promise<boolean> {
  const appVersion = host?.appVersion ?? '';
  if (appVersion === '' || !(await hasUntried(db, appVersion))) return false;
  return await inTransaction(db, (trx) => rereadSkipped(trx, appVersion));
}

/** What is the matter when putting it right did not help; a fork unless the database says otherwise. */
async function findProblem(deps: SyncDeps): Promise<SyncProblem> {
  const { problem } = await getSyncState(deps.db);
  return problem === 'timeline' || problem === 'unknown-install' ? problem : 'fork';
}

/** A small fetch to see whether HQ is there again; what it brings is applied like any page. */
async function probe(
  deps: SyncDeps,
  connection: StoredConnection,
  before: RoundMemory,
  progress: RoundProgress,
): Promise<PullOutcome> {
  const patient = before.unreachableRounds % patientEvery === 0;
  const pull = await pullChanges(deps, connection, {
    limit: 1,
    deadlineMs: patient ? deadlineMs : probeDeadlineMs,
  });
  await tell(pull, progress, true);
  return pull;
}

function stuckOf(deps: SyncDeps, { stuck, size }: RoundMemory, step: Step): StuckPush {
  const { push, pull } = step;
  return stuckAfter(stuck, { push, pull, eventsMax: size.eventsMax, nowMs: deps.nowMs() });
}

async function runStep(
  deps: SyncDeps,
  connection: StoredConnection,
  {
    memory,
    progress,
    pushes,
  }: {
    readonly memory: RoundMemory;
    readonly progress: RoundProgress;
    /** False = only fetch. */
    readonly pushes: boolean;
  },
): Promise<Step> {
  const push: PushOutcome = pushes
    ? await pushEvents(deps, connection, { size: memory.size, deadlineMs })
    : { kind: 'nothing-to-send' };
  if (push.kind === 'acked') {
    progress.onDataChanged();
    await progress.onHeard(push.contact, push.more);
  }
  const after = { ...memory, size: sizeAfter(memory.size, push) };
  // With the network gone the fetch would only wait for the same end.
  if (push.kind === 'failed' && endsRound(push)) return { push, pull: push, memory: after };
  const pull = await pullChanges(deps, connection, { limit: memory.pageRows, deadlineMs });
  await tell(pull, progress, pull.kind === 'page' && pull.more);
  return { push, pull, memory: { ...after, pageRows: pageRowsAfter(memory.pageRows, pull) } };
}

async function tell(pull: PullOutcome, progress: RoundProgress, working: boolean): Promise<void> {
  if (pull.kind !== 'page') return;
  if (pull.rowCount + pull.skippedCount > 0) progress.onDataChanged();
  await progress.onHeard(pull.contact, working);
}

function hasMore({ push, pull }: Step): boolean {
  if (pull.kind === 'superseded' || push.kind === 'superseded' || push.kind === 'too-large')
    return true;
  if (push.kind === 'acked' && push.more) return true;
  return pull.kind === 'page' && pull.more;
}

function endsRound({ reason }: HqFailure): boolean {
  return reason === 'unreachable' || reason === 'not-hq' || reason === 'clock';
}

function sizeAfter(size: BatchSize, push: PushOutcome): BatchSize {
  if (push.kind === 'acked') return nextBatchSize(size, true);
  // Sent away unread because many came at once: nothing is said of its size.
  if (push.kind === 'failed' && push.code === 'http-429') return size;
  const shrinks =
    push.kind === 'failed' && (push.reason === 'unreachable' || push.reason === 'hq-failing');
  return shrinks || push.kind === 'too-large' ? nextBatchSize(size, false) : size;
}

function pageRowsAfter(pageRows: number, pull: PullOutcome): number {
  if (pull.kind !== 'page') return pageRows;
  const { rowCount, skippedCount, heldMs } = pull;
  return nextPageRows(pageRows, { rowCount: rowCount + skippedCount, heldMs });
}

function unreachableAfter(before: RoundMemory, result: RoundResult): number {
  const unreachable = result.kind === 'failed' && result.reason === 'unreachable';
  return unreachable ? before.unreachableRounds + 1 : 0;
}

function failed(failure: HqFailure): RoundResult {
  const { reason, retryAfterMs } = failure;
  const why = networkWhy(failure);
  return { kind: 'failed', reason, retryAfterMs, ...(why === null ? {} : { why }) };
}
