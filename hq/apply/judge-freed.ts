import type { AwardEvent } from '../../app/contract/events.ts';
import { applyAward } from './apply-award.ts';
import { judgeAwaiting } from './apply-refund.ts';
import { freesInvoice } from './batch-state.ts';
import type { BatchState, Effects, WaitingAward } from './batch-state.ts';
import { eventAtMs } from './event-at.ts';
import { makeEffects } from './make-effects.ts';
import type { Verdict } from './make-effects.ts';
import { recordEffects } from './record-effects.ts';

/**
 * The awards that waited for e-invoices which these effects free: the first HQ heard of is applied, with
 * the refunds that came for it meanwhile; when one of those undoes it the next has its turn. So it makes
 * no difference whether HQ hears of the void or of the second award first. The state is brought along.
 */
export function judgeFreed(state: BatchState, effects: readonly Effects[]): Effects[] {
  const all: Effects[] = [];
  const freed = new Set(effects.flatMap((one) => freedInvoice(state, one)));
  for (;;) {
    const waiting = [...state.invoiceWaits.values()].find(
      ({ wait }) => freed.has(wait.invoiceKey) && !state.invoices.has(wait.invoiceKey),
    );
    if (waiting === undefined) return all;
    const applied = judgeWaiting(state, waiting);
    recordEffects(state, applied);
    all.push(applied);
    const refunds = [...state.awaiting.values()].filter(
      ({ refund }) => refund.saleId === waiting.wait.saleId,
    );
    for (const awaiting of refunds) {
      const judged = judgeAwaiting(state, awaiting);
      recordEffects(state, judged);
      all.push(judged);
    }
  }
}

function freedInvoice(state: BatchState, { refund }: Effects): string[] {
  const result = refund?.refund.result ?? null;
  if (refund === null || result === null || !freesInvoice(result)) return [];
  const key = state.counted.get(refund.refund.saleId)?.invoiceKey ?? null;
  return key === null ? [] : [key];
}

/** Applies a stored award as if it came now. Never throws, as the chain that freed it may be another's. */
function judgeWaiting(state: BatchState, waiting: WaitingAward): Effects {
  const { wait, install, event, recordedV } = waiting;
  const own: BatchState = { ...state, install };
  const { inst, seq } = wait;
  const place = { inst, seq, storeName: install.storeName, pushed: null };
  const invoiceWait = { kind: 'ends', waiting } as const;
  const again = { firstOfEid: false, invoiceWait };
  try {
    const verdict = applyAward(own, event, { recordedV, place });
    return makeEffects(own, place, { ...verdict, ...again });
  } catch (error) {
    return makeEffects(own, place, { ...failed(event, error), ...again });
  }
}

function failed(event: AwardEvent, error: unknown): Omit<Verdict, 'firstOfEid'> {
  const why = error instanceof Error ? error.message.slice(0, 500) : 'failed';
  const { eid, type } = event;
  const found = [{ kind: 'handler-failed', detail: { why } }];
  return { eid, type, atMs: eventAtMs(event), status: 'quarantined', found };
}
