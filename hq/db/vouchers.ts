import type { VoucherRow } from '../../app/contract/sync.ts';
import type {
  CouponId,
  EventId,
  MemberId,
  SaleId,
  StoreId,
  VoucherId,
} from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** A voucher and the redemption that counted, if any. */
export type HqVoucher = {
  readonly voucherId: VoucherId;
  readonly code: string;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly cancelled: boolean;
};

/** Who used a voucher or an e-invoice first. */
export type FirstUse = {
  readonly eid: EventId;
  readonly saleId: SaleId | null;
  readonly saleNo: string | null;
  readonly storeName: string;
  readonly atMs: number;
};

/** The vouchers among these that HQ knows, by id. */
export async function listVouchersById(
  db: HqHandle,
  voucherIds: readonly VoucherId[],
): Promise<Map<VoucherId, HqVoucher>> {
  if (voucherIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('voucher')
    .selectAll()
    .where('voucher_id', 'in', voucherIds)
    .execute();
  return new Map(
    rows.map((row) => [
      row.voucher_id,
      {
        voucherId: row.voucher_id,
        code: row.code,
        couponId: row.coupon_id,
        memberId: row.member_id,
        validFrom: row.valid_from,
        validUntil: row.valid_until,
        cancelled: row.cancelled,
      },
    ]),
  );
}

/** The one redemption that counted, for those of these vouchers that have one. */
export async function listRedemptions(
  db: HqHandle,
  voucherIds: readonly VoucherId[],
): Promise<Map<VoucherId, FirstUse>> {
  if (voucherIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('redemption')
    .innerJoin('store', 'store.store_id', 'redemption.store_id')
    .leftJoin('sale', 'sale.eid', 'redemption.eid')
    .select([
      'voucher_id',
      'redemption.eid',
      'redemption.at_ms',
      'store.name',
      'sale_id',
      'sale_no',
    ])
    .where('voucher_id', 'in', voucherIds)
    .execute();
  return new Map(
    rows.map((row) => [
      row.voucher_id,
      {
        eid: row.eid,
        saleId: row.sale_id,
        saleNo: row.sale_no,
        storeName: row.name,
        atMs: row.at_ms,
      },
    ]),
  );
}

export async function insertRedemptions(
  trx: HqTrx,
  redemptions: readonly {
    readonly voucherId: VoucherId;
    readonly eid: EventId;
    readonly storeId: StoreId;
    readonly atMs: number;
  }[],
): Promise<void> {
  await insertMany(
    trx,
    'redemption',
    redemptions.map((r) => ({
      voucher_id: r.voucherId,
      eid: r.eid,
      store_id: r.storeId,
      at_ms: r.atMs,
    })),
  );
}

/** Stores vouchers; whether one is used is told by its redemption, not here. */
export async function insertVouchers(trx: HqTrx, vouchers: readonly VoucherRow[]): Promise<void> {
  await insertMany(
    trx,
    'voucher',
    vouchers.map((v) => ({
      voucher_id: v.voucherId,
      code: v.code,
      coupon_id: v.couponId,
      member_id: v.memberId,
      valid_from: v.validFrom,
      valid_until: v.validUntil,
      cancelled: v.state === 'cancelled',
    })),
  );
}
