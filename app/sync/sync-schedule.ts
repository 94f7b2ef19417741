import type { FailureReason, NetworkWhy } from './network-state.ts';
import type { SyncProblem } from './push-events.ts';

/** How a round of sync ended. */
export type RoundResult =
  | { readonly kind: 'ok' }
  /** There is no HQ to sync with. */
  | { readonly kind: 'local' }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason | 'broken';
      readonly retryAfterMs: number | null;
      /** What is known of the network itself; see `networkWhy`. */
      readonly why?: NetworkWhy;
      /** Of `clock`: HQ's time less ours, as HQ itself signed it. */
      readonly hqOffsetMs?: number;
    }
  | { readonly kind: 'problem'; readonly problem: SyncProblem }
  /** HQ answers, but fails at the oldest event each time: all behind it wait. */
  | { readonly kind: 'stuck' };

/**
 * Who asks for a round: an event just recorded, a sign that the network changed, a person who looks at
 * the sync details, or one who pressed the button and does not want to wait.
 */
export type Asker = 'event' | 'network' | 'look' | 'person';

export type ScheduleState = {
  readonly phase: 'stopped' | 'idle' | 'running' | 'waiting';
  /** Asked for while a round was running. */
  readonly asked: Asker | null;
  /** Failed rounds in a row. */
  readonly failures: number;
  /** How the last round ended; null before the first. */
  readonly last: RoundResult | null;
};

export type ScheduleEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  /** `idleMs`: since the last round ended, by the wall clock. */
  | { readonly kind: 'ask'; readonly by: Asker; readonly idleMs: number }
  | { readonly kind: 'due' }
  | {
      readonly kind: 'ended';
      readonly result: RoundResult;
      /** How long the round took. */
      readonly elapsedMs: number;
      /** From 0 to below 1; jitter, so that a chain's counters do not all come back at once. */
      readonly random: number;
    };

/** What the engine does next. `run` and `wait` both replace a timer that is still set. */
export type ScheduleCommand =
  | { readonly kind: 'run' }
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'none' };

export const firstSchedule: ScheduleState = {
  phase: 'stopped',
  asked: null,
  failures: 0,
  last: null,
};

/** How often HQ is asked for news while all is well. */
export const pollMs = 3_000;
const backoffStepMs = 1_000;
/** More failures in a row make no difference any more. */
const failuresMax = 1_000;
/** No retry comes sooner, whatever the jitter says. */
export const delayMsMin = 200;
export const delayMsMax = 5 * 60_000;
/** For a while a shop wants to see HQ come back at once, and looking for it costs HQ nothing. */
export const absentDelayMsMax = 5_000;
/** After so many tries without HQ (about five minutes) the line is not coming back by itself soon. */
export const absentQuickTries = 100;
/** HQ's own `Retry-After` is stretched by up to this share, so that those sent away do not return as one. */
export const retrySpread = 0.25;
/**
 * How long after the last try a sign of life may cut a pause short. A busy till must not hammer an HQ
 * that does not answer, nor a network that comes and goes.
 */
export const wakeAfterMs: Readonly<Record<Exclude<Asker, 'person'>, number>> = {
  event: 20_000,
  network: 2_000,
  look: 2_000,
};
/** A problem waits for a person; HQ is asked now and then whether it is over. */
const problemDelayMs = 30_000;

const none: ScheduleCommand = { kind: 'none' };
const run: ScheduleCommand = { kind: 'run' };

/**
 * When to sync next: at once after an event while HQ answers, else every `pollMs`; after a failure
 * with exponential backoff and full jitter (a uniform draw from 0 to the step), at most 5 minutes. While
 * HQ is out of reach, or something stands in for it, the starts of two tries are at first at most 5 s
 * apart. A pause is cut short by a person, a change of the network, and an event after some quiet; only
 * a person's button goes before the end of HQ's `Retry-After`. One round at a time. Pure.
 */
