import { expect, test } from 'vitest';
import type { VoucherView } from '../../../app/contract/counter-view.ts';
import type { CouponId, VoucherId } from '../../../app/domain/ids.ts';
import { nextVoucherToggles, orderVouchers } from './vouchers.ts';

function voucher(id: string, attached: boolean, blockedBy: string | null): VoucherView {
  return {
    voucherId: id as VoucherId,
    couponId: 'c' as CouponId,
    code: id,
    name: { 'zh-TW': id, en: id },
    validUntil: '2026-12-31',
    minSpendMinor: 0,
    usesLeft: 1,
    attached,
    best: false,
    savesMinor: null,
    blockedBy,
    blockedWords: null,
  };
}

test('those this sale could use first, in an order that the amount does not change', () => {
  const vouchers = [
    voucher('expired', false, 'voucher-expired'),
    voucher('a', false, 'min-spend'),
    voucher('on', true, 'min-spend'),
  ];
  expect(orderVouchers(vouchers).map(({ code }) => code)).toEqual(['a', 'on', 'expired']);
});

test('one that only gives way to a better one stays among the usable and can take its turn', () => {
  const vouchers = [
    voucher('late', false, 'voucher-expired'),
    voucher('less', false, 'better-one-used'),
    voucher('on', true, null),
  ];
  expect([orderVouchers(vouchers).map(({ code }) => code), nextVoucherToggles(vouchers)]).toEqual([
    ['less', 'on', 'late'],
    ['on'],
  ]);
});

test('F7 goes through the usable vouchers and then to none', () => {
  const full = 'too-many-vouchers';
  const blocked = voucher('x', false, 'voucher-expired');
  const none = [voucher('a', false, null), voucher('b', false, null), blocked];
  const first = [voucher('a', true, null), voucher('b', false, full), blocked];
  const second = [voucher('a', false, full), voucher('b', true, null), blocked];
  expect([[], none, first].map(nextVoucherToggles)).toEqual([[], ['a'], ['a', 'b']]);
  expect(nextVoucherToggles([blocked])).toEqual([]);
  expect(nextVoucherToggles(second)).toEqual(['b']);
});
