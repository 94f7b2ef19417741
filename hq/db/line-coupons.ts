import { sql } from 'kysely';
import type { CouponId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** A coupon HQ published in LINE. */
export type PublishedLineCoupon = {
  readonly lineCouponId: string;
  readonly couponId: CouponId;
  readonly title: string;
  readonly code: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly state: 'open' | 'closed';
  readonly createdAtMs: number;
};

export async function insertLineCoupon(trx: HqTrx, coupon: PublishedLineCoupon): Promise<void> {
  await trx
    .insertInto('line_coupon')
    .values({
      line_coupon_id: coupon.lineCouponId,
      coupon_id: coupon.couponId,
      title: coupon.title,
      code: coupon.code,
      starts_at_ms: coupon.startsAtMs,
      ends_at_ms: coupon.endsAtMs,
      state: coupon.state,
      created_at_ms: coupon.createdAtMs,
    })
    .execute();
}

/** The newest first. */
export async function listLineCoupons(
  db: HqHandle,
  { limit }: { readonly limit: number },
): Promise<PublishedLineCoupon[]> {
  return await db
    .selectFrom('line_coupon')
    .select([
      'line_coupon_id as lineCouponId',
      'coupon_id as couponId',
      'title',
      'code',
      'starts_at_ms as startsAtMs',
      'ends_at_ms as endsAtMs',
      'state',
      'created_at_ms as createdAtMs',
    ])
    .orderBy('created_at_ms', 'desc')
    .orderBy('line_coupon_id', 'desc')
    .limit(limit)
    .execute();
}

/** False when HQ knows no such coupon. */
export async function markLineCouponClosed(trx: HqTrx, lineCouponId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('line_coupon')
    .set({ state: 'closed' })
    .where('line_coupon_id', '=', lineCouponId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How often the tills used each of these coupons so far; a refund gives its use back. */
export async function countCouponUses(
  db: HqHandle,
  couponIds: readonly CouponId[],
): Promise<ReadonlyMap<string, number>> {
  if (couponIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('coupon_use')
    .select(['use_id as useId', sql<number>`sum(n)::integer`.as('uses')])
    .where('use_id', 'in', [...couponIds])
    .groupBy('use_id')
    .execute();
  return new Map(rows.map(({ useId, uses }) => [useId, uses]));
}
