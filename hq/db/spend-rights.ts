import { sql } from 'kysely';
import type { HeldRight } from '../../app/contract/spend-policy.ts';
import type { EventId, InstallId, MemberId, RightId, VoucherId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** What HQ reserved for one install. */
export type HqRight = {
  readonly rightId: RightId;
  readonly kind: 'lease' | 'auth' | 'pin';
  readonly inst: InstallId;
  readonly memberId: MemberId;
  readonly grantedPoints: number;
  readonly spentPoints: number;
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
  readonly state: 'open' | 'used' | 'returned' | 'written-off';
  readonly recalledAtMs: number | null;
  readonly voucherIds: readonly VoucherId[];
};

/** Points of a right that are still reserved: none once it is closed. */
export function heldPoints({ state, grantedPoints, spentPoints }: HqRight): number {
  return state === 'open' ? grantedPoints - spentPoints : 0;
}

type RightRow = {
  right_id: RightId;
  kind: HqRight['kind'];
  inst: InstallId;
  member_id: MemberId;
  granted_points: number;
  spent_points: number;
  granted_at_ms: number;
  expires_at_ms: number;
  state: HqRight['state'];
  recalled_at_ms: number | null;
};

/** The rights whose ids are given, who hold something of the members given, or of the vouchers. */
export async function listRights(
  db: HqHandle,
  wanted: {
    readonly rightIds?: readonly RightId[];
    readonly openOfMembers?: readonly MemberId[];
    readonly openOnVouchers?: readonly VoucherId[];
    readonly openOfInstall?: InstallId;
  },
  lock = false,
): Promise<HqRight[]> {
  const { rightIds = [], openOfMembers = [], openOnVouchers = [], openOfInstall } = wanted;
  if (rightIds.length + openOfMembers.length + openOnVouchers.length === 0 && !openOfInstall)
    return [];
  const onVouchers =
    openOnVouchers.length === 0
      ? []
      : await db
          .selectFrom('spend_right_voucher')
          .select('right_id')
          .where('voucher_id', 'in', openOnVouchers)
          .execute();
  const held = onVouchers.map((row) => row.right_id);
  let query = db
    .selectFrom('spend_right')
    .selectAll()
    .where((eb) =>
      eb.or([
        ...(rightIds.length === 0 ? [] : [eb('right_id', 'in', rightIds)]),
        ...(openOfMembers.length === 0
          ? []
          : [eb('member_id', 'in', openOfMembers).and('state', '=', 'open')]),
        ...(held.length === 0 ? [] : [eb('right_id', 'in', held).and('state', '=', 'open')]),
        ...(openOfInstall === undefined
          ? []
          : [eb('inst', '=', openOfInstall).and('state', '=', 'open')]),
      ]),
    )
    .orderBy('right_id');
  if (lock) query = query.forUpdate();
  return await withVouchers(db, await query.execute());
}

async function withVouchers(db: HqHandle, rows: readonly RightRow[]): Promise<HqRight[]> {
  const ids = rows.filter((row) => row.kind !== 'lease').map((row) => row.right_id);
  const vouchers =
    ids.length === 0
      ? []
      : await db
          .selectFrom('spend_right_voucher')
          .selectAll()
          .where('right_id', 'in', ids)
          .orderBy('voucher_id')
          .execute();
  return rows.map((row) => ({
    rightId: row.right_id,
    kind: row.kind,
    inst: row.inst,
    memberId: row.member_id,
    grantedPoints: row.granted_points,
    spentPoints: row.spent_points,
    grantedAtMs: row.granted_at_ms,
    expiresAtMs: row.expires_at_ms,
    state: row.state,
    recalledAtMs: row.recalled_at_ms,
    voucherIds: vouchers.filter((v) => v.right_id === row.right_id).map((v) => v.voucher_id),
  }));
}

/** Grants a right. The same id twice is a unique violation. */
export async function insertRight(trx: HqTrx, right: HqRight): Promise<void> {
  await trx
    .insertInto('spend_right')
    .values({
      right_id: right.rightId,
      kind: right.kind,
      inst: right.inst,
      member_id: right.memberId,
      granted_points: right.grantedPoints,
      spent_points: right.spentPoints,
      granted_at_ms: right.grantedAtMs,
      expires_at_ms: right.expiresAtMs,
      state: right.state,
      recalled_at_ms: null,
      closed_at_ms: null,
    })
    .execute();
  await insertMany(
    trx,
    'spend_right_voucher',
    right.voucherIds.map((voucherId) => ({ right_id: right.rightId, voucher_id: voucherId })),
  );
}

/** What an event took of a right. */
export type RightSpend = {
  readonly rightId: RightId;
  readonly eid: EventId;
  readonly points: number;
  /**
   * HQ took it by itself: the grant is that much less from now on. Counted as spent it would vanish at the holder, who
   * counts what its own log spent on the right, sent or not.
   */
  readonly lessens: boolean;
};
/** A right that ends. */
export type RightClose = {
  readonly rightId: RightId;
  readonly state: 'used' | 'returned' | 'written-off';
  readonly atMs: number;
};

/** Takes what was spent off the rights, and ends those that are over. */
export async function markRights(
  trx: HqTrx,
  {
    spends,
    closes,
  }: { readonly spends: readonly RightSpend[]; readonly closes: readonly RightClose[] },
): Promise<void> {
  await insertMany(
    trx,
    'right_spend',
    spends.map(({ rightId, eid, points }) => ({ right_id: rightId, eid, points })),
  );
  for (const { rightId, points, lessens } of spends) {
    await trx
      .updateTable('spend_right')
      .set(
        lessens
          ? { granted_points: sql<number>`granted_points + ${-points}` }
          : { spent_points: sql<number>`spent_points + ${points}` },
      )
      .where('right_id', '=', rightId)
      .execute();
  }
  for (const { rightId, state, atMs } of closes) {
    await trx
      .updateTable('spend_right')
      .set({ state, closed_at_ms: atMs })
      .where('right_id', '=', rightId)
      .where('state', '=', 'open')
      .execute();
  }
}

/** Asks the holders to give these rights back as soon as they hear of it. */
export async function markRecalled(
  trx: HqTrx,
  rightIds: readonly RightId[],
  atMs: number,
): Promise<void> {
  if (rightIds.length === 0) return;
  await trx
    .updateTable('spend_right')
    .set({ recalled_at_ms: atMs })
    .where('right_id', 'in', rightIds)
    .where('recalled_at_ms', 'is', null)
    .execute();
}

/** A person gives up an install: what it holds is free again. Returns how many rights ended. */
export async function markWrittenOff(trx: HqTrx, inst: InstallId, atMs: number): Promise<number> {
  const result = await trx
    .updateTable('spend_right')
    .set({ state: 'written-off', closed_at_ms: atMs })
    .where('inst', '=', inst)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** How many rights an install holds. */
export async function countOpenRights(db: HqHandle, inst: InstallId): Promise<number> {
  const row = await db
    .selectFrom('spend_right')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('inst', '=', inst)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Every right an install holds, as it is told with each pull. */
export async function listHeldRights(db: HqHandle, inst: InstallId): Promise<HeldRight[]> {
  return (await listRights(db, { openOfInstall: inst })).map(publicRight);
}

/** A right as its holder is told. */
export function publicRight(right: HqRight): HeldRight {
  const { rightId, kind, memberId, grantedPoints, spentPoints, expiresAtMs } = right;
  const voucherId = kind === 'pin' ? (right.voucherIds[0] ?? null) : null;
  const recalled = right.recalledAtMs !== null;
  return { rightId, kind, memberId, grantedPoints, spentPoints, voucherId, expiresAtMs, recalled };
}

/** What each install holds, for people: points reserved and vouchers pinned. */
export type HeldByInstall = {
  readonly inst: InstallId;
  readonly storeName: string;
  readonly counterLabel: string;
  readonly rights: number;
  readonly points: number;
  readonly lastSeenMs: number | null;
  /** Revoked, or another install took its place. */
  readonly gone: boolean;
};

/** SQL: whether an install will never speak for itself again. */
const goneSql = sql<boolean>`(install.revoked_at_ms IS NOT NULL OR EXISTS
  (SELECT 1 FROM install AS later WHERE later.replaces = install.install_id))`;

export async function listHeldByInstall(db: HqHandle): Promise<HeldByInstall[]> {
  const { rows } = await sql<Omit<HeldByInstall, 'points'> & { points: unknown }>`
    SELECT install.install_id AS inst, store.name AS "storeName", counter_label AS "counterLabel",
      count(*)::integer AS rights, sum(granted_points - spent_points)::bigint AS points,
      last_seen_ms AS "lastSeenMs", ${goneSql} AS gone
    FROM spend_right JOIN install ON install.install_id = spend_right.inst
    JOIN store ON store.store_id = install.store_id
    WHERE state = 'open' GROUP BY install.tenant_id, install.install_id, store.name
    ORDER BY store.name, counter_label, install.install_id LIMIT 1000`.execute(db);
  return rows.map((row) => ({ ...row, points: Number(row.points) }));
}

/** Whether an install will never speak for itself again; false for one nobody knows. */
export async function isGone(db: HqHandle, inst: InstallId): Promise<boolean> {
  const { rows } = await sql<{ gone: boolean }>`
    SELECT ${goneSql} AS gone FROM install WHERE install_id = ${inst}`.execute(db);
  return rows[0]?.gone === true;
}

/** Counters that may spend points at their own risk. */
export async function countSpendingInstalls(db: HqHandle): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::integer AS n FROM install
    WHERE public_key IS NOT NULL AND confirmed_at_ms IS NOT NULL AND NOT ${goneSql}`.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * Where the members (ids of one person) buy: the store of most of the last ten sales that stand, of
 * equals the later one. Null without a sale.
 */
export async function findUsualStore(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<string | null> {
  if (memberIds.length === 0) return null;
  const { rows } = await sql<{ store_id: string }>`
    SELECT store_id FROM (
      SELECT store_id, at_ms FROM sale WHERE member_id IN (${sql.join(memberIds)}) AND NOT undone
      ORDER BY at_ms DESC LIMIT 10) AS lately
    GROUP BY store_id ORDER BY count(*) DESC, max(at_ms) DESC LIMIT 1`.execute(db);
  return rows[0]?.store_id ?? null;
}