export function nextSchedule(
  state: ScheduleState,
  event: ScheduleEvent,
): { readonly state: ScheduleState; readonly command: ScheduleCommand } {
  switch (event.kind) {
    case 'start':
      return state.phase === 'stopped' ? begin(state) : { state, command: none };
    case 'stop':
      return { state: { ...state, phase: 'stopped', asked: null }, command: { kind: 'cancel' } };
    case 'due':
      return state.phase === 'waiting' ? begin(state) : { state, command: none };
    case 'ask':
      return ask(state, event);
    case 'ended':
      return end(state, event);
  }
}

type Step = ReturnType<typeof nextSchedule>;

function begin(state: ScheduleState): Step {
  return { state: { ...state, phase: 'running', asked: null }, command: run };
}

function ask(
  state: ScheduleState,
  { by, idleMs }: Pick<Extract<ScheduleEvent, { kind: 'ask' }>, 'by' | 'idleMs'>,
): Step {
  if (state.phase === 'running') {
    const asked = by === 'person' ? by : (state.asked ?? by);
    return { state: { ...state, asked }, command: none };
  }
  if (state.phase === 'stopped') return { state, command: none };
  if (state.phase === 'waiting' && !mayWake(state.last, by, idleMs))
    return { state, command: none };
  return begin(state);
}

/** Whether the pause after a round that ended badly may be cut short. */
function mayWake(last: RoundResult | null, by: Asker, idleMs: number): boolean {
  if (by === 'person' || (last?.kind !== 'failed' && last?.kind !== 'problem')) return true;
  // A problem waits for people; the details may be opened ever so often.
  if (last.kind === 'problem') return by !== 'event' && isOver(wakeAfterMs[by], idleMs);
  return isOver(Math.max(wakeAfterMs[by], last.retryAfterMs ?? 0), idleMs);
}

/** A clock that was set back must not hold anybody. */
function isOver(waitMs: number, idleMs: number): boolean {
  return idleMs < 0 || idleMs >= waitMs;
}

function end(state: ScheduleState, event: Extract<ScheduleEvent, { kind: 'ended' }>): Step {
  if (state.phase !== 'running') return { state, command: none };
  const { result } = event;
  const failures = result.kind === 'failed' ? Math.min(state.failures + 1, failuresMax) : 0;
  const ended: ScheduleState = { ...state, failures, last: result, asked: null };
  const again = state.asked === 'person' || (state.asked !== null && result.kind === 'ok');
  if (again) return begin(ended);
  if (result.kind === 'local') return { state: { ...ended, phase: 'idle' }, command: none };
  const delayMs = Math.round(delayAfter(result, failures, event));
  return { state: { ...ended, phase: 'waiting' }, command: { kind: 'wait', delayMs } };
}

function delayAfter(
  result: Exclude<RoundResult, { kind: 'local' }>,
  failures: number,
  { elapsedMs, random }: { readonly elapsedMs: number; readonly random: number },
): number {
  // While an event is stuck the news of HQ comes in at its usual pace.
  if (result.kind === 'ok' || result.kind === 'stuck') return pollMs * (0.9 + 0.2 * random);
  if (result.kind === 'problem') return problemDelayMs * (0.9 + 0.2 * random);
  const absent = result.reason === 'unreachable' || result.reason === 'not-hq';
  const quick = absent && failures <= absentQuickTries;
  const drawn = random * Math.min(quick ? absentDelayMsMax : delayMsMax, stepOf(failures, absent));
  // A try that hung has waited already: tries keep their rhythm from start to start.
  const left = absent ? drawn - Math.max(0, elapsedMs) : drawn;
  const patience = (result.retryAfterMs ?? 0) * (1 + retrySpread * random);
  return Math.max(delayMsMin, left, patience);
}

/** Doubles with each failure; for an absent HQ once more from 5 s when the quick tries are over. */
function stepOf(failures: number, absent: boolean): number {
  const later = absent ? failures - absentQuickTries : 0;
  if (later > 0) return absentDelayMsMax * 2 ** Math.min(later, 30);
  return backoffStepMs * 2 ** Math.min(failures, 30);
}
