import { sql } from 'kysely';
import type { HeldRight } from '../contract/spend-policy.ts';
import type { EventId, InstallId, MemberId, RightId, VoucherId } from '../domain/ids.ts';
import { fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { idsOf } from './member-aliases.ts';
import { isRefused } from './refused-event.ts';

/** A right of this counter with what its own log has made of it. */
export type Right = {
  readonly rightId: RightId;
  readonly kind: HeldRight['kind'];
  readonly memberId: MemberId;
  readonly voucherId: VoucherId | null;
  /** Granted less whatever was spent on it, by the log or by what HQ has seen. */
  readonly leftPoints: number;
  readonly expiresAtMs: number;
  readonly recalled: boolean;
  readonly heardAtMs: number;
  /** A sale of this log stands on it (an authorisation, a redeemed pin). */
  readonly used: boolean;
};

type RightRow = {
  right_id: RightId;
  kind: HeldRight['kind'];
  member_id: MemberId;
  voucher_id: VoucherId | null;
  granted_points: number;
  spent_points: number;
  logged: number;
  expires_at_ms: number;
  recalled: 0 | 1;
  heard_at_ms: number;
  used: 0 | 1;
};

/**
 * SQL: rights of the install that records now, without those given back. What was spent is summed over
 * the log each time: a counter kept beside it would come back from the dead with an old copy of the file.
 * A spend HQ gave no effect took nothing.
 */
function selectRights(where: ReturnType<typeof sql>) {
  return sql<RightRow>`
    SELECT spend_right.*,
      (SELECT coalesce(sum(lease_points), 0) FROM event
        WHERE cover_lease = spend_right.right_id AND NOT ${isRefused(sql`event.eid`)}) AS logged,
      (EXISTS (SELECT 1 FROM event WHERE cover_auth = spend_right.right_id)
        OR EXISTS (SELECT 1 FROM redemption
          WHERE redemption.voucher_id = spend_right.voucher_id AND origin = 'own'
            AND NOT ${isRefused(sql`redemption.eid`)})) AS used
    FROM spend_right
    WHERE install_id = (SELECT install_id FROM install WHERE is_current = 1) AND ${where}
      AND NOT EXISTS (SELECT 1 FROM event WHERE returned_right = spend_right.right_id)
    ORDER BY expires_at_ms, right_id`;
}

function rightOf(row: RightRow): Right {
  return {
    rightId: row.right_id,
    kind: row.kind,
    memberId: row.member_id,
    voucherId: row.voucher_id,
    leftPoints: Math.max(0, row.granted_points - Math.max(row.spent_points, row.logged)),
    expiresAtMs: row.expires_at_ms,
    recalled: row.recalled === 1,
    heardAtMs: row.heard_at_ms,
    used: row.used === 1,
  };
}

/** The rights this counter holds for a member, those of ids merged into him too. */
export async function listRightsOf(db: Reader, memberId: MemberId): Promise<readonly Right[]> {
  return (await listRows(db, rightsOfMember, { memberId })).map(rightOf);
}

type Holder = { readonly memberId: MemberId };

const rightsOfMember = fixedQuery((_db, { memberId }: Holder) =>
  selectRights(sql`member_id IN (${idsOf(memberId)})`),
);

/** All rights this counter holds. HQ grants at most some hundred. */
export async function listRights(db: Reader): Promise<readonly Right[]> {
  const { rows } = await selectRights(sql`true`).execute(db);
  return rows.map(rightOf);
}

/**
 * Takes HQ's list of rights as it is: what it lists is held, what it does not list is gone (used up,
 * returned, or written off). A right granted a moment ago may be missing from an answer that was on its
 * way; the next one brings it.
 */
export async function replaceRights(
  trx: Trx,
  given: {
    readonly installId: InstallId;
    readonly rights: readonly HeldRight[];
    readonly nowMs: number;
  },
): Promise<void> {
  const { installId, rights, nowMs } = given;
  await sql`DELETE FROM spend_right WHERE install_id <> ${installId} OR right_id NOT IN
    (SELECT value->>'rightId' FROM json_each(${JSON.stringify(rights)}))`.execute(trx);
  for (const right of rights) await putRight(trx, { installId, right, nowMs });
}

/** Stores one right as HQ granted or listed it; when it was first heard of stays. */
export async function putRight(
  trx: Trx,
  given: { readonly installId: InstallId; readonly right: HeldRight; readonly nowMs: number },
): Promise<void> {
  const { installId, right, nowMs } = given;
  const row = {
    right_id: right.rightId,
    install_id: installId,
    kind: right.kind,
    member_id: right.memberId,
    granted_points: right.grantedPoints,
    spent_points: right.spentPoints,
    voucher_id: right.voucherId,
    expires_at_ms: right.expiresAtMs,
    recalled: right.recalled ? (1 as const) : (0 as const),
  };
  await trx
    .insertInto('spend_right')
    .values({ ...row, heard_at_ms: nowMs })
    .onConflict((conflict) => conflict.column('right_id').doUpdateSet(row))
    .execute();
}

/** Whether HQ's list says something else than what is stored. */
export async function differFromRights(
  db: Reader,
  installId: InstallId,
  rights: readonly HeldRight[],
): Promise<boolean> {
  const stored = await db.selectFrom('spend_right').selectAll().execute();
  if (stored.length !== rights.length) return true;
  const byId = new Map(stored.map((row) => [row.right_id, row]));
  return rights.some((right) => {
    const row = byId.get(right.rightId);
    return (
      row === undefined ||
      row.install_id !== installId ||
      row.granted_points !== right.grantedPoints ||
      row.spent_points !== right.spentPoints ||
      row.expires_at_ms !== right.expiresAtMs ||
      (row.recalled === 1) !== right.recalled
    );
  });
}

/** What was spent at own risk and HQ does not hold yet. */
export type FloorUse = {
  readonly memberPoints: number;
  readonly memberSales: number;
  readonly counterPoints: number;
  /** The member's sales behind `memberPoints`, oldest first. */
  readonly pending: readonly {
    readonly eid: EventId;
    readonly points: number;
    /** The question HQ did not answer for it. */
    readonly asked?: RightId;
  }[];
};

/**
 * Sums the unsent sales that spend points on nothing HQ reserved, from the log. Sales recorded before
 * there was an HQ name no cover and count too. Reads only the unsent part of the log.
 */
export async function getFloorUse(db: Reader, memberId: MemberId): Promise<FloorUse> {
  const rows = await listRows(db, unsentSpending, { memberId });
  const own = rows.filter((row) => row.own === 1);
  const sumOf = (some: typeof rows): number => some.reduce((sum, row) => sum + row.points, 0);
  return {
    memberPoints: sumOf(own),
    memberSales: own.length,
    counterPoints: sumOf(rows),
    pending: own.map(({ eid, points, asked }) => ({
      eid,
      points,
      ...(asked === null ? {} : { asked }),
    })),
  };
}

const unsentSpending = fixedQuery(
  (_db, { memberId }: Holder) => sql<{
    eid: EventId;
    points: number;
    asked: RightId | null;
    own: 0 | 1;
  }>`
    SELECT event.eid, event.cover_points AS points, event.raw_body->>'$.body.cover.asked' AS asked,
      event.member_id IN (${idsOf(memberId)}) AS own
    FROM event INDEXED BY event_spending
    WHERE event.cover_points > 0 AND (event.cover_by IS NULL OR event.cover_by = 'floor')
      AND event.event_no >= (
        SELECT first.event_no FROM install
        JOIN chain ON chain.install_id = install.install_id AND chain.seq = install.acked_seq + 1
        JOIN event AS first ON first.eid = chain.eid
        WHERE install.is_current = 1)
    ORDER BY event.event_no`,
);
