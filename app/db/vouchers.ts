import { sql } from 'kysely';
import type { VoucherRow } from '../contract/sync.ts';
import type { CouponId, EventId, MemberId, VoucherId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';

/** A voucher as this counter knows it, own redemptions included. */
export type Voucher = {
  readonly voucherId: VoucherId;
  readonly code: string;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly state: 'issued' | 'used' | 'cancelled';
  /** When and where it was used; `storeName` null = at this counter. */
  readonly used: { readonly atMs: number | null; readonly storeName: string | null } | null;
};

type RowInDb = {
  voucher_id: VoucherId;
  code: string;
  coupon_id: CouponId;
  member_id: MemberId;
  valid_from: string;
  valid_until: string;
  state: 'issued' | 'used' | 'cancelled';
  used_at_ms: number | null;
  used_store_name: string | null;
  redeemed_at_ms: number | null;
  redeemed_store_name: string | null;
};

/** Vouchers with their first redemption, if any. */
function selectVouchers(db: Reader) {
  return db
    .selectFrom('voucher')
    .selectAll('voucher')
    .select(({ selectFrom }) => [
      selectFrom('redemption')
        .select(({ fn }) => fn.min('redemption.at_ms').as('at_ms'))
        .whereRef('redemption.voucher_id', '=', 'voucher.voucher_id')
        .as('redeemed_at_ms'),
      selectFrom('redemption')
        .select('redemption.store_name')
        .whereRef('redemption.voucher_id', '=', 'voucher.voucher_id')
        .orderBy('redemption.at_ms')
        .limit(1)
        .as('redeemed_store_name'),
    ]);
}

/** The voucher of a code; among several of one code the one that is still issued. */
export async function findVoucherByCode(db: Reader, code: string): Promise<Voucher | null> {
  const row = await selectVouchers(db)
    .where('voucher.code', '=', code)
    .orderBy(sql`voucher.state = 'issued'`, 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : voucherOf(row);
}

/** The vouchers of the given ids that are known, in the order of the ids. */
export async function listVouchers(
  db: Reader,
  voucherIds: readonly VoucherId[],
): Promise<readonly Voucher[]> {
  if (voucherIds.length === 0) return [];
  const rows = await selectVouchers(db)
    .where(
      sql<boolean>`voucher.voucher_id IN (SELECT value FROM json_each(${JSON.stringify(voucherIds)}))`,
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.voucher_id, voucherOf(row)]));
  return voucherIds.flatMap((id) => byId.get(id) ?? []);
}

/** What a member could use today or later: issued, not lapsed, not redeemed; soonest to lapse first. */
export async function listMemberVouchers(
  db: Reader,
  {
    memberId,
    today,
    limit,
  }: { readonly memberId: MemberId; readonly today: string; readonly limit: number },
): Promise<readonly Voucher[]> {
  const rows = await selectVouchers(db)
    .where('voucher.member_id', '=', memberId)
    .where('voucher.state', '=', 'issued')
    .where('voucher.valid_until', '>=', today)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('redemption')
            .select('redemption.eid')
            .whereRef('redemption.voucher_id', '=', 'voucher.voucher_id'),
        ),
      ),
    )
    .orderBy('voucher.valid_until')
    .orderBy('voucher.voucher_id')
    .limit(limit)
    .execute();
  return rows.map(voucherOf);
}

/** Stores vouchers as HQ knows them; redemptions made here stay beside them. */
export async function upsertVouchers(trx: Trx, vouchers: readonly VoucherRow[]): Promise<void> {
  if (vouchers.length === 0) return;
  await sql`
    INSERT INTO voucher (voucher_id, code, coupon_id, member_id, valid_from, valid_until, state, used_at_ms, used_store_name)
    SELECT value->>'voucherId', value->>'code', value->>'couponId', value->>'memberId', value->>'validFrom',
           value->>'validUntil', value->>'state', value->>'$.used.atMs', value->>'$.used.storeName'
    FROM json_each(${JSON.stringify(vouchers)}) WHERE true
    ON CONFLICT (voucher_id) DO UPDATE SET
      code = excluded.code, coupon_id = excluded.coupon_id, member_id = excluded.member_id,
      valid_from = excluded.valid_from, valid_until = excluded.valid_until, state = excluded.state,
      used_at_ms = excluded.used_at_ms, used_store_name = excluded.used_store_name
    WHERE (code, coupon_id, member_id, valid_from, valid_until, state, used_at_ms, used_store_name) IS NOT
      (excluded.code, excluded.coupon_id, excluded.member_id, excluded.valid_from, excluded.valid_until,
       excluded.state, excluded.used_at_ms, excluded.used_store_name)`.execute(trx);
}

export type NewRedemption = {
  readonly voucherId: VoucherId;
  readonly eid: EventId;
  readonly origin: 'own' | 'hq';
  readonly atMs: number;
  /** Null = at this counter. */
  readonly storeName: string | null;
};

/** Marks vouchers as used. A redemption that is known already stays as it is. */
export async function insertRedemptions(
  trx: Trx,
  redemptions: readonly NewRedemption[],
): Promise<void> {
  if (redemptions.length === 0) return;
  await sql`
    INSERT INTO redemption (voucher_id, eid, origin, at_ms, store_name)
    SELECT value->>'voucherId', value->>'eid', value->>'origin', value->>'atMs', value->>'storeName'
    FROM json_each(${JSON.stringify(redemptions)}) WHERE true
    ON CONFLICT (voucher_id, eid) DO NOTHING`.execute(trx);
}

function voucherOf(row: RowInDb): Voucher {
  return {
    voucherId: row.voucher_id,
    code: row.code,
    couponId: row.coupon_id,
    memberId: row.member_id,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    state: row.state,
    used: usedOf(row),
  };
}

function usedOf(row: RowInDb): Voucher['used'] {
  if (row.redeemed_at_ms !== null)
    return { atMs: row.redeemed_at_ms, storeName: row.redeemed_store_name };
  if (row.state === 'used') return { atMs: row.used_at_ms, storeName: row.used_store_name };
  return null;
}
