import { expect, test } from 'vitest';
import type { CouponId, VoucherId } from '../domain/ids.ts';
import { notices } from './notice-codes.ts';
import { shop, shopProgram, shopVoucher } from './test-counter.ts';
import { blockNotice, blockWords, type VoucherBlock } from './voucher-block.ts';

const voucher = shopVoucher(1);
const name = shopProgram.coupons[0]?.name;
const by = { kind: 'coupon' as const, couponId: shop.off10Percent };

const cases: readonly (readonly [VoucherBlock, string, object])[] = [
  [
    { code: 'voucher-used', date: '2026-11-22', time: '09:00', store: '信義店' },
    'voucher-used',
    { name, date: '2026-11-22', time: '09:00', store: '信義店' },
  ],
  [{ code: 'voucher-used-before' }, 'voucher-used-before', { name }],
  [{ code: 'voucher-cancelled' }, 'voucher-cancelled', { name }],
  [{ code: 'voucher-needs-hq' }, 'voucher-needs-hq', { name }],
  [{ code: 'program-missing' }, 'program-missing', {}],
  [{ code: 'voucher-expired' }, 'voucher-expired', { name, date: '2026-11-30' }],
  [{ code: 'voucher-not-yet-valid' }, 'voucher-not-yet-valid', { name, date: '2026-11-01' }],
  [{ code: 'voucher-needs-scan' }, 'voucher-needs-card', { name }],
  [
    { code: 'min-spend', minSpendMinor: 300, missingMinor: 20 },
    'voucher-min-spend',
    { name, minSpendMinor: 300, missingMinor: 20 },
  ],
  [
    { code: 'min-units', minUnits: 3, missingUnits: 1 },
    'voucher-min-units',
    { name, minUnits: 3, missingUnits: 1 },
  ],
  [
    { code: 'better-one-used', by },
    'voucher-better-one-used',
    { name, other: shopProgram.coupons[1]?.name },
  ],
  [{ code: 'too-many-vouchers' }, 'too-many-vouchers', { max: 2 }],
  [{ code: 'limit-member-day' }, 'voucher-limit-member-day', { name }],
  [{ code: 'not-birthday' }, 'voucher-not-birthday', { name }],
];

test.each(cases)('%o', (block, code, params) => {
  expect(blockNotice(block, shopProgram, voucher)).toEqual({ tone: 'deny', code, params });
  const words = blockWords(block, shopProgram);
  expect([words['zh-TW'].length > 3, words.en.length > 3]).toEqual([true, true]);
  expect(notices).toHaveProperty(code);
});

test('without a program the voucher is named by its code and a better one is another offer', () => {
  const unknown = {
    kind: 'voucher' as const,
    voucherId: 'v' as VoucherId,
    couponId: 'c' as CouponId,
  };
  const code = { 'zh-TW': voucher.code, en: voucher.code };
  expect(blockNotice({ code: 'better-one-used', by: unknown }, null, voucher).params).toEqual({
    name: code,
    other: { 'zh-TW': '其他優惠', en: 'another offer' },
  });
  expect(blockWords({ code: 'not-this-tier' }, null).en).toContain('tier');
});
