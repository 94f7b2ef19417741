import { sql } from 'kysely';
import type { InstallId } from '../domain/ids.ts';
import { chainHash } from './chain-hash.ts';
import type { Reader } from './handles.ts';

export type ChainCheck =
  | { readonly kind: 'whole'; readonly events: number; readonly links: number }
  | { readonly kind: 'broken'; readonly installId: InstallId; readonly seq: number };

/** Links read at a time, so that years of events do not stand in memory at once. */
const linksPerRead = 1_000;

/**
 * Recomputes every hash of every install from the stored bytes, and checks that each chain is
 * without gaps from its base to its head. Any changed, removed or swapped event or link is found.
 */
export async function verifyChain(db: Reader): Promise<ChainCheck> {
  const installs = await db
    .selectFrom('install')
    .select(['install_id', 'last_seq', 'head_hash', 'base_seq', 'base_hash'])
    .execute();
  let links = 0;
  for (const install of installs) {
    const broken = await firstBrokenSeq(db, install);
    if (broken !== null) return { kind: 'broken', installId: install.install_id, seq: broken };
    links += install.last_seq - install.base_seq;
  }
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM event`.execute(db);
  return { kind: 'whole', events: rows[0]?.n ?? 0, links };
}

async function firstBrokenSeq(
  db: Reader,
  install: {
    install_id: InstallId;
    last_seq: number;
    head_hash: string;
    base_seq: number;
    base_hash: string;
  },
): Promise<number | null> {
  let prev = install.base_hash;
  for (let from = install.base_seq + 1; ; from += linksPerRead) {
    const rows = await db
      .selectFrom('chain')
      .innerJoin('event', 'event.eid', 'chain.eid')
      .select(['chain.seq', 'chain.prev', 'chain.hash', 'event.raw_body'])
      .where('chain.install_id', '=', install.install_id)
      .where('chain.seq', '>=', from)
      .orderBy('chain.seq')
      .limit(linksPerRead)
      .execute();
    for (const [i, row] of rows.entries()) {
      const expected = chainHash({
        prev,
        install: install.install_id,
        seq: from + i,
        rawBody: row.raw_body,
      });
      if (row.seq !== from + i || row.prev !== prev || row.hash !== expected) return from + i;
      prev = row.hash;
    }
    if (rows.length < linksPerRead) {
      const reached = from + rows.length - 1;
      return reached === install.last_seq && prev === install.head_hash ? null : reached + 1;
    }
  }
}
