import { sql, type RawBuilder } from 'kysely';
import { fixedQuery, listRows } from './fixed-query.ts';
import type { LotId, MemberId } from '../domain/ids.ts';
import { compareLots, type Lot } from '../domain/lots.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Reader } from './handles.ts';
import { idsOf, listIdsOf } from './member-aliases.ts';

/**
 * The lots of a member that can still be spent on a day and those below 0, in spending order; `owes`: there
 * is one below 0, so that what has lapsed matters too (see `listLots`). SQLite adds up and leaves out
 * what is spent or past: of a member of thousands of sales few lots come out.
 */
export async function listLiveLots(
  db: Reader,
  { memberId, today }: { readonly memberId: MemberId; readonly today: CalendarDate },
): Promise<{ readonly lots: readonly Lot[]; readonly owes: boolean }> {
  const [only, another] = await listIdsOf(db, memberId);
  const isAlone = only !== undefined && another === undefined;
  const rows = isAlone
    ? await listRows(db, lotsOfOne, { memberId: only, today })
    : await listRows(db, lotsOfMerged, { memberId, today });
  const lots = rows
    .map((row) => ({ lotId: row.lot_id, points: row.points, expiresOn: row.expires_on }))
    .sort(compareLots);
  return { lots, owes: lots.some((lot) => lot.points < 0) };
}

type Asked = { readonly memberId: MemberId; readonly today: CalendarDate };

/** One id alone is read in the order of the index; several need sorting, which doubles the time. */
const lotsOfOne = fixedQuery((_db, { memberId, today }: Asked) =>
  liveLots(sql`member_id = ${memberId}`, today),
);
const lotsOfMerged = fixedQuery((_db, { memberId, today }: Asked) =>
  liveLots(sql`member_id IN (${idsOf(memberId)})`, today),
);

function liveLots(isOf: RawBuilder<unknown>, today: CalendarDate) {
  return sql<{ lot_id: LotId; points: number; expires_on: string | null }>`
    SELECT lot_id, sum(points) AS points, min(expires_on) AS expires_on
    FROM ledger_entry WHERE ${isOf} GROUP BY lot_id
    HAVING sum(points) < 0
      OR (sum(points) > 0 AND coalesce(min(expires_on) >= ${today}, true))`;
}
