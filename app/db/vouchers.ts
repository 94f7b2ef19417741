import { sql, type RawBuilder } from 'kysely';
import type { IssuedVoucherRef } from '../contract/events.ts';
import type { VoucherRow } from '../contract/sync.ts';
import type { CouponId, EventId, MemberId, VoucherId } from '../domain/ids.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { idsOf } from './member-aliases.ts';
import { isRefused } from './refused-event.ts';

/** A voucher as this counter knows it, own redemptions included. */
export type Voucher = {
  readonly voucherId: VoucherId;
  readonly code: string;
  readonly couponId: CouponId;
  /** Whose it is now: of a merged member the one that is left. */
  readonly memberId: MemberId;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly state: 'issued' | 'used' | 'cancelled';
  /** Above 1 it is a count ticket. */
  readonly uses: number;
  /** How often it can still be used, as far as known here; 0 unless it is issued. */
  readonly usesLeft: number;
  /** When and where it was used up; `storeName` null = at this counter. Null while uses are left. */
  readonly used: { readonly atMs: number | null; readonly storeName: string | null } | null;
  /** The used voucher for which a refund gave this one back. */
  readonly copyOf: VoucherId | null;
};

type RowInDb = {
  voucher_id: VoucherId;
  code: string;
  coupon_id: CouponId;
  holder_id: MemberId;
  valid_from: string;
  valid_until: string;
  state: 'issued' | 'used' | 'cancelled';
  uses: number;
  left_count: number;
  is_void: number;
  used_at_ms: number | null;
  used_store_name: string | null;
  redeemed_at_ms: number | null;
  redeemed_store_name: string | null;
  copy_of: VoucherId | null;
};

/**
 * Vouchers with what is left of them: what HQ said last less what was used here and not answered yet,
 * and never more than its uses less all redemptions known. A use in a sale that HQ gave no effect counts
 * nowhere, so not here either. A voucher that a refund cancelled, or whose own giving HQ refused, is void.
 */
function selectVouchers(where: RawBuilder<unknown>): RawBuilder<RowInDb> {
  const counted = sql`redemption.voucher_id = voucher.voucher_id
    AND NOT ${isRefused(sql`redemption.eid`)}`;
  const redeemed = sql`SELECT coalesce(sum(redemption.uses), 0) FROM redemption WHERE ${counted}`;
  return sql<RowInDb>`
    SELECT voucher.*, coalesce(alias.into_id, voucher.member_id) AS holder_id,
      min(voucher.uses_left - (${redeemed} AND redemption.origin = 'own'
            AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = redemption.eid)),
          voucher.uses - (${redeemed})) AS left_count,
      EXISTS (SELECT 1 FROM voucher_cancel WHERE voucher_cancel.voucher_id = voucher.voucher_id
          AND NOT ${isRefused(sql`voucher_cancel.eid`)})
        OR (voucher.issued_eid IS NOT NULL AND ${isRefused(sql`voucher.issued_eid`)}) AS is_void,
      (SELECT min(at_ms) FROM redemption WHERE ${counted}) AS redeemed_at_ms,
      (SELECT store_name FROM redemption WHERE ${counted}
        ORDER BY at_ms LIMIT 1) AS redeemed_store_name
    FROM voucher LEFT JOIN member_alias AS alias ON alias.member_id = voucher.member_id
    WHERE ${where}`;
}

/** The voucher of a code; among several of one code the one that is still issued. */
export async function findVoucherByCode(db: Reader, code: string): Promise<Voucher | null> {
  const row = await findRow(db, rowByCode, { code });
  return row === undefined ? null : voucherOf(row);
}

const rowByCode = fixedQuery(
  (_db, { code }: { readonly code: string }) => sql<RowInDb>`
    ${selectVouchers(sql`voucher.code = ${code}`)}
    ORDER BY voucher.state = 'issued' DESC LIMIT 1`,
);

/** The vouchers of the given ids that are known, in the order of the ids. */
export async function listVouchers(
  db: Reader,
  voucherIds: readonly VoucherId[],
): Promise<readonly Voucher[]> {
  if (voucherIds.length === 0) return [];
  const rows = await listRows(db, rowsByIds, { ids: JSON.stringify(voucherIds) });
  const byId = new Map(rows.map((row) => [row.voucher_id, voucherOf(row)]));
  return voucherIds.flatMap((id) => byId.get(id) ?? []);
}

const rowsByIds = fixedQuery((_db, { ids }: { readonly ids: string }) =>
  selectVouchers(sql`voucher.voucher_id IN (SELECT value FROM json_each(${ids}))`),
);

