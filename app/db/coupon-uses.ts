import { sql } from 'kysely';
import type { EventId, MemberId } from '../domain/ids.ts';
import type { UseCount } from '../domain/sale.ts';
import type { CalendarDate } from '../domain/time.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { idsOf } from './member-aliases.ts';

/** Uses of coupons, rewards and gifts by one event; `n` below 0 when a refund gives them back. */
export type NewUses = {
  readonly eid: EventId;
  /** As of ledger entries. */
  readonly origin: 'record' | `receipt:${number}`;
  /** Who bought. */
  readonly memberId: MemberId;
  /** Null = this store. */
  readonly storeName: string | null;
  readonly bizDate: CalendarDate;
  readonly uses: readonly Use[];
};

/** `memberId`: for whom it counts, where that is not who bought. */
export type Use = {
  readonly id: string;
  readonly n: number;
  readonly memberId?: MemberId | undefined;
};

/** Adds uses; those of one id within an event are put together, and what comes to 0 is left out. */
export async function insertUses(trx: Trx, groups: readonly NewUses[]): Promise<void> {
  const rows = groups.flatMap(({ uses, ...group }) => {
    const byId = new Map<string, Use>();
    for (const use of uses) byId.set(use.id, { ...use, n: (byId.get(use.id)?.n ?? 0) + use.n });
    return [...byId.values()]
      .filter(({ n }) => n !== 0)
      .map(({ id, n, memberId = group.memberId }) => {
        const buyerId = memberId === group.memberId ? null : group.memberId;
        return { ...group, useId: id, n, memberId, buyerId };
      });
  });
  if (rows.length === 0) return;
  await findRow(trx, usesAdded, { rows: JSON.stringify(rows) });
}

const usesAdded = fixedQuery(
  (_db, { rows }: { readonly rows: string }) => sql`
    INSERT INTO coupon_use (eid, origin, use_id, n, member_id, buyer_id, store_name, biz_date)
    SELECT value->>'eid', value->>'origin', value->>'useId', value->>'n', value->>'memberId',
           value->>'buyerId', value->>'storeName', value->>'bizDate'
    FROM json_each(${rows})`,
);

/** An id with a limit, and which limits it has: only those are counted. */
export type LimitedId = {
  readonly id: string;
  readonly program: boolean;
  readonly day: boolean;
  readonly member: boolean;
  /** Whose uses a limit per member is on. */
  readonly memberId: MemberId;
};

/**
 * How often each limited id was used, as far as this counter knows of the chain; one that never was is left out. Counts
 * no limit asks for are 0: summing a year of a coupon over all members for nothing would be felt at the till.
 */
export async function listUseCounts(
  db: Reader,
  input: {
    readonly limited: readonly LimitedId[];
    readonly today: CalendarDate;
    /** The name under which HQ tells of this store's other counters; null without a store. */
    readonly storeName: string | null;
  },
): Promise<readonly UseCount[]> {
  const { limited, today, storeName } = input;
  if (limited.length === 0) return [];
  const rows = await listRows(db, useCounts, { ids: JSON.stringify(limited), today, storeName });
  // Uses given back may outnumber those known here for a while.
  const counts = rows.map((row) => ({
    id: row.id,
    program: Math.max(row.program, 0),
    day: Math.max(row.day, 0),
    storeDay: Math.max(row.storeDay, 0),
    member: Math.max(row.member, 0),
    memberDay: Math.max(row.memberDay, 0),
  }));
  return counts.filter(({ program, day, storeDay, member, memberDay }) =>
    [program, day, storeDay, member, memberDay].some((count) => count > 0),
  );
}

/** SQL: the ids of whom a limit per member is on. */
const whose = idsOf(sql`(ids.value->>'memberId')`);

type AskedUses = {
  /** The limited ids, as JSON. */
  readonly ids: string;
  readonly today: CalendarDate;
  readonly storeName: string | null;
};

const useCounts = fixedQuery(
  (_db, { ids, today, storeName }: AskedUses) => sql<UseCount>`
    SELECT ids.value->>'id' AS id,
      CASE WHEN ids.value->>'program' THEN
        (SELECT coalesce(sum(n), 0) FROM coupon_use WHERE use_id = ids.value->>'id')
      ELSE 0 END AS program,
      CASE WHEN ids.value->>'day' THEN
        (SELECT coalesce(sum(n), 0) FROM coupon_use WHERE use_id = ids.value->>'id' AND biz_date = ${today})
      ELSE 0 END AS day,
      CASE WHEN ids.value->>'day' THEN
        (SELECT coalesce(sum(n), 0) FROM coupon_use WHERE use_id = ids.value->>'id' AND biz_date = ${today}
           AND (store_name IS NULL OR store_name = ${storeName}))
      ELSE 0 END AS "storeDay",
      CASE WHEN ids.value->>'member' THEN
        (SELECT coalesce(sum(n), 0) FROM coupon_use
         WHERE use_id = ids.value->>'id' AND member_id IN (${whose}))
      ELSE 0 END AS member,
      CASE WHEN ids.value->>'member' THEN
        (SELECT coalesce(sum(n), 0) FROM coupon_use
         WHERE use_id = ids.value->>'id' AND member_id IN (${whose}) AND biz_date = ${today})
      ELSE 0 END AS "memberDay"
    FROM json_each(${ids}) AS ids`,
);

/** Whether a member's sales used any of these ids at all, for whomever, net of what was given back. */
export async function hasUsedAny(
  db: Reader,
  { memberId, ids }: { readonly memberId: MemberId; readonly ids: readonly string[] },
): Promise<boolean> {
  if (ids.length === 0) return false;
  const found = await findRow(db, usesOfAny, { memberId, ids: JSON.stringify(ids) });
  return (found?.n ?? 0) > 0;
}

const usesOfAny = fixedQuery(
  (_db, { memberId, ids }: { readonly memberId: MemberId; readonly ids: string }) => sql<{
    n: number;
  }>`
    SELECT coalesce(sum(n), 0) AS n FROM (
      SELECT n FROM coupon_use WHERE member_id IN (${idsOf(memberId)}) AND buyer_id IS NULL
        AND use_id IN (SELECT value FROM json_each(${ids}))
      UNION ALL SELECT n FROM coupon_use WHERE buyer_id IN (${idsOf(memberId)})
        AND use_id IN (SELECT value FROM json_each(${ids})))`,
);

const effectOf = fixedQuery((db, { eid }: { readonly eid: EventId }) =>
  db
    .selectFrom('coupon_use')
    .select(({ fn }) => [
      'use_id',
      fn.sum<number>('n').as('n'),
      fn.min('biz_date').as('biz_date'),
      fn.min('member_id').as('member_id'),
    ])
    .where('eid', '=', eid)
    .groupBy('use_id'),
);

/** What an event weighs in uses now, all origins together. */
export async function listUseEffect(
  db: Reader,
  eid: EventId,
): Promise<readonly (Required<Use> & { readonly bizDate: CalendarDate })[]> {
  const rows = await listRows(db, effectOf, { eid });
  return rows.map((row) => ({
    id: row.use_id,
    n: row.n,
    memberId: row.member_id,
    bizDate: row.biz_date,
  }));
}
