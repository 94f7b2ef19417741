import { v4 } from 'uuid';
import { getBrand, markTimeline } from './db/brand.ts';
import { insertExceptions } from './db/exceptions.ts';
import type { HqDb } from './db/hq-db.ts';
import { markMaybeTold } from './db/line-outbox.ts';

/**
 * HQ's database was restored from a backup: from now on it is another timeline, so that every counter
 * compares what it holds with what HQ holds, sends what HQ lost and reads anew what HQ tells. Without it the
 * counters still notice, each by its own place in HQ's stream; what members are told in LINE until the first
 * one does may be told a second time. Answers the new timeline's id.
 */
export async function markHqRestored(db: HqDb, nowMs: number): Promise<string> {
  return await db.transaction().execute(async (trx) => {
    const { timeline: before } = await getBrand(trx);
    const timeline = v4();
    await markTimeline(trx, timeline);
    await markMaybeTold(trx, nowMs);
    await insertExceptions(trx, [
      {
        exceptionId: v4(),
        kind: 'hq-restored',
        eid: null,
        inst: null,
        detail: { before, timeline },
        nowMs,
      },
    ]);
    return timeline;
  });
}
