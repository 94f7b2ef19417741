import { businessDate, formatClock, type CalendarDate } from '../domain/time.ts';
import type { Voucher } from '../db/vouchers.ts';
import { isPinnedHere } from './gather-spending.ts';
import type { Moment } from './moment.ts';
import type { Scene } from './scene.ts';
import type { VoucherBlock } from './voucher-block.ts';

type Knowledge = Pick<Scene, 'program' | 'store' | 'settings' | 'hqHeard' | 'spending' | 'moment'>;

/** Whether the voucher is gone for everybody: used (when and where) or cancelled. */
export function judgeSpent({ store, settings }: Knowledge, voucher: Voucher): VoucherBlock | null {
  if (voucher.used !== null) {
    const { atMs, storeName } = voucher.used;
    if (atMs === null) return { code: 'voucher-used-before' };
    const where = storeName ?? store?.name ?? settings.brandName;
    const date = businessDate(atMs);
    return { code: 'voucher-used', date, time: formatClock(atMs), store: where };
  }
  return voucher.state === 'cancelled' ? { code: 'voucher-cancelled' } : null;
}

/** Whether it hangs on a clock that nobody vouches for that these days have come, or are over. Null = no such day. */
export function isInDoubt(
  { timeUnknown, today, sureToday }: Pick<Moment, 'timeUnknown' | 'today' | 'sureToday'>,
  {
    validFrom,
    validUntil,
  }: { readonly validFrom: CalendarDate | null; readonly validUntil: CalendarDate | null },
): boolean {
  if (!timeUnknown) return false;
  const isOver = validUntil !== null && validUntil < today;
  const hasPerhapsBegun = validFrom !== null && validFrom <= today && validFrom > sureToday;
  return isOver || hasPerhapsBegun;
}

/** What the counter knows of a voucher besides the rules: gone, or to be used only while HQ answers or where it pinned it. */
export function judgeKnown(knowledge: Knowledge, voucher: Voucher): VoucherBlock | null {
  const spent = judgeSpent(knowledge, voucher);
  if (spent !== null) return spent;
  const { moment } = knowledge;
  if (isInDoubt(moment, voucher)) return { code: 'voucher-time-unknown' };
  const coupon = knowledge.program?.coupons.find((one) => one.couponId === voucher.couponId);
  if (coupon?.offlineClass !== 'B' || knowledge.hqHeard) return null;
  return isPinnedHere(knowledge.spending, voucher.voucherId) ? null : { code: 'voucher-needs-hq' };
}
