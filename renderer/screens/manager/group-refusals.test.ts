import { expect, test } from 'vitest';
import { groupRefusals } from './group-refusals.ts';

test('codes are gathered by what a manager can do about them, most often first', () => {
  const refusals = [
    { code: 'voucher-expired', n: 4 },
    { code: 'card-unknown', n: 3 },
    { code: 'member-unknown', n: 2 },
    { code: 'voucher-needs-card', n: 3 },
    { code: 'redeem-needs-scan', n: 1 },
    { code: 'voucher-min-spend', n: 1 },
    { code: 'redeem-below-min', n: 1 },
    { code: 'some-later-code', n: 1 },
  ];
  expect(groupRefusals(refusals)).toEqual([
    { reason: 'member', n: 5 },
    { reason: 'voucherDate', n: 4 },
    { reason: 'weak', n: 4 },
    { reason: 'voucherTerms', n: 1 },
    { reason: 'points', n: 1 },
    { reason: 'other', n: 1 },
  ]);
});
