import type { CounterDeps } from '../../app/counter/ports.ts';
import type { Db } from '../../app/db/handles.ts';
import type { HqDeps as SyncHqDeps, NonceMemory } from '../../app/sync/ports.ts';
import { firstMemory, type RoundMemory } from '../../app/sync/run-round.ts';
import type { IdSource } from './ids.ts';
import type { CounterStore } from './stores.ts';
import type { WireRequest, WireAnswer } from './hq-server.ts';

/** A request that has left a counter, until its answer is there or it is given up. */
export type Flight = {
  readonly machine: Machine;
  readonly process: Process;
  readonly request: WireRequest;
  /** Null while HQ has not answered, or the answer is lost. */
  answer: WireAnswer | null;
  readonly land: (answer: WireAnswer) => void;
  readonly fail: (code: string) => void;
};

/** One run of the app: all of it is gone when the machine stops. */
export type Process = {
  memory: RoundMemory;
  readonly nonce: NonceMemory;
  /** What the only round is doing; `waiting`: for an answer. */
  round: 'none' | 'running' | 'waiting';
  flight: Flight | null;
  /** Resolves when this run ends. */
  readonly ended: Promise<void>;
  readonly end: () => void;
  isOver: boolean;
  lastContactAtMs: number | null;
  /** A round broke on something that is no trouble of disk or line. */
  broken: unknown;
};

/** A counter's PC. */
export type Machine = {
  readonly name: string;
  readonly storeNo: number;
  readonly store: CounterStore;
  process: Process;
  /** What its clock is off by. */
  clockOffsetMs: number;
  /** No message gets through, in neither direction. */
  isCut: boolean;
  /** Something else answers in HQ's place. */
  isCaptive: boolean;
  isDiskFull: boolean;
  /** Stops at its next commit: before it is on disk, or after. */
  stopAt: 'before' | 'after' | null;
  /** The disk is gone for good. */
  isDestroyed: boolean;
  readonly backups: unknown[];
  /** Since HQ last came back from a backup, this counter has been through a whole round. */
  hasHeardHq: boolean;
  /** How many answers of earlier were given it once more. */
  oldAnswers: number;
};

export function createProcess(): Process {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const process: Process = {
    memory: firstMemory,
    nonce: { last: null },
    round: 'none',
    flight: null,
    ended,
    end: () => {
      process.isOver = true;
      end();
    },
    isOver: false,
    lastContactAtMs: null,
    broken: null,
  };
  return process;
}

/** What a run broke on, as an error. */
export function brokenBy({ broken }: Process): Error {
  return broken instanceof Error ? broken : new Error(String(broken));
}

/** What sync needs, bound to one run of one machine. */
export function syncDeps(
  machine: Machine,
  world: { readonly nowMs: () => number; readonly onFlight: (flight: Flight) => void },
): SyncHqDeps & { readonly db: Db } {
  const { process, store } = machine;
  return {
    db: store.db,
    nonce: process.nonce,
    nowMs: () => world.nowMs() + machine.clockOffsetMs,
    timers: {
      setTimer: (delayMs, fn) => {
        if (delayMs > 0) return () => undefined;
        queueMicrotask(fn);
        return () => undefined;
      },
    },
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        const { pathname, search } = new URL(url);
        const flight: Flight = {
          machine,
          process,
          request: {
            method: init.method,
            target: pathname + search,
            headers: { host: 'hq.sim', ...init.headers },
            body: init.body ?? '',
          },
          answer: null,
          land: (answer) => {
            process.round = 'running';
            process.flight = null;
            resolve(responseOf(answer));
          },
          fail: (code) => {
            process.round = 'running';
            process.flight = null;
            reject(Object.assign(new Error('the line broke'), { code }));
          },
        };
        process.round = 'waiting';
        process.flight = flight;
        world.onFlight(flight);
      }),
  };
}

const encoder = new TextEncoder();

/** As much of a `Response` as the core reads. */
function responseOf({ status, headers, body }: WireAnswer): Response {
  return {
    status,
    headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    body: [encoder.encode(body)],
  } as unknown as Response;
}

/** What the counter's acts need, bound to one run of one machine. */
export function counterDeps(
  machine: Machine,
  world: { readonly nowMs: () => number; readonly ids: IdSource },
): CounterDeps {
  const { process, store } = machine;
  const refuse = (): never => {
    throw new Error('not simulated');
  };
  return {
    db: store.db,
    nowMs: () => world.nowMs() + machine.clockOffsetMs,
    monoMs: world.nowMs,
    bootId: '0198b3a0-0000-7000-8000-0000000000b0',
    newId: world.ids.next,
    randomBytes: world.ids.bytes,
    appVersion: '0.0.0',
    keyProtection: 'os',
    onChanged: () => undefined,
    onSound: () => undefined,
    onError: () => undefined,
    syncStatus: () => ({
      state: 'online',
      reason: null,
      lastContactAtMs: process.lastContactAtMs,
      clockOffsetMs: null,
      pulledRows: 0,
    }),
    connectToHq: refuse,
    requestSync: () => undefined,
    listPorts: refuse,
    openDevice: refuse,
    closeDevice: refuse,
  };
}
