import type { VoucherView } from '../../../app/contract/counter-view.ts';
import type { VoucherId } from '../../../app/domain/ids.ts';

/** Blocked by the sale as it is now: another amount or another voucher less makes it usable. */
const passingBlocks = new Set([
  'min-spend',
  'min-units',
  'needs-goods',
  'no-goods-in-scope',
  'too-much-spend',
  'too-many-units',
  'too-many-vouchers',
  'better-one-used',
  'no-discount-left',
  'discount-too-small',
  'voucher-listed-twice',
]);

/** Blocked only by another voucher on the sale: it could take over from that one. */
const turnBlocks = new Set(['too-many-vouchers', 'better-one-used', 'no-discount-left']);

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

function canTakeTurn({ blockedBy }: VoucherView): boolean {
  return blockedBy === null || turnBlocks.has(blockedBy);
}
