import type { VoucherView } from '../../../app/contract/counter-view.ts';
import type { VoucherId } from '../../../app/domain/ids.ts';

/** Blocked by the sale as it is now: another amount or another voucher less makes it usable. */
const passingBlocks = new Set(['voucher-min-spend', 'too-many-vouchers', 'voucher-listed-twice']);

/**
 * The order on the screen and of the keys Alt+1 to Alt+9: vouchers that this sale could use, then
 * the others. It stays the same while the amount and the applied vouchers change.
 */
export function orderVouchers(vouchers: readonly VoucherView[]): VoucherView[] {
  const rank = ({ attached, blockedBy }: VoucherView): number =>
    attached || blockedBy === null || passingBlocks.has(blockedBy) ? 0 : 1;
  return [...vouchers].sort((a, b) => rank(a) - rank(b));
}

/**
 * What F7 toggles: with none on the sale the first usable one; else the last one on the sale gives
 * way to the next usable one, and after the last there is none.
 */
export function nextVoucherToggles(vouchers: readonly VoucherView[]): VoucherId[] {
  const ordered = orderVouchers(vouchers);
  const lastAttached = ordered.findLastIndex((voucher) => voucher.attached);
  const next = ordered.find(
    (voucher, index) => index > lastAttached && !voucher.attached && canTakeTurn(voucher),
  );
  const current = ordered[lastAttached];
  return [...(current ? [current.voucherId] : []), ...(next ? [next.voucherId] : [])];
}

/** A voucher that is blocked only because the sale has all the vouchers it may have can take over. */
function canTakeTurn(voucher: VoucherView): boolean {
  return voucher.blockedBy === null || voucher.blockedBy === 'too-many-vouchers';
}
