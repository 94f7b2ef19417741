import type { LineOutcome } from '../../app/line/send-line-push.ts';
import { putOffMsMax } from '../db/line-outbox.ts';

/** Whether pushes may go out at all. */
export type LineGate = {
  /** Nothing goes out before; null = open. */
  readonly pausedUntilMs: number | null;
  readonly why: 'quota' | 'down' | 'unauthorized' | null;
  /** After a pause one push goes first and tells whether LINE is back. */
  readonly probing: boolean;
  /** Tries in a row that no word of LINE came back to. */
  readonly failures: number;
  /** Pauses in a row. */
  readonly pauses: number;
};

export const openGate: LineGate = {
  pausedUntilMs: null,
  why: null,
  probing: false,
  failures: 0,
  pauses: 0,
};

/** A used-up month may also be a passing effect of a running narrowcast: look again in minutes. */
export const quotaPauseMs = putOffMsMax;
/** So many in a row are no accident of single requests. */
const failuresMax = 20;
const pauseMsMin = 1_000;
const pauseMsMax = 60_000;

/** The gate after one try. `random` is in 0..1, for the length of a pause. */
export function gateAfter(
  gate: LineGate,
  outcome: LineOutcome,
  { nowMs, random }: { readonly nowMs: number; readonly random: number },
): LineGate {
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
      // What comes late of before a pause does not end it.
      return isPaused(gate, nowMs) ? gate : openGate;
    case 'unauthorized':
      return { ...gate, why: 'unauthorized', pausedUntilMs: Number.POSITIVE_INFINITY };
    case 'quota':
      if (gate.why === 'unauthorized') return gate;
      return { ...gate, why: 'quota', pausedUntilMs: nowMs + quotaPauseMs, probing: true };
    case 'retry':
      return outcome.reason === 'rate' ? gate : failed(gate, nowMs, random);
  }
}

function failed(gate: LineGate, nowMs: number, random: number): LineGate {
  if (isPaused(gate, nowMs)) return gate;
  const failures = gate.failures + 1;
  if (!gate.probing && failures < failuresMax) return { ...gate, failures };
  const ceilingMs = Math.min(pauseMsMax, pauseMsMin * 2 ** Math.min(gate.pauses, 10));
  const pausedUntilMs = nowMs + Math.ceil((0.5 + random / 2) * ceilingMs);
  return { pausedUntilMs, why: 'down', probing: true, failures: 0, pauses: gate.pauses + 1 };
}

/** Whether nothing may go out now. */
export function isPaused({ pausedUntilMs }: LineGate, nowMs: number): boolean {
  return pausedUntilMs !== null && nowMs < pausedUntilMs;
}

/** How many more may be under way beside those that are. */
export function roomAt(
  gate: LineGate,
  given: { readonly nowMs: number; readonly inFlight: number; readonly atOnceMax: number },
): number {
  if (isPaused(gate, given.nowMs)) return 0;
  const most = gate.probing ? 1 : given.atOnceMax;
  return Math.max(0, most - given.inFlight);
}
