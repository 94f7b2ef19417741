import { sql } from 'kysely';
import type { EventId, InstallId, MemberId } from '../../app/domain/ids.ts';
import type { HqDb, HqTrx } from './hq-db.ts';
import { liftTimeLimit } from './time-limit.ts';

/*
 * What the nightly recomputation reads. Nothing here is used by what writes the ledger: the one side is the
 * bytes counters sent and the stream counters are told from, the other the ledger's rows.
 */

/** A look at one moment, whatever is written meanwhile and however long it takes. */
export async function readAtOneMoment<T>(db: HqDb, work: (trx: HqTrx) => Promise<T>): Promise<T> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await liftTimeLimit(trx);
      return await work(trx);
    });
}

/** An effect as the counters were told of it, with the bytes it came from where an event stands behind it. */
export type ToldEffect = {
  readonly pos: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly type: string | null;
  readonly raw_body: Uint8Array | null;
};

/** What the stream tells of points, in its order: receipts that were applied, and postings of HQ. */
export async function listToldEffects(
  trx: HqTrx,
  page: { readonly after: number; readonly limit: number },
): Promise<ToldEffect[]> {
  const found = await sql<ToldEffect>`
    SELECT change.pos, change.kind, change.payload, event.type, event.raw_body
    FROM change LEFT JOIN event ON change.kind = 'receipt'
      AND event.eid = (change.payload->'receipt'->>'eid')::uuid AND event.first_of_eid
    WHERE change.pos > ${page.after} AND (change.kind = 'posting'
      OR (change.kind = 'receipt' AND change.payload->'receipt'->>'status' = 'applied'))
    ORDER BY change.pos LIMIT ${page.limit}`.execute(trx);
  return found.rows;
}

/** A member's leg in the ledger. */
export type BookedLeg = {
  readonly eid: EventId;
  readonly leg: number;
  readonly member: MemberId;
  readonly lot: string;
  readonly points: number;
};

/** The members' legs of the ledger, in the order of their names. */
export async function listBookedLegs(
  trx: HqTrx,
  page: { readonly after: { readonly eid: string; readonly leg: number }; readonly limit: number },
): Promise<BookedLeg[]> {
  const { after, limit } = page;
  const found = await sql<BookedLeg>`
    SELECT eid, leg, substr(account, 8)::uuid AS member, lot_id AS lot, points FROM entry
    WHERE account <> 'liability' AND (eid, leg) > (${after.eid}::uuid, ${after.leg}::integer)
    ORDER BY eid, leg LIMIT ${limit}`.execute(trx);
  return found.rows;
}

/** How many members there are, merged ones too. */
export async function countMembers(trx: HqTrx): Promise<number> {
  const found = await sql<{ n: number }>`SELECT count(*)::integer AS n FROM member`.execute(trx);
  return found.rows[0]?.n ?? 0;
}

/** What the brand owes to all members together, by the other side of the ledger. */
export async function sumLiability(trx: HqTrx): Promise<number> {
  const found = await sql<{ points: string }>`
    SELECT coalesce(sum(points), 0)::text AS points FROM entry WHERE account = 'liability'`.execute(
    trx,
  );
  return Number(found.rows[0]?.points ?? 0);
}

/** Chains with a hole: fewer events than the last number says. Must be none. */
export async function listBrokenChains(
  trx: HqTrx,
): Promise<{ readonly inst: InstallId; readonly lastSeq: number; readonly held: number }[]> {
  const found = await sql<{ inst: InstallId; lastSeq: number; held: number }>`
    SELECT install.install_id AS inst, install.last_seq AS "lastSeq", count(event.seq)::integer AS held
    FROM install LEFT JOIN event ON event.inst = install.install_id
    GROUP BY install.install_id, install.last_seq
    HAVING count(event.seq) <> install.last_seq LIMIT 100`.execute(trx);
  return found.rows;
}
