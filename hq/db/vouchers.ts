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

/** A voucher; how often it was used is told by its redemptions. */
export type HqVoucher = {
  readonly voucherId: VoucherId;
  readonly code: string;
  readonly couponId: CouponId;
  readonly memberId: MemberId;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly cancelled: boolean;
  /** In all; above 1 it is a count ticket. */
  readonly uses: number;
  /** The used voucher for which a refund gave this one back. */
  readonly copyOf?: VoucherId | null | undefined;
};

/** A voucher given by an event or posting. */
export type NewVoucher = HqVoucher & { readonly issuedBy: EventId; readonly because: string };

/** Who used a voucher or an e-invoice first. */
export type FirstUse = {
  readonly eid: EventId;
  readonly saleId: SaleId | null;
  readonly saleNo: string | null;
  readonly storeName: string;
  readonly atMs: number;
};

/** What was made of a voucher so far. */
export type VoucherUses = {
  readonly first: FirstUse;
  readonly last: FirstUse;
  /** Redemptions that counted, and the uses they took together. */
  readonly count: number;
  readonly uses: number;
};

/** How often a voucher may have been used, taken back and given back in turn. */
const copiesMax = 20;

/** These vouchers with all that refunds gave back for them, and for those in turn. */
export async function listVoucherFamilies(
  db: HqHandle,
  voucherIds: readonly VoucherId[],
): Promise<VoucherId[]> {
  const all = new Set(voucherIds);
  let newest = [...all];
  for (let round = 0; round < copiesMax && newest.length > 0; round += 1) {
    const rows = await db
      .selectFrom('voucher')
      .select('voucher_id')
      .where('copy_of', 'in', newest)
      .execute();
    newest = rows.map((row) => row.voucher_id).filter((id) => !all.has(id));
    for (const id of newest) all.add(id);
  }
  return [...all];
}

/** The vouchers among these that HQ knows, by id; locked until the transaction ends. */
export async function lockVouchersById(
  trx: HqTrx,
  voucherIds: readonly VoucherId[],
): Promise<Map<VoucherId, HqVoucher>> {
  if (voucherIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('voucher')
    .selectAll()
    .where('voucher_id', 'in', voucherIds)
    .orderBy('voucher_id')
    .forUpdate()
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
        uses: row.uses,
        copyOf: row.copy_of,
      },
    ]),
  );
}

/** The redemptions that counted, for those of these vouchers that have any. */
export async function listRedemptions(
  db: HqHandle,
  voucherIds: readonly VoucherId[],
): Promise<Map<VoucherId, VoucherUses>> {
  if (voucherIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('redemption')
    .innerJoin('store', 'store.store_id', 'redemption.store_id')
    .leftJoin('sale', 'sale.eid', 'redemption.eid')
    .select([
      'voucher_id',
      'redemption.eid',
      'redemption.at_ms',
      'redemption.uses',
      'store.name',
      'sale_id',
      'sale_no',
    ])
    .where('voucher_id', 'in', voucherIds)
    .orderBy('voucher_id')
    .orderBy('nth')
    .execute();
  const found = new Map<VoucherId, VoucherUses>();
  for (const row of rows) {
    const use = {
      eid: row.eid,
      saleId: row.sale_id,
      saleNo: row.sale_no,
      storeName: row.name,
      atMs: row.at_ms,
    };
    found.set(row.voucher_id, addUse(found.get(row.voucher_id), use, row.uses));
  }
  return found;
}

/** One more redemption of a voucher. */
export function addUse(before: VoucherUses | undefined, use: FirstUse, uses: number): VoucherUses {
  return {
    first: before?.first ?? use,
    last: use,
    count: (before?.count ?? 0) + 1,
    uses: (before?.uses ?? 0) + uses,
  };
}

/** A redemption that counted. */
export type NewRedemption = {
  readonly voucherId: VoucherId;
  /** From 1 on per voucher; the same number drawn twice is a unique violation. */
  readonly nth: number;
  readonly uses: number;
  readonly eid: EventId;
  readonly storeId: StoreId;
  readonly atMs: number;
};

export async function insertRedemptions(
  trx: HqTrx,
  redemptions: readonly NewRedemption[],
): Promise<void> {
  await insertMany(
    trx,
    'redemption',
    redemptions.map((r) => ({
      voucher_id: r.voucherId,
      nth: r.nth,
      uses: r.uses,
      eid: r.eid,
      store_id: r.storeId,
      at_ms: r.atMs,
    })),
  );
}

/** Stores vouchers; whether one is used is told by its redemptions, not here. */
export async function insertVouchers(
  trx: HqTrx,
  vouchers: readonly (VoucherRow | NewVoucher)[],
): Promise<void> {
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
      cancelled: 'state' in v ? v.state === 'cancelled' : v.cancelled,
      uses: v.uses,
      issued_by: 'issuedBy' in v ? v.issuedBy : null,
      because: 'because' in v ? v.because : '',
      copy_of: v.copyOf ?? null,
    })),
  );
}

export async function markVouchersCancelled(
  trx: HqTrx,
  voucherIds: readonly VoucherId[],
): Promise<void> {
  if (voucherIds.length === 0) return;
  await trx
    .updateTable('voucher')
    .set({ cancelled: true })
    .where('voucher_id', 'in', voucherIds)
    .execute();
}

/** A voucher as the counters are told. `used` says when and where once nothing of it is left. */
export function publicVoucher(voucher: HqVoucher, uses: VoucherUses | undefined): VoucherRow {
  const { voucherId, code, couponId, memberId, validFrom, validUntil, cancelled } = voucher;
  const usesLeft = Math.max(0, voucher.uses - (uses?.uses ?? 0));
  const last = usesLeft === 0 && uses !== undefined ? uses.last : null;
  return {
    voucherId,
    code,
    couponId,
    memberId,
    validFrom,
    validUntil,
    state: cancelled ? 'cancelled' : usesLeft === 0 ? 'used' : 'issued',
    uses: voucher.uses,
    usesLeft,
    used: last === null ? null : { atMs: last.atMs, storeName: last.storeName },
    ...(voucher.copyOf == null ? {} : { copyOf: voucher.copyOf }),
  };
}
