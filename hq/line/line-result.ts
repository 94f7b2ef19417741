import { v5 } from 'uuid';
import type { LineOutcome } from '../../app/line/send-line-push.ts';
import { tellByDayMs, tellFromMs } from '../../app/line/quiet-hours.ts';
import type { QuietHours } from '../../app/line/quiet-hours.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import type { NewException } from '../db/exceptions.ts';
import { byDayKinds, retryKeyLifeMs } from '../db/line-outbox.ts';
import type { DueLineMessage, LineResult } from '../db/line-outbox.ts';
import { quotaPauseMs } from './line-gate.ts';

const backoffMsMin = 1_000;
const backoffMsMax = 5 * 60_000;
const hourMs = 3_600_000;
/** How long it is of use to be told of a sale, and of a gift or a tier that came overnight. */
const lifeMs = 48 * hourMs;
const nightLifeMs = 7 * 24 * hourMs;

/** What became of a message: a try, or taken and not tried for one of these reasons. */
export type Fate =
  | LineOutcome
  | { readonly kind: 'too-old' | 'too-late' | 'not-tried' }
  | { readonly kind: 'quiet'; readonly untilMs: number };

/** Whether LINE was asked, as far as anybody knows. */
export function isTry(fate: Fate): fate is LineOutcome {
  return !['too-old', 'too-late', 'not-tried', 'quiet'].includes(fate.kind);
}

/** What is to be written down of one message. */
export type WrittenFate = { readonly result: LineResult; readonly exception: NewException | null };

/** Whether its retry key must not be used any more: 23 hours after the first request under it. */
export function isTooOld({ firstAttemptAtMs }: DueLineMessage, nowMs: number): boolean {
  return nowMs - firstAttemptAtMs >= retryKeyLifeMs;
}

/** Whether it says what the member knows by now, or what is not true any more. */
export function isTooLate(message: DueLineMessage, nowMs: number): boolean {
  const { kind, createdAtMs, tellUntilMs } = message;
  return nowMs >= (tellUntilMs ?? createdAtMs + (isMadeAtNight(kind) ? nightLifeMs : lifeMs));
}

/**
 * From when a message may go out that may have waited since it was due: for LINE, or for a new month. What is not
 * of a moment ago waits for the end of the quiet hours, and what HQ made at night for the day, unless its retry
 * key would be too old by then: that goes in the evening or early, but in no quiet hours.
 */
export function awakeFromMs(quiet: QuietHours, message: DueLineMessage, nowMs: number): number {
  const byDayMs = isMadeAtNight(message.kind) ? tellByDayMs(quiet, nowMs) : null;
  if (byDayMs !== null && !isTooOld(message, byDayMs)) return byDayMs;
  return tellFromMs(quiet, { happenedAtMs: message.createdAtMs, nowMs });
}

function isMadeAtNight(kind: string): boolean {
  return byDayKinds.includes(kind);
}

/** A message's next state after its fate. `random` is in 0..1: full jitter. */
export function writtenFate(
  message: DueLineMessage,
  fate: Fate,
  { nowMs, random }: { readonly nowMs: number; readonly random: number },
): WrittenFate {
  const { outboxId } = message;
  const plain = (result: Omit<LineResult, 'outboxId'>): WrittenFate => {
    return { result: { outboxId, ...result }, exception: null };
  };
  const noted = (
    result: Omit<LineResult, 'outboxId'>,
    kind: string,
    detail: Record<string, unknown>,
  ): WrittenFate => {
    const exceptionId = v5(`${outboxId}:${kind}`, derivedIdNamespace);
    const exception = { exceptionId, kind, eid: message.eid, inst: null, detail, nowMs };
    return { result: { outboxId, ...result }, exception };
  };
  switch (fate.kind) {
    case 'accepted': {
      const outcome = fate.already ? 'accepted earlier' : 'accepted';
      const { requestId } = fate;
      return plain({ state: 'accepted', outcome, acceptedAtMs: nowMs, requestId });
    }
    case 'retry': {
      const ceilingMs = Math.min(backoffMsMax, backoffMsMin * 2 ** Math.min(message.attempts, 20));
      const nextAttemptAtMs = nowMs + Math.ceil(random * ceilingMs);
      return plain({ state: 'waiting', outcome: fate.reason, nextAttemptAtMs });
    }
    case 'quota': {
      const nextAttemptAtMs = nowMs + quotaPauseMs;
      return plain({ state: 'parked', outcome: 'quota', nextAttemptAtMs, keyUnused: true });
    }
    // Why it waits stays as it was: of a used-up month the overview tells all night.
    case 'quiet':
      return plain({ nextAttemptAtMs: fate.untilMs, keyUnused: true });
    case 'unauthorized':
    case 'not-tried': {
      const outcome = fate.kind;
      return plain({ state: 'waiting', outcome, nextAttemptAtMs: nowMs, keyUnused: true });
    }
    case 'refused': {
      const { status, detail } = fate;
      const result = { state: 'failed', outcome: `refused ${status}` } as const;
      return noted(result, 'line-refused', { status, detail });
    }
    // As many as waited, and nothing a person could do: the list of messages tells, no exception.
    case 'too-late':
      return plain({ state: 'expired', outcome: 'too late' });
    case 'too-old':
      return noted({ state: 'expired', outcome: 'retry key too old' }, 'line-expired', {});
  }
}
