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
    }
  | { readonly kind: 'problem'; readonly problem: SyncProblem }
  /** HQ answers, but fails at the oldest event each time: all behind it wait. */
  | { readonly kind: 'stuck' };

/** Who asks for a round: an event just recorded, or a person who does not want to wait. */
export type Asker = 'event' | 'person';

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
  | { readonly kind: 'ask'; readonly by: Asker }
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
/** No retry comes sooner, whatever the jitter says. */
export const delayMsMin = 200;
export const delayMsMax = 60_000;
/** Looking for an HQ that is out of reach costs it nothing, and a shop wants to see it come back. */
export const absentDelayMsMax = 5_000;
/** A problem waits for a person; HQ is asked now and then whether it is over. */
const problemDelayMs = 30_000;

const none: ScheduleCommand = { kind: 'none' };
const run: ScheduleCommand = { kind: 'run' };

/**
 * When to sync next: at once after an event while HQ answers, else every `pollMs`; after a failure
 * with exponential backoff and full jitter (a uniform draw from 0 to the step), at most 60 s. While
 * HQ is out of reach, or something stands in for it, the starts of two tries are at most 5 s apart.
 * One round at a time. Pure.
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
      return ask(state, event.by);
    case 'ended':
      return end(state, event);
  }
}

type Step = ReturnType<typeof nextSchedule>;

function begin(state: ScheduleState): Step {
  return { state: { ...state, phase: 'running', asked: null }, command: run };
}

function ask(state: ScheduleState, by: Asker): Step {
  if (state.phase === 'running') {
    const asked = by === 'person' ? by : (state.asked ?? by);
    return { state: { ...state, asked }, command: none };
  }
  if (state.phase === 'stopped') return { state, command: none };
  // A busy till must not hammer an HQ that does not answer; a person may try.
  const waitsForHq = state.last?.kind === 'failed' || state.last?.kind === 'problem';
  if (state.phase === 'waiting' && waitsForHq && by === 'event') return { state, command: none };
  return begin(state);
}

function end(state: ScheduleState, event: Extract<ScheduleEvent, { kind: 'ended' }>): Step {
  if (state.phase !== 'running') return { state, command: none };
  const { result } = event;
  const failures = result.kind === 'failed' ? Math.min(state.failures + 1, 30) : 0;
  const ended: ScheduleState = { ...state, failures, last: result, asked: null };
  const again = state.asked === 'person' || (state.asked === 'event' && result.kind === 'ok');
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
  const cap = absent ? absentDelayMsMax : delayMsMax;
  const drawn = random * Math.min(cap, backoffStepMs * 2 ** failures);
  // A try that hung has waited already: tries keep their rhythm from start to start.
  const left = absent ? drawn - Math.max(0, elapsedMs) : drawn;
  return Math.max(delayMsMin, left, result.retryAfterMs ?? 0);
}
