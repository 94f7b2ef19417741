import { getSyncState } from '../db/sync-state.ts';
import type { SyncState } from '../db/sync-state.ts';
import type { Contact } from './call-hq.ts';
import { createPacer, type Pacer } from './create-pacer.ts';
import { findConnection } from './find-connection.ts';
import type { SyncDeps } from './push-events.ts';
import type { NonceMemory } from './ports.ts';
import { firstMemory, runRound } from './run-round.ts';
import type { RoundMemory, RoundProgress } from './run-round.ts';
import { looksDifferent, syncFacts } from './sync-facts.ts';
import type { SyncFacts } from './sync-facts.ts';
import { firstSchedule, nextSchedule } from './sync-schedule.ts';
import type { Asker, RoundResult, ScheduleEvent, ScheduleState } from './sync-schedule.ts';

export type SyncEngineDeps = SyncDeps & {
  /** From 0 to below 1. */
  readonly random: () => number;
  /** The facts or the data they rest on changed; called often, must be cheap. */
  readonly onChanged: () => void;
  /** A round broke on something that is no trouble of the network: a full disk, a bug. */
  readonly onBroken: (error: unknown) => void;
};

export type SyncEngine = {
  /** Loads what is stored and begins; resolves as soon as `status` tells the truth. */
  readonly start: () => Promise<void>;
  /** Something was recorded (`event`, the default), the network changed, a person looks or pressed the button. */
  readonly requestSync: (by?: Asker) => void;
  readonly status: () => SyncFacts;
  /** Ends the running exchange; afterwards nothing touches the database any more. */
  readonly stop: () => Promise<void>;
};

/** While rows are pulled the screen is told of them this often; anything else is told at once. */
const progressEveryMs = 200;

/** What one engine carries; all of it may be lost, the database holds what must not be. */
type Running = {
  readonly deps: SyncEngineDeps;
  readonly halt: AbortController;
  readonly nonce: NonceMemory;
  schedule: ScheduleState;
  memory: RoundMemory;
  stored: SyncState | null;
  connected: boolean;
  contact: Contact | null;
  /** HQ has answered in the round that is under way. */
  heard: boolean;
  /** When the last round ended; -Infinity before the first. */
  endedAtMs: number;
  working: boolean;
  shown: SyncFacts | null;
  /** Tells of changes, while a pull is under way not with every page: a view takes some 7 ms. */
  readonly tell: Pacer;
  cancelTimer: () => void;
  /** Ends when no round is under way. */
  rounds: Promise<void>;
};

/**
 * Keeps this counter and HQ even, in the background: never on the way of a scan, one round at a
 * time. Without an HQ it sleeps until `requestSync` after enrolment.
 */
export function createSyncEngine(deps: SyncEngineDeps): SyncEngine {
  const halt = new AbortController();
  const engine: Running = {
    deps,
    halt,
    nonce: deps.nonce ?? { last: null },
    tell: createPacer(deps, progressEveryMs, () => {
      if (!halt.signal.aborted) deps.onChanged();
    }),
    schedule: firstSchedule,
    memory: firstMemory,
    stored: null,
    connected: false,
    contact: null,
    heard: false,
    endedAtMs: -Infinity,
    working: false,
    shown: null,
    cancelTimer: () => undefined,
    rounds: Promise.resolve(),
  };
  return {
    start: async () => {
      await reload(engine);
      engine.shown = factsOf(engine);
      if (!engine.halt.signal.aborted) step(engine, { kind: 'start' });
    },
    requestSync: (by = 'event') => {
      // A person does not wait for the next try of a stuck event.
      const { stuck } = engine.memory;
      if (by === 'person') {
        const due = { retryAtMs: 0 };
        const remarks = { ...engine.memory.remarks, ...due };
        engine.memory = { ...engine.memory, stuck: { ...stuck, ...due }, remarks };
      }
      step(engine, { kind: 'ask', by, idleMs: deps.nowMs() - engine.endedAtMs });
    },
    status: () => factsOf(engine),
    stop: async () => {
      step(engine, { kind: 'stop' });
      engine.halt.abort();
      engine.tell.cancel();
      await engine.rounds;
    },
  };
}

function step(engine: Running, event: ScheduleEvent): void {
  const { state, command } = nextSchedule(engine.schedule, event);
  engine.schedule = state;
  if (command.kind === 'none') return;
  engine.cancelTimer();
  engine.cancelTimer = () => undefined;
  if (command.kind === 'run') engine.rounds = engine.rounds.then(() => round(engine));
  if (command.kind === 'wait') {
    const due = (): void => step(engine, { kind: 'due' });
    engine.cancelTimer = engine.deps.timers.setTimer(command.delayMs, due);
  }
}

/** One round; never rejects, because a broken sync must not stop the till. */
async function round(engine: Running): Promise<void> {
  const { deps, halt } = engine;
  const startedAtMs = deps.nowMs();
  let result: RoundResult = { kind: 'failed', reason: 'broken', retryAfterMs: null };
  try {
    const { nonce } = engine;
    const roundDeps = { ...deps, nonce, fetch: haltableFetch(deps, halt.signal) };
    const ended = await runRound(roundDeps, engine.memory, progressOf(engine));
    engine.memory = ended.memory;
    result = ended.result;
    await reload(engine);
  } catch (error) {
    if (!halt.signal.aborted) deps.onBroken(error);
  }
  engine.working = false;
  engine.heard = false;
  engine.endedAtMs = deps.nowMs();
  const elapsedMs = engine.endedAtMs - startedAtMs;
  step(engine, { kind: 'ended', result, elapsedMs, random: deps.random() });
  tellIfChanged(engine);
}

function progressOf(engine: Running): RoundProgress {
  return {
    onHeard: async (contact, working) => {
      engine.contact = contact;
      engine.working = working;
      engine.heard = true;
      await reload(engine);
      tellIfChanged(engine);
    },
    onDataChanged: engine.tell.ask,
  };
}

async function reload(engine: Running): Promise<void> {
  engine.stored = await getSyncState(engine.deps.db);
  engine.connected = (await findConnection(engine.deps.db)) !== null;
}

function factsOf(engine: Running): SyncFacts {
  const { connected, stored, contact, working, heard, schedule } = engine;
  return syncFacts({
    connected,
    stored,
    contact,
    working,
    fetchedPercent: engine.deps.snapshots?.percent() ?? null,
    // That HQ answers the pull says nothing of the event it fails at.
    last: heard && schedule.last?.kind !== 'stuck' ? { kind: 'ok' } : schedule.last,
  });
}

function tellIfChanged(engine: Running): void {
  const before = engine.shown;
  const now = factsOf(engine);
  engine.shown = now;
  if (before !== null && !looksDifferent(before, now)) return;
  // Only the number of rows moved: that is progress. A new state is news.
  if (before?.state === now.state && before.reason === now.reason) engine.tell.ask();
  else engine.tell.now();
}

/** `fetch` that also ends when the engine is stopped, so that the database can be closed. */
function haltableFetch(deps: SyncEngineDeps, halted: AbortSignal): SyncDeps['fetch'] {
  return (url, init) => {
    if (halted.aborted) return Promise.reject(new Error('sync is stopped'));
    return deps.fetch(url, { ...init, signal: AbortSignal.any([init.signal, halted]) });
  };
}
