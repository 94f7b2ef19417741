import { expect, test } from 'vitest';
import { spendPolicySchema } from '../../../app/contract/spend-policy.ts';
import { defaultSpendPolicy } from '../../../app/domain/spend-policy.ts';
import { formOf, readForm } from './spending-form.ts';
import type { SpendingForm } from './spending-form.ts';

const form = formOf(defaultSpendPolicy);
const troublesOf = (change: Partial<SpendingForm>) => readForm({ ...form, ...change }, 7).troubles;

test('a policy comes back from the form as it was, and HQ takes it', () => {
  const policies = [
    defaultSpendPolicy,
    { ...defaultSpendPolicy, onlineAbovePoints: 500, verifyShareBps: 125 },
    { ...defaultSpendPolicy, floorSalePoints: 0, leasePoints: 0, onOverdraft: 'absorb' as const },
  ];
  for (const policy of policies) {
    const read = readForm(formOf(policy), policy.revision);
    expect(read).toEqual({ policy, troubles: {} });
    expect(spendPolicySchema.parse(read.policy)).toEqual(policy);
  }
});

test('what cannot be is said at its field', () => {
  expect([
    troublesOf({ floorSalePoints: '１００' }),
    troublesOf({ floorSalePoints: '' }),
    troublesOf({ floorSalePoints: '-1' }),
    troublesOf({ floorCounterPoints: '99999999' }),
    troublesOf({ floorSalePoints: '201' }),
    troublesOf({ floorCounterPoints: '150' }),
    troublesOf({ leaseHours: '0' }),
    troublesOf({ leaseHours: '745' }),
    troublesOf({ verifyPercent: '101' }),
    troublesOf({ verifyPercent: '1.255' }),
    troublesOf({ onlineAbovePoints: 'x' }),
  ]).toEqual([
    {},
    { floorSalePoints: 'number' },
    { floorSalePoints: 'number' },
    { floorCounterPoints: 'tooLarge' },
    { floorMemberPoints: 'memberBelowSale' },
    { floorCounterPoints: 'counterBelowMember' },
    { leaseHours: 'hours' },
    { leaseHours: 'hours' },
    { verifyPercent: 'percent' },
    { verifyPercent: 'percent' },
    { onlineAbovePoints: 'number' },
  ]);
});
