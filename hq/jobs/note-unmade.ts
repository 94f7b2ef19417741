import { v5 } from 'uuid';
import type { EventId } from '../../app/domain/ids.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import type { MadeMessages } from '../apply/make-member-message.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { HqTrx } from '../db/hq-db.ts';

/** Tells a person of a message that could not be made; what it tells of has happened all the same. */
export async function noteUnmade(
  trx: HqTrx,
  about: { readonly made: MadeMessages; readonly eid: EventId; readonly nowMs: number },
): Promise<void> {
  const { made, eid, nowMs } = about;
  await insertExceptions(
    trx,
    made.found.map(({ kind, detail }) => ({
      exceptionId: v5(`${eid}:${kind}`, derivedIdNamespace),
      kind,
      eid,
      inst: null,
      detail,
      nowMs,
    })),
  );
}
