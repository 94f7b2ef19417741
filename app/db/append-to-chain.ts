import { sql } from 'kysely';
import type { EventId, InstallId } from '../domain/ids.ts';
import { chainHash } from './chain-hash.ts';
import type { Trx } from './handles.ts';

/** Where a chain ends now. */
export type ChainEnd = {
  readonly installId: InstallId;
  readonly lastSeq: number;
  readonly headHash: string;
};

/** Adds events that are stored already to the end of a chain: only the envelope is new. */
export async function appendToChain(
  trx: Trx,
  { installId, lastSeq, headHash }: ChainEnd,
  events: readonly { readonly eid: EventId; readonly rawBody: string }[],
): Promise<void> {
  if (events.length === 0) return;
  let prev = headHash;
  const links = events.map(({ eid, rawBody }, i) => {
    const seq = lastSeq + i + 1;
    const hash = chainHash({ prev, install: installId, seq, rawBody });
    const link = { seq, eid, prev, hash };
    prev = hash;
    return link;
  });
  await sql`
    INSERT INTO chain (install_id, seq, eid, prev, hash)
    SELECT ${installId}, value->>'seq', value->>'eid', value->>'prev', value->>'hash'
    FROM json_each(${JSON.stringify(links)})`.execute(trx);
  await trx
    .updateTable('install')
    .set({ last_seq: lastSeq + links.length, head_hash: prev })
    .where('install_id', '=', installId)
    .execute();
}
