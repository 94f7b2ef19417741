import { callNeeds } from '../app/contract/call-needs.ts';
import type { CounterCallName } from '../app/contract/counter-calls.ts';
import type { Permission } from '../app/contract/staff.ts';
import { CallError, type Call } from './connection.ts';

/** A call that waits for a manager. */
export type OverrideAsk = { readonly no: number; readonly permission: Permission };

/** Stands between the screens and the counter: asks for a manager where a call takes one. */
export type OverrideDesk = {
  /** What the screens call. */
  readonly call: Call;
  /** What a manager is asked for now; null = nothing. */
  readonly get: () => OverrideAsk | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** A manager allowed it: the refused call is made once more. */
  readonly allow: () => void;
  /** Nobody allows it: the refused calls fail as they were refused. */
  readonly cancel: () => void;
};

/** Refused calls that wait at once for the same manager. */
const waitingMax = 8;
/** After "no" the same call asks again only after such a pause: what looks by itself must not nag. */
const quietMsMin = 2_500;

/** `again`: the word was for another call that waited too. */
type Word = 'yes' | 'again' | 'no';
type Waiting = { readonly decide: (word: Word) => void };

/** `nowMs`: a clock that only goes forward. Without a manager's word a call fails with its own `CallError`. */
export function createOverrideDesk(counterCall: Call, nowMs: () => number): OverrideDesk {
  const listeners = new Set<() => void>();
  /** When a call that was denied was last made. */
  const deniedAtMs = new Map<CounterCallName, number>();
  let ask: OverrideAsk | null = null;
  let waiting: Waiting[] = [];
  let lastNo = 0;

  const show = (next: OverrideAsk | null): void => {
    ask = next;
    for (const listener of listeners) listener();
  };

  const isQuiet = (name: CounterCallName): boolean => {
    const atMs = deniedAtMs.get(name);
    if (atMs === undefined) return false;
    const quiet = nowMs() - atMs < quietMsMin;
    if (quiet) deniedAtMs.set(name, nowMs());
    else deniedAtMs.delete(name);
    return quiet;
  };

  /** Whether a manager allows it; of two different things wanted at once only the first is asked. */
  const askManager = (permission: Permission): Promise<Word> =>
    new Promise((decide) => {
      const isOther = ask !== null && ask.permission !== permission;
      if (isOther || waiting.length >= waitingMax) return decide('no');
      waiting.push({ decide });
      if (ask !== null) return;
      lastNo += 1;
      show({ no: lastNo, permission });
    });

  const end = (allowed: boolean): void => {
    const ended = waiting;
    waiting = [];
    show(null);
    ended.forEach(({ decide }, index) => decide(allowed ? (index === 0 ? 'yes' : 'again') : 'no'));
  };

  const call: Call = async (name, input) => {
    try {
      return await counterCall(name, input);
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== 'manager-needed') throw error;
      const permission = error.permission ?? permissionOf(name);
      if (permission === null || isQuiet(name)) throw error;
      const word = await askManager(permission);
      if (word === 'yes') return await counterCall(name, input);
      // Made again as if it were new: where one word was not enough for both, it asks for its own.
      if (word === 'again') return await call(name, input);
      deniedAtMs.set(name, nowMs());
      throw error;
    }
  };

  return {
    call,
    get: () => ask,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    allow: () => end(true),
    cancel: () => end(false),
  };
}

/** What a call needs, where the counter did not say. */
function permissionOf(name: CounterCallName): Permission | null {
  if (name === 'refund:settle') return 'refund-over-limit';
  const need = callNeeds[name];
  return need === 'always' || need === 'cashier' ? null : need;
}
