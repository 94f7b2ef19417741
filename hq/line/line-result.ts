import { v5 } from 'uuid';
import type { LineOutcome } from '../../app/line/send-line-push.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import type { NewException } from '../db/exceptions.ts';
import { retryKeyLifeMs } from '../db/line-outbox.ts';
import type { DueLineMessage, LineResult } from '../db/line-outbox.ts';
import { quotaPauseMs } from './line-gate.ts';

const backoffMsMin = 1_000;
const backoffMsMax = 5 * 60_000;

/** What became of a message: a try, too old a key, or taken and not tried after all. */
export type Fate = LineOutcome | { readonly kind: 'too-old' } | { readonly kind: 'not-tried' };

/** What is to be written down of one message. */
export type WrittenFate = { readonly result: LineResult; readonly exception: NewException | null };

/** Whether its retry key must not be used any more: 23 hours after the first request under it. */
export function isTooOld({ firstAttemptAtMs }: DueLineMessage, nowMs: number): boolean {
  return nowMs - firstAttemptAtMs >= retryKeyLifeMs;
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
    case 'too-old':
      return noted({ state: 'expired', outcome: 'retry key too old' }, 'line-expired', {});
  }
}
