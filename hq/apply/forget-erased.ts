import { eraseStubs } from '../db/erase-member.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listErased } from '../db/remarks.ts';
import type { ReadEvent } from './read-event.ts';

/**
 * The joining of somebody who was erased since comes once more (a counter began anew), or was in quarantine until
 * now: not to be kept. After the events, and what was judged again of them, were written down.
 */
export async function forgetErased(trx: HqTrx, reads: readonly ReadEvent[]): Promise<void> {
  const joined = reads.flatMap((read) =>
    read.kind === 'event' && read.event.type === 'member_stub' ? [read.event.member] : [],
  );
  const erased = await listErased(trx, joined);
  if (erased.size > 0) await eraseStubs(trx, [...erased]);
}
