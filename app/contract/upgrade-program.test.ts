import fc from 'fast-check';
import { expect, test } from 'vitest';
import { always, everyLine } from '../domain/program-conditions.ts';
import { couponDefaults, earnPerAmount, programDefaults } from '../domain/program-defaults.ts';
import { programSchema } from './program.ts';
import { upgradeProgram } from './upgrade-program.ts';

const name = { 'zh-TW': '集點', en: 'Points' };

/** As programs stood in databases before schema 2. */
const old = {
  schema: 1,
  programId: '01980000-0000-7000-8000-000000000000',
  version: 3,
  name,
  effectiveFrom: '2025-01-01',
  effectiveUntil: null,
  earn: { perMinor: 100, points: 2, rounding: 'floor' },
  tiers: [{ tierId: 'general', name, thresholdMinor: 0, multiplierBps: 10_000 }],
  expiry: { kind: 'end-of-next-year' },
  coupons: [
    {
      couponId: '01980000-0000-7000-8000-000000000001',
      name,
      minSpendMinor: 300,
      effect: { kind: 'amount', amountMinor: 50 },
    },
  ],
  vouchersPerSaleMax: 2,
  invoiceAgeDaysMax: 3,
};

test('a schema 1 program reads as the schema 2 program that means the same', () => {
  expect(programSchema.parse(old)).toEqual({
    ...programDefaults,
    programId: old.programId,
    version: 3,
    name,
    effectiveFrom: '2025-01-01',
    effectiveUntil: null,
    earn: [earnPerAmount(100, 2)],
    tiers: old.tiers,
    coupons: [
      {
        ...couponDefaults,
        couponId: old.coupons[0]?.couponId,
        name,
        effect: { kind: 'amount', amountMinor: 50 },
        scope: everyLine,
        when: { ...always, minSpendMinor: 300, measureOn: 'sale' },
      },
    ],
    vouchersPerSaleMax: 2,
    orderPercentsMax: 10,
    invoiceAgeDaysMax: 3,
  });
});

test('what is malformed stays malformed', () => {
  const broken = [
    { ...old, earn: 5 },
    { ...old, earn: undefined },
    { ...old, coupons: {} },
    { ...old, coupons: [null] },
    { ...old, coupons: ['a'] },
    { ...old, schema: 0 },
    [old],
  ];
  expect(broken.map((one) => programSchema.safeParse(one).success)).toEqual(
    broken.map(() => false),
  );
});

test('anything else passes as it is, and nothing throws', () => {
  const other = { schema: 2, earn: { perMinor: 1 } };
  expect([other, null, 'a', 1, undefined].map(upgradeProgram)).toEqual([
    other,
    null,
    'a',
    1,
    undefined,
  ]);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      upgradeProgram(value);
      programSchema.safeParse({ ...old, coupons: value, earn: value });
    }),
    { numRuns: 500, seed: 3 },
  );
});