/** The vouchers of the given ids with all that refunds gave back for them, and for those in turn. */
export async function listVouchersAndCopies(
  db: Reader,
  voucherIds: readonly VoucherId[],
): Promise<readonly Voucher[]> {
  if (voucherIds.length === 0) return [];
  const { rows } = await selectVouchers(sql`voucher.voucher_id IN (
    WITH RECURSIVE family (voucher_id) AS (
      SELECT value FROM json_each(${JSON.stringify(voucherIds)})
      UNION SELECT copy.voucher_id FROM family JOIN voucher AS copy ON copy.copy_of = family.voucher_id)
    SELECT voucher_id FROM family)`).execute(db);
  return rows.map(voucherOf);
}

/** What a member could use today or later: issued, not lapsed, not used up; soonest to lapse first. */
export async function listMemberVouchers(
  db: Reader,
  asked: AskedVouchers,
): Promise<readonly Voucher[]> {
  return (await listRows(db, usableRows, asked)).map(voucherOf);
}

type AskedVouchers = {
  readonly memberId: MemberId;
  readonly today: string;
  readonly limit: number;
};

/** `+ 0`: by the bare value of a limit SQLite would plan anew at each run. */
const usableRows = fixedQuery(
  (_db, { memberId, today, limit }: AskedVouchers) => sql<RowInDb>`
    SELECT * FROM (${selectVouchers(sql`voucher.member_id IN (${idsOf(memberId)})
      AND voucher.state = 'issued' AND voucher.valid_until >= ${today}`)})
    WHERE left_count > 0 AND NOT is_void
    ORDER BY valid_until, voucher_id LIMIT ${limit} + 0`,
);

/** All that a member was ever given, used and lapsed ones too, those that last longest first. */
export async function listAllVouchers(
  db: Reader,
  { memberId, limit }: { readonly memberId: MemberId; readonly limit: number },
): Promise<readonly Voucher[]> {
  const { rows } = await sql<RowInDb>`${selectVouchers(
    sql`voucher.member_id IN (${idsOf(memberId)})`,
  )} ORDER BY voucher.valid_until DESC, voucher.voucher_id LIMIT ${limit} + 0`.execute(db);
  return rows.map(voucherOf);
}

/** Vouchers given here, usable at once; HQ's rows about them follow. */
export async function insertOwnVouchers(
  trx: Trx,
  {
    eid,
    issued,
    copyOf = () => null,
  }: {
    readonly eid: EventId;
    readonly issued: readonly IssuedVoucherRef[];
    /** Which used voucher one is given back for, by its place. */
    readonly copyOf?: (place: number) => VoucherId | null;
  },
): Promise<void> {
  if (issued.length === 0) return;
  await trx
    .insertInto('voucher')
    .values(
      issued.map((voucher, place) => ({
        voucher_id: voucher.voucherId,
        code: voucher.code,
        coupon_id: voucher.couponId,
        member_id: voucher.memberId,
        valid_from: voucher.validFrom,
        valid_until: voucher.validUntil,
        state: 'issued' as const,
        used_at_ms: null,
        used_store_name: null,
        uses: voucher.uses,
        uses_left: voucher.uses,
        issued_eid: eid,
        copy_of: copyOf(place),
      })),
    )
    .execute();
}

/**
 * Stores a voucher of which nothing but its token is known: one use, and no code, which HQ's own row
 * brings. Does nothing where the voucher is known.
 */
export async function insertTokenVoucher(
  trx: Trx,
  token: Pick<Voucher, 'voucherId' | 'couponId' | 'memberId' | 'validFrom' | 'validUntil'>,
): Promise<void> {
  await trx
    .insertInto('voucher')
    .values({
      voucher_id: token.voucherId,
      code: '',
      coupon_id: token.couponId,
      member_id: token.memberId,
      valid_from: token.validFrom,
      valid_until: token.validUntil,
      state: 'issued',
      used_at_ms: null,
      used_store_name: null,
      uses: 1,
      uses_left: 1,
    })
    .onConflict((conflict) => conflict.column('voucher_id').doNothing())
    .execute();
}

