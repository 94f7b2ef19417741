import { sql } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
import type { Reader } from './handles.ts';

export type BalanceCheck = {
  readonly members: number;
  /**
   * Members whose cached points are not the sum of their ledger entries and of those of the members
   * merged into them (at most 100 named).
   */
  readonly wrong: readonly {
    readonly memberId: MemberId;
    readonly cached: number;
    readonly ledger: number;
  }[];
};

/** Compares every cached balance with the ledger, which is the truth. */
export async function checkBalances(db: Reader): Promise<BalanceCheck> {
  const { rows } = await sql<{ member_id: MemberId; cached: number; ledger: number }>`
    SELECT member.member_id, member.points AS cached, coalesce(sums.points, 0) AS ledger
    FROM member LEFT JOIN (
      SELECT member_id, sum(points) AS points FROM (
        SELECT member_id, points FROM ledger_entry
        UNION ALL SELECT into_id, points FROM ledger_entry JOIN member_alias USING (member_id))
      GROUP BY member_id) AS sums
      ON sums.member_id = member.member_id
    WHERE member.points <> coalesce(sums.points, 0) LIMIT 100`.execute(db);
  const { rows: counted } = await sql<{ n: number }>`SELECT count(*) AS n FROM member`.execute(db);
  return {
    members: counted[0]?.n ?? 0,
    wrong: rows.map((row) => ({ memberId: row.member_id, cached: row.cached, ledger: row.ledger })),
  };
}
