import { sql } from 'kysely';
import type { MemberId } from '../../app/domain/ids.ts';
import { lockForBrand, tryLockForBrand } from './brand-lock.ts';
import type { HqDb, HqHandle, HqTrx, StoreKind } from './hq-db.ts';

/** One stretch of members, by id, so that a large brand is gone through in small transactions. */
export type MemberPage = { readonly after: MemberId | null; readonly limit: number };

/** Below every id. */
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Accounts with points in a lot whose last day is before `today` and which no expire entry has taken
 * yet, in the order of their ids. May name one whose points another id of the same member spent.
 */
export async function listLapsedAccounts(
  db: HqHandle,
  today: string,
  page: MemberPage,
): Promise<MemberId[]> {
  const after = page.after === null ? 'member:' : `member:${page.after}`;
  const rows = await sql<{ account: string }>`
    SELECT DISTINCT account FROM (
      SELECT account FROM entry
      WHERE account <> 'liability' AND account > ${after}
      GROUP BY account, lot_id
      HAVING min(expires_on) < ${today} AND sum(points) > 0
    ) AS lapsed ORDER BY account LIMIT ${page.limit}`.execute(db);
  return rows.rows.map((row) => row.account.slice('member:'.length) as MemberId);
}

/** Members whose tier's period ended before a day, or whose tier is none of these. */
export async function listTierEnds(
  db: HqHandle,
  { before, tierIds }: { readonly before: string; readonly tierIds: readonly string[] },
  page: MemberPage,
): Promise<MemberId[]> {
  const rows = await db
    .selectFrom('member')
    .select('member_id')
    .where('merged_into', 'is', null)
    .where('placeholder', '=', false)
    .where((eb) => eb.or([eb('tier_until', '<', before), eb('tier_id', 'not in', tierIds)]))
    .where('member_id', '>', page.after ?? (firstId as MemberId))
    .orderBy('member_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => row.member_id);
}

/** Members born on one of these days (`MM-DD`). */
export async function listBornOn(
  db: HqHandle,
  birthdays: readonly string[],
  page: MemberPage,
): Promise<MemberId[]> {
  const rows = await db
    .selectFrom('member')
    .select('member_id')
    .where('merged_into', 'is', null)
    .where('placeholder', '=', false)
    .where('birthday', 'in', birthdays)
    .where('member_id', '>', page.after ?? (firstId as MemberId))
    .orderBy('member_id')
    .limit(page.limit)
    .execute();
  return rows.map((row) => row.member_id);
}

/** The last day for which a night's work was done; null before the first. */
export async function findLastNight(db: HqHandle): Promise<string | null> {
  const row = await db
    .selectFrom('nightly_run')
    .select((eb) => eb.fn.max('day').as('day'))
    .where('finished_at_ms', 'is not', null)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The night's work for a day is done; doing it again changes nothing. */
export async function markNight(
  db: HqHandle,
  night: { readonly day: string; readonly startedAtMs: number; readonly finishedAtMs: number },
): Promise<void> {
  const { day, startedAtMs, finishedAtMs } = night;
  await db
    .insertInto('nightly_run')
    .values({ day, started_at_ms: startedAtMs, finished_at_ms: finishedAtMs })
    .onConflict((oc) =>
      oc.columns(['tenant_id', 'day']).doUpdateSet({ finished_at_ms: finishedAtMs }),
    )
    .execute();
}

/** Whether the ledger was looked at in the night of a day. */
export async function isRechecked(db: HqHandle, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('nightly_run')
    .select('rechecked_at_ms')
    .where('day', '=', day)
    .executeTakeFirst();
  return (row?.rechecked_at_ms ?? null) !== null;
}

/** The ledger was looked at, whether or not the night's other work is done. */
export async function markRechecked(
  db: HqHandle,
  night: { readonly day: string; readonly startedAtMs: number; readonly recheckedAtMs: number },
): Promise<void> {
  const { day, startedAtMs, recheckedAtMs } = night;
  await db
    .insertInto('nightly_run')
    .values({
      day,
      started_at_ms: startedAtMs,
      finished_at_ms: null,
      rechecked_at_ms: recheckedAtMs,
    })
    .onConflict((oc) =>
      oc.columns(['tenant_id', 'day']).doUpdateSet({ rechecked_at_ms: recheckedAtMs }),
    )
    .execute();
}

/**
 * Works while no other process of the brand is in here; `elsewhere` when one is. The lock is that of a transaction
 * in which nothing else is done, so it goes with its connection. On PGlite, with its one connection, there is no
 * other process.
 */
export async function holdNight<T>(
  { db, storeKind }: { readonly db: HqDb; readonly storeKind: StoreKind },
  work: () => Promise<T>,
): Promise<T | 'elsewhere'> {
  if (storeKind === 'pglite') return await work();
  return await db.transaction().execute(async (trx) => {
    await sql`SELECT set_config('idle_in_transaction_session_timeout', '0', true)`.execute(trx);
    return (await tryLockForBrand(trx, 'nightHeld')) ? await work() : 'elsewhere';
  });
}

/** Waits until no other transaction does a part of a night's work. */
export async function lockNight(trx: HqTrx): Promise<void> {
  await lockForBrand(trx, 'night');
}
