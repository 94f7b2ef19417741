import type { EventId } from '../../app/domain/ids.ts';
import { getBrand } from '../db/brand.ts';
import type { NewChange } from '../db/changes.ts';
import { classifyDbError, withSavepoint } from '../db/db-errors.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { lockInstall } from '../db/installs.ts';
import { findEventAt, insertRedrive, listRedriven } from '../db/stored-events.ts';
import type { StoredEvent } from '../db/stored-events.ts';
import { judgeRead, judgeWaitingFor } from './apply-event.ts';
import { judgeAwaiting } from './apply-refund.ts';
import type { BatchState, Effects } from './batch-state.ts';
import { forgetErased } from './forget-erased.ts';
import { gatherBatch } from './gather-batch.ts';
import { judgeFreed } from './judge-freed.ts';
import { makeEffects } from './make-effects.ts';
import { readEvent } from './read-event.ts';
import type { ReadEvent } from './read-event.ts';
import { recordEffects } from './record-effects.ts';
import { writeEffects } from './write-effects.ts';

/** What came of it. `changes` must be written last in the transaction. */
export type Redriven =
  | {
      readonly kind: 'redriven';
      readonly status: 'applied' | 'duplicate' | 'awaiting';
      readonly changes: readonly NewChange[];
    }
  | { readonly kind: 'still-unfit'; readonly why: string };

type Readable = Extract<ReadEvent, { readonly kind: 'event' }>;

/**
 * Judges an event that stands in quarantine again, from the bytes it was stored with, as if it came now:
 * after HQ learned its type, after a mistake of HQ was mended, or because a person trusts a revoked
 * counter's word. Exactly once: what was taken before is refused here and by a unique key. Where it still
 * cannot be applied nothing is written.
 */
export async function redriveEvent(
  trx: HqTrx,
  input: { readonly event: StoredEvent; readonly nowMs: number },
): Promise<Redriven> {
  const { inst, seq } = input.event;
  // As for a push: nothing else may be added to this chain meanwhile.
  const install = await lockInstall(trx, inst);
  const event = await findEventAt(trx, { inst, seq });
  const read = event === null ? null : readEvent(event.rawBody);
  if (install === null || event === null || read === null) return unfit('unknown event');
  if (!event.firstOfEid) return unfit('another event has its id');
  if ((await listRedriven(trx, [event.eid])).size > 0) return unfit('it was taken before');
  if (read.kind === 'unfit') return unfit(`${read.why}: ${read.detail}`);
  if (read.eid !== event.eid) return unfit('it was stored under another id');
  const brand = await getBrand(trx);
  try {
    return await withSavepoint(trx, async () => {
      const state = await gatherBatch(trx, {
        // A person answers for what a revoked counter says.
        install: { ...install, revokedAtMs: null },
        brand,
        receivedAtMs: input.nowMs,
        events: [{ seq, rawBody: event.rawBody, bodyHash: '', prev: '', hash: '', read }],
      });
      const all = judgeStored(state, event, read);
      const status = statusOf(all, event.eid);
      if (status.kind === 'unfit') return unfit(status.why);
      await writeEffects(trx, all);
      await insertRedrive(trx, { ...event, status: status.kind, nowMs: input.nowMs });
      await forgetErased(trx, [read]);
      return {
        kind: 'redriven',
        status: status.kind,
        changes: all.flatMap((effects) => effects.changes),
      };
    });
  } catch (error) {
    if (classifyDbError(error) !== 'deterministic') throw error;
    return unfit(error instanceof Error ? error.message : 'cannot be stored');
  }
}

function unfit(why: string): Redriven {
  return { kind: 'still-unfit', why: why.slice(0, 500) };
}

/** The event, and what it sets free. The state is brought along. */
function judgeStored(state: BatchState, event: StoredEvent, read: Readable): Effects[] {
  // The quarantine is the one thing known of it, and that is being lifted.
  state.knownEvents.delete(event.eid);
  const own = judgeOwn(state, event, read);
  recordEffects(state, own);
  state.knownEvents.set(event.eid, { bodyHash: '' });
  const all = [own, ...judgeWaitingFor(state, event.eid, read.event)];
  return [...all, ...judgeFreed(state, all)];
}

function judgeOwn(state: BatchState, event: StoredEvent, read: Readable): Effects {
  const place = {
    inst: event.inst,
    seq: event.seq,
    storeName: state.install.storeName,
    pushed: null,
  };
  if (read.event.type === 'refund') {
    const known = state.refunds.get(read.event.body.refundId);
    // Its sale did not count when it came, and may now.
    if (known?.eid === event.eid && known.state !== 'applied' && known.result === null)
      return judgeAwaiting(state, { refund: known, event: read.event });
  }
  try {
    const verdict = judgeRead(state, place, read);
    return makeEffects(state, place, { ...verdict, firstOfEid: false });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return makeEffects(state, place, {
      eid: event.eid,
      firstOfEid: false,
      type: event.type,
      atMs: event.atMs,
      status: 'quarantined',
      found: [{ kind: 'handler-failed', detail: { why } }],
    });
  }
}

/** What the receipt of the event says became of it. */
function statusOf(
  all: readonly Effects[],
  eid: EventId,
):
  | { readonly kind: 'applied' | 'duplicate' | 'awaiting' }
  | { readonly kind: 'unfit'; readonly why: string } {
  const receipt = all
    .flatMap((effects) => effects.changes)
    .find((change) => change.kind === 'receipt' && change.receipt.eid === eid);
  const status = receipt?.kind === 'receipt' ? receipt.receipt.status : 'quarantined';
  if (status !== 'quarantined') return { kind: status };
  const [found] = all.find((effects) => effects.eid === eid)?.exceptions ?? [];
  const why = found?.detail['why'];
  return { kind: 'unfit', why: typeof why === 'string' ? why : (found?.kind ?? 'quarantined') };
}
