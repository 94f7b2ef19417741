import type { PullOutcome } from './pull-changes.ts';
import type { PushOutcome } from './push-events.ts';

/** How often in a row HQ has failed at one and the same event, and when it is tried again. */
export type StuckPush = { readonly tries: number; readonly retryAtMs: number };

export const notStuck: StuckPush = { tries: 0, retryAtMs: 0 };

/** So often HQ may fail at one event before a person is told. */
const triesMax = 3;
/** HQ must be mended first; the event is offered again this often. */
const retryEveryMs = 60_000;

/** HQ fails at the oldest event again and again: all events behind it wait. */
export function isStuck(stuck: StuckPush): boolean {
  return stuck.tries >= triesMax;
}

/** Whether the events are offered now. While stuck only now and then, so that the pull keeps its pace. */
export function mayPush(stuck: StuckPush, nowMs: number): boolean {
  const waitMs = stuck.retryAtMs - nowMs;
  // A clock that was set back must not hold the events for longer.
  return !isStuck(stuck) || waitMs <= 0 || waitMs > retryEveryMs;
}

/**
 * Counts a round. Only a failure without words of patience (Retry-After: HQ is busy), at a batch of
 * one event, while HQ answers the pull in the same round, is laid to the event.
 */
export function stuckAfter(
  stuck: StuckPush,
  round: {
    readonly push: PushOutcome;
    readonly pull: PullOutcome;
    readonly eventsMax: number;
    readonly nowMs: number;
  },
): StuckPush {
  const { push, pull, eventsMax, nowMs } = round;
  if (push.kind !== 'failed' || push.reason !== 'hq-failing' || push.retryAfterMs !== null)
    return notStuck;
  if (pull.kind !== 'page' || eventsMax > 1) return notStuck;
  return { tries: stuck.tries + 1, retryAtMs: nowMs + retryEveryMs };
}
