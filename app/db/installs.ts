import { sql } from 'kysely';
import type { EventId, InstallId } from '../domain/ids.ts';
import { chainHash } from './chain-hash.ts';
import type { Reader, Trx } from './handles.ts';

export type Install = {
  readonly installId: InstallId;
  /** `local` = made here, HQ does not know it. */
  readonly kind: 'local' | 'hq';
  readonly lastSeq: number;
  readonly headHash: string;
  /** HQ holds everything up to here, hash for hash. */
  readonly ackedSeq: number;
  readonly signingKey: string | null;
};

/** The install under which this counter records; null before the first run is finished. */
export async function findCurrentInstall(db: Reader): Promise<Install | null> {
  const row = await db
    .selectFrom('install')
    .selectAll()
    .where('is_current', '=', 1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    installId: row.install_id,
    kind: row.kind,
    lastSeq: row.last_seq,
    headHash: row.head_hash,
    ackedSeq: row.acked_seq,
    signingKey: row.signing_key,
  };
}

export type StartInstallInput = {
  readonly installId: InstallId;
  readonly kind: 'local' | 'hq';
  readonly signingKey: string | null;
  readonly nowMs: number;
  /** `unacked`: what HQ is not known to hold (connecting, fork). `all`: HQ lost its past. */
  readonly offer: 'unacked' | 'all';
};

/**
 * Makes a new current install and records the offered events again under it, from seq 1, in the
 * order they happened, with the same eids and the same bytes: only the envelope is new. Earlier
 * chain rows stay. Returns how many events were offered again.
 */
export async function startInstall(
  trx: Trx,
  input: StartInstallInput,
): Promise<{ reemitted: number }> {
  await trx.updateTable('install').set({ is_current: 0 }).where('is_current', '=', 1).execute();
  await trx
    .insertInto('install')
    .values({
      install_id: input.installId,
      kind: input.kind,
      is_current: 1,
      signing_key: input.signingKey,
      created_at_ms: input.nowMs,
    })
    .execute();
  const events = await listOffered(trx, input.offer);
  let prev = '';
  const links = events.map(({ eid, raw_body: rawBody }, i) => {
    const seq = i + 1;
    const hash = chainHash({ prev, install: input.installId, seq, rawBody });
    const link = { seq, eid, prev, hash };
    prev = hash;
    return link;
  });
  if (links.length === 0) return { reemitted: 0 };
  await sql`
    INSERT INTO chain (install_id, seq, eid, prev, hash)
    SELECT ${input.installId}, value->>'seq', value->>'eid', value->>'prev', value->>'hash'
    FROM json_each(${JSON.stringify(links)})`.execute(trx);
  await trx
    .updateTable('install')
    .set({ last_seq: links.length, head_hash: prev })
    .where('install_id', '=', input.installId)
    .execute();
  return { reemitted: links.length };
}

async function listOffered(
  trx: Trx,
  offer: StartInstallInput['offer'],
): Promise<{ eid: EventId; raw_body: string }[]> {
  const all = trx.selectFrom('event').select(['eid', 'raw_body']).orderBy('event_no');
  if (offer === 'all') return await all.execute();
  return await all
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('receipt').select('receipt.pos').whereRef('receipt.eid', '=', 'event.eid'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('chain')
            .innerJoin('install', 'install.install_id', 'chain.install_id')
            .select('chain.seq')
            .whereRef('chain.eid', '=', 'event.eid')
            .where('install.kind', '=', 'hq')
            .whereRef('chain.seq', '<=', 'install.acked_seq'),
        ),
      ),
    )
    .execute();
}
