import { v5 } from 'uuid';
import type { CounterEvent } from '../../app/contract/events.ts';
import type { EventId } from '../../app/domain/ids.ts';
import { applyAward } from './apply-award.ts';
import { applyMemberStub } from './apply-member-stub.ts';
import type { BatchState, Effects, PushedEvent } from './batch-state.ts';
import { derivedIdNamespace, makeEffects } from './make-effects.ts';
import type { Verdict } from './make-effects.ts';

/**
 * What one event does, computed from the state alone. Never throws: an event that cannot be applied
 * is kept in quarantine with its reason, and the chain goes on.
 */
export function applyEvent(state: BatchState, pushed: PushedEvent): Effects {
  const { read } = pushed;
  if (read.eid !== null) {
    const known = state.knownEvents.get(read.eid);
    if (known !== undefined) return makeEffects(state, pushed, judgeKnown(state, pushed, known));
  }
  if (read.kind === 'unfit') return quarantine(state, pushed, read.why, read.detail);
  try {
    return makeEffects(state, pushed, judge(state, pushed, read.event));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return quarantine(state, pushed, 'handler-failed', detail);
  }
}

/** Keeps an event without any effect, for a person to look at. */
export function quarantine(
  state: BatchState,
  pushed: PushedEvent,
  kind: string,
  why: string,
): Effects {
  const { read } = pushed;
  const eid = read.eid ?? derivedEid(state, pushed);
  return makeEffects(state, pushed, {
    status: 'quarantined',
    eid,
    firstOfEid: !state.knownEvents.has(eid),
    type: read.type,
    atMs: state.receivedAtMs,
    found: [{ kind, detail: { why: storable(why).slice(0, 500) } }],
  });
}

function judge(state: BatchState, pushed: PushedEvent, event: CounterEvent): Verdict {
  switch (event.type) {
    case 'award':
      return applyAward(state, event);
    case 'member_stub':
      return applyMemberStub(state, event);
  }
}

/** The eid had its effect before: offered again after a fork or restore, or another body under it. */
function judgeKnown(
  state: BatchState,
  pushed: PushedEvent,
  known: { readonly bodyHash: string },
): Verdict {
  const { read } = pushed;
  const same = known.bodyHash === pushed.bodyHash;
  return {
    status: same ? 'duplicate' : 'quarantined',
    eid: read.eid as EventId,
    firstOfEid: false,
    type: read.type,
    atMs: state.receivedAtMs,
    found: same
      ? []
      : [
          {
            kind: 'eid-conflict',
            detail: { firstBodyHash: known.bodyHash, bodyHash: pushed.bodyHash },
          },
        ],
  };
}

/** A name for an event whose own cannot be read: its place in the chain. */
function derivedEid(state: BatchState, pushed: PushedEvent): EventId {
  return v5(`${state.install.installId}:${pushed.seq}:eid`, derivedIdNamespace) as EventId;
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Cs}/gu, '\uFFFD');
}
