import { expect, test } from 'vitest';
import type { VoucherValidity } from './program.ts';
import { effectiveDays, issuedVoucherDays, placeInDays } from './voucher-validity.ts';

const open = { validFrom: null, validUntil: null };
const days = (validFrom: string | null, validUntil: string | null) => ({ validFrom, validUntil });

test('COUPON-10: the campaign caps the voucher, on both sides', () => {
  const voucher = days('2026-06-01', '2026-07-31');
  expect([
    effectiveDays(open, open),
    effectiveDays(open, days('2026-05-01', '2026-06-30')),
    effectiveDays(voucher, open),
    effectiveDays(voucher, days('2026-05-31', '2026-08-01')),
    effectiveDays(voucher, days('2026-06-02', '2026-07-30')),
    effectiveDays(voucher, voucher),
  ]).toEqual([
    open,
    days('2026-05-01', '2026-06-30'),
    voucher,
    voucher,
    days('2026-06-02', '2026-07-30'),
    voucher,
  ]);
});

test('both ends belong to the days', () => {
  const place = (date: string) => placeInDays('2026-06-01', '2026-06-30', date);
  expect(['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map(place)).toEqual([
    'before',
    'within',
    'within',
    'after',
  ]);
  expect(placeInDays(null, null, '2026-06-01')).toBe('within');
});

test.each<[VoucherValidity, string, string]>([
  [{ kind: 'days', days: 1 }, '2026-11-22', '2026-11-22'],
  [{ kind: 'days', days: 30 }, '2026-11-22', '2026-12-21'],
  [{ kind: 'months', months: 1 }, '2027-01-31', '2027-02-28'],
  [{ kind: 'months', months: 1 }, '2026-11-22', '2026-12-22'],
  [{ kind: 'end-of-month', months: 0 }, '2026-11-22', '2026-11-30'],
  [{ kind: 'end-of-month', months: 3 }, '2026-11-30', '2027-02-28'],
  [{ kind: 'until', date: '2026-12-05' }, '2026-11-22', '2026-12-05'],
])('a voucher for %o issued on %s ends on %s', (voucherValidity, date, validUntil) => {
  expect(issuedVoucherDays({ ...open, voucherValidity }, date)).toEqual({
    validFrom: date,
    validUntil,
  });
});

test('an issued voucher stays within its campaign', () => {
  const issued = (from: string | null, until: string | null) =>
    issuedVoucherDays(
      { ...days(from, until), voucherValidity: { kind: 'days', days: 10 } },
      '2026-11-22',
    );
  expect([
    issued('2026-11-21', '2026-12-02'),
    issued('2026-11-23', '2026-11-30'),
    issued('2026-11-22', '2026-12-01'),
    issued(null, '2026-11-20'),
  ]).toEqual([
    days('2026-11-22', '2026-12-01'),
    days('2026-11-23', '2026-11-30'),
    days('2026-11-22', '2026-12-01'),
    days('2026-11-22', '2026-11-20'),
  ]);
});