/** Stores vouchers as HQ knows them; redemptions made here stay beside them. */
export async function upsertVouchers(trx: Trx, vouchers: readonly VoucherRow[]): Promise<void> {
  if (vouchers.length === 0) return;
  const rows = vouchers.map((voucher) => ({
    ...voucher,
    left: voucher.state === 'issued' ? voucher.usesLeft : 0,
  }));
  await sql`
    INSERT INTO voucher (voucher_id, code, coupon_id, member_id, valid_from, valid_until, state, used_at_ms,
                         used_store_name, uses, uses_left, copy_of)
    SELECT value->>'voucherId', value->>'code', value->>'couponId', value->>'memberId', value->>'validFrom',
           value->>'validUntil', value->>'state', value->>'$.used.atMs', value->>'$.used.storeName',
           value->>'uses', value->>'left', value->>'copyOf'
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (voucher_id) DO UPDATE SET
      code = excluded.code, coupon_id = excluded.coupon_id, member_id = excluded.member_id,
      valid_from = excluded.valid_from, valid_until = excluded.valid_until, state = excluded.state,
      used_at_ms = excluded.used_at_ms, used_store_name = excluded.used_store_name,
      uses = excluded.uses, uses_left = excluded.uses_left,
      copy_of = coalesce(excluded.copy_of, voucher.copy_of)
    WHERE (code, coupon_id, member_id, valid_from, valid_until, state, used_at_ms, used_store_name,
           uses, uses_left) IS NOT
      (excluded.code, excluded.coupon_id, excluded.member_id, excluded.valid_from, excluded.valid_until,
       excluded.state, excluded.used_at_ms, excluded.used_store_name, excluded.uses,
       excluded.uses_left)`.execute(trx);
}

export type NewRedemption = {
  readonly voucherId: VoucherId;
  readonly eid: EventId;
  readonly origin: 'own' | 'hq';
  readonly atMs: number;
  /** Null = at this counter. */
  readonly storeName: string | null;
  readonly uses: number;
};

/**
 * Marks vouchers as used. A redemption that is known already stays as it is. Throws when this counter
 * would use one more often than it can be.
 */
export async function insertRedemptions(
  trx: Trx,
  redemptions: readonly NewRedemption[],
): Promise<void> {
  if (redemptions.length === 0) return;
  await findRow(trx, redemptionsAdded, { rows: JSON.stringify(redemptions) });
}

const redemptionsAdded = fixedQuery(
  (_db, { rows }: { readonly rows: string }) => sql`
    INSERT INTO redemption (voucher_id, eid, origin, at_ms, store_name, uses)
    SELECT value->>'voucherId', value->>'eid', value->>'origin', value->>'atMs', value->>'storeName',
           value->>'uses'
    FROM json_each(${rows}) WHERE true
    ON CONFLICT (voucher_id, eid) DO NOTHING`,
);

/** `beyond-uses`: it was used up without this use; kept all the same, beside the count of this counter. */
export type PutBackUse = { readonly kind: 'used' | 'beyond-uses' };

/**
 * A use that comes back from the tape, in a database that may know of other uses by now. It was made here
 * all the same: HQ judges which one counts.
 */
export async function putBackRedemption(trx: Trx, redemption: NewRedemption): Promise<PutBackUse> {
  const { voucherId, uses } = redemption;
  // The same count as the trigger `redemption_within_uses`.
  const { rows } = await sql<{ left_count: number }>`
    SELECT coalesce((SELECT uses FROM voucher WHERE voucher_id = ${voucherId}), 1)
      - coalesce(sum(redemption.uses), 0) AS left_count
    FROM redemption WHERE redemption.voucher_id = ${voucherId} AND redemption.origin = 'own'
      AND NOT ${isRefused(sql`redemption.eid`)}`.execute(trx);
  const kind = uses <= (rows[0]?.left_count ?? 0) ? 'used' : 'beyond-uses';
  const origin = kind === 'used' ? 'own' : 'hq';
  await insertRedemptions(trx, [{ ...redemption, origin }]);
  return { kind };
}

function voucherOf(row: RowInDb): Voucher {
  const state = row.is_void === 1 ? 'cancelled' : row.state;
  const usesLeft = state === 'issued' ? Math.max(row.left_count, 0) : 0;
  return {
    voucherId: row.voucher_id,
    code: row.code,
    couponId: row.coupon_id,
    memberId: row.holder_id,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    state,
    uses: row.uses,
    usesLeft,
    used: usesLeft > 0 ? null : usedOf(row),
    copyOf: row.copy_of,
  };
}

function usedOf(row: RowInDb): Voucher['used'] {
  if (row.redeemed_at_ms !== null)
    return { atMs: row.redeemed_at_ms, storeName: row.redeemed_store_name };
  const isUsed = row.state === 'used' || (row.state === 'issued' && row.left_count <= 0);
  return isUsed ? { atMs: row.used_at_ms, storeName: row.used_store_name } : null;
}
