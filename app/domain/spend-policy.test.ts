import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  defaultSpendPolicy,
  isDrawn,
  judgeSpend,
  offlineObstacle,
  offlineRoom,
  worstCase,
} from './spend-policy.ts';
import type { SpendFacts, SpendPolicy } from './spend-policy.ts';

const hourMs = 3_600_000;
const policy = defaultSpendPolicy;
const calm: SpendFacts = {
  points: 50,
  nowMs: 1_000_000,
  hqAnswers: false,
  leases: [],
  balancePoints: 1_000,
  onFloor: { memberPoints: 0, memberSales: 0, counterPoints: 0 },
  offlineMs: hourMs,
  snapshotAgeMs: hourMs,
  timeUnknown: false,
  stopped: false,
  verify: false,
};
const lease = { leaseId: 'L1', leftPoints: 300, expiresAtMs: 2_000_000 };
const onFloor = (memberPoints: number, memberSales: number, counterPoints: number) => ({
  onFloor: { memberPoints, memberSales, counterPoints },
});

test.each<[string, Partial<SpendFacts>, unknown]>([
  ['nothing spent needs no cover', { points: 0 }, { kind: 'free' }],
  ['within the floor', {}, { kind: 'floor' }],
  ['the whole floor of a sale', { points: 100 }, { kind: 'floor' }],
  [
    'one more than the floor of a sale',
    { points: 101 },
    { kind: 'refused', why: { code: 'spend-above-sale', maxPoints: 100 } },
  ],
  [
    'the sum counts, not the single sale',
    { points: 100, ...onFloor(150, 2, 150) },
    { kind: 'refused', why: { code: 'spend-above-member', maxPoints: 50 } },
  ],
  [
    'all members together',
    { points: 20, ...onFloor(0, 0, 2_990) },
    { kind: 'refused', why: { code: 'spend-above-counter', maxPoints: 10 } },
  ],
  [
    'not more than is there',
    { balancePoints: 30 },
    { kind: 'refused', why: { code: 'spend-balance-short', leftPoints: 30 } },
  ],
  [
    'a debt leaves nothing',
    { balancePoints: -30 },
    { kind: 'refused', why: { code: 'spend-balance-short', leftPoints: 0 } },
  ],
  [
    'too often',
    { points: 1, ...onFloor(10, 10, 10) },
    { kind: 'refused', why: { code: 'spend-too-often', salesMax: 10 } },
  ],
  ['often, but HQ is away', onFloor(10, 3, 10), { kind: 'floor' }],
  [
    'often, and HQ answers',
    { hqAnswers: true, ...onFloor(10, 3, 10) },
    { kind: 'ask-online', otherwise: { kind: 'floor' } },
  ],
  [
    'drawn for a check',
    { hqAnswers: true, verify: true },
    { kind: 'ask-online', otherwise: { kind: 'floor' } },
  ],
  ['drawn, but HQ is away', { verify: true }, { kind: 'floor' }],
  [
    'above the floor while HQ answers',
    { hqAnswers: true, points: 101 },
    {
      kind: 'ask-online',
      otherwise: { kind: 'refused', why: { code: 'spend-above-sale', maxPoints: 100 } },
    },
  ],
  ['on a lease', { points: 300, leases: [lease] }, { kind: 'lease', leaseId: 'L1' }],
  [
    'not on a lease that is too small',
    { points: 301, leases: [lease] },
    { kind: 'refused', why: { code: 'spend-above-sale', maxPoints: 100 } },
  ],
  [
    'not on a lease that is over',
    { points: 200, leases: [{ ...lease, expiresAtMs: calm.nowMs }] },
    { kind: 'refused', why: { code: 'spend-above-sale', maxPoints: 100 } },
  ],
  [
    'a lease holds without time or news',
    { points: 200, leases: [lease], timeUnknown: true, offlineMs: null },
    { kind: 'lease', leaseId: 'L1' },
  ],
  [
    'stopped',
    { leases: [lease], stopped: true },
    { kind: 'refused', why: { code: 'spend-stopped' } },
  ],
  [
    'never synced',
    { snapshotAgeMs: null },
    { kind: 'refused', why: { code: 'spend-never-synced' } },
  ],
  ['time unknown', { timeUnknown: true }, { kind: 'refused', why: { code: 'spend-time-unknown' } }],
  ['away for exactly as long as may be', { offlineMs: 72 * hourMs }, { kind: 'floor' }],
  [
    'away for longer',
    { offlineMs: 72 * hourMs + 1 },
    { kind: 'refused', why: { code: 'spend-offline-too-long', hoursMax: 72 } },
  ],
  [
    'balances too old',
    { snapshotAgeMs: 72 * hourMs + 1 },
    { kind: 'refused', why: { code: 'spend-balance-old', hoursMax: 72 } },
  ],
])('%s', (_, change, verdict) => {
  expect(judgeSpend(policy, { ...calm, ...change })).toEqual(verdict);
});

test('a sale above the online limit asks even where a lease would cover it', () => {
  const strict: SpendPolicy = { ...policy, onlineAbovePoints: 80 };
  const facts = { ...calm, points: 81, leases: [lease] };
  expect([
    judgeSpend(strict, { ...facts, points: 80 }),
    judgeSpend(strict, facts),
    judgeSpend(strict, { ...facts, hqAnswers: true }),
  ]).toEqual([
    { kind: 'lease', leaseId: 'L1' },
    { kind: 'refused', why: { code: 'spend-above-online', maxPoints: 80 } },
    {
      kind: 'ask-online',
      otherwise: { kind: 'refused', why: { code: 'spend-above-online', maxPoints: 80 } },
    },
  ]);
});

test('of two leases the one that ends first is used', () => {
  const leases = [lease, { ...lease, leaseId: 'L2', expiresAtMs: 1_500_000 }];
  expect(judgeSpend(policy, { ...calm, leases })).toEqual({ kind: 'lease', leaseId: 'L2' });
});

const points = fc.integer({ min: 0, max: 400 });
const anyPolicy: fc.Arbitrary<SpendPolicy> = fc
  .record({
    a: points,
    b: points,
    c: points,
    askAfterSales: fc.integer({ min: 0, max: 5 }),
    floorSalesMax: fc.integer({ min: 0, max: 6 }),
    onlineAbovePoints: fc.option(points),
  })
  .map(({ a, b, c, ...rest }) => {
    const [floorSalePoints = 0, floorMemberPoints = 0, floorCounterPoints = 0] = [a, b, c].toSorted(
      (x, y) => x - y,
    );
    return { ...policy, ...rest, floorSalePoints, floorMemberPoints, floorCounterPoints };
  });
const anyFacts: fc.Arbitrary<SpendFacts> = fc.record({
  points,
  nowMs: fc.constant(1_000),
  hqAnswers: fc.boolean(),
  leases: fc.array(
    fc.record({
      leaseId: fc.constantFrom('L1', 'L2', 'L3'),
      leftPoints: points,
      expiresAtMs: fc.integer({ min: 990, max: 1_010 }),
    }),
    { maxLength: 3 },
  ),
  balancePoints: fc.integer({ min: -50, max: 400 }),
  onFloor: fc.record({
    memberPoints: points,
    memberSales: fc.integer({ min: 0, max: 8 }),
    counterPoints: points,
  }),
  offlineMs: fc.option(fc.integer({ min: 0, max: 80 * hourMs })),
  snapshotAgeMs: fc.option(fc.integer({ min: 0, max: 80 * hourMs })),
  timeUnknown: fc.boolean(),
  stopped: fc.boolean(),
  verify: fc.boolean(),
});

test('what the screen offers while HQ is away is what can be spent, and not one point less', () => {
  fc.assert(
    fc.property(anyPolicy, anyFacts, (chosen, given) => {
      const facts = { ...given, hqAnswers: false };
      const room = offlineRoom(chosen, facts);
      const kindAt = (n: number) => judgeSpend(chosen, { ...facts, points: n }).kind;
      for (let n = 1; n <= 401; n += 1) {
        const kind = kindAt(n);
        if (kind === 'ask-online') return false;
        if ((kind !== 'refused') !== n <= room) return false;
      }
      return (offlineObstacle(chosen, facts) === null) === room > 0;
    }),
    { numRuns: 300 },
  );
});

test('where HQ is asked about every point, that is what stands in the way', () => {
  const always = { ...policy, onlineAbovePoints: 0 };
  const facts = { ...calm, hqAnswers: false };
  const why = { code: 'spend-above-online', maxPoints: 0 };
  expect([offlineRoom(always, facts), offlineObstacle(always, facts)]).toEqual([0, why]);
  expect(judgeSpend(always, { ...facts, points: 1 })).toEqual({ kind: 'refused', why });
});

test('no chain of sales at cut-off counters spends more than the worst case says', () => {
  fc.assert(
    fc.property(
      anyPolicy,
      fc.array(
        fc.record({
          counter: fc.integer({ min: 0, max: 2 }),
          member: fc.integer({ min: 0, max: 3 }),
          points: fc.integer({ min: 1, max: 200 }),
        }),
        { maxLength: 60 },
      ),
      (chosen, sales) => {
        const taken: { counter: number; member: number; points: number }[] = [];
        for (const sale of sales) {
          const here = taken.filter((one) => one.counter === sale.counter);
          const own = here.filter((one) => one.member === sale.member);
          const sum = (all: readonly { points: number }[]) =>
            all.reduce((total, one) => total + one.points, 0);
          const facts = {
            ...calm,
            points: sale.points,
            balancePoints: 1_000,
            ...onFloor(sum(own), own.length, sum(here)),
          };
          if (judgeSpend(chosen, facts).kind === 'floor') taken.push(sale);
        }
        const worst = worstCase(chosen, { installs: 3, redemption: null });
        const totalOf = (keep: (one: (typeof taken)[number]) => boolean) =>
          taken.filter(keep).reduce((total, one) => total + one.points, 0);
        const counters = [0, 1, 2].map((n) => totalOf((one) => one.counter === n));
        const members = [0, 1, 2, 3].map((n) => totalOf((one) => one.member === n));
        return (
          counters.every((n) => n <= worst.counterPoints) &&
          members.every((n) => n <= worst.memberPoints) &&
          totalOf(() => true) <= worst.chainPoints
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('the worst case in figures', () => {
  const redemption = { pointsPerStep: 100, minorPerStep: 10 };
  expect(worstCase(policy, { installs: 40, redemption })).toEqual({
    memberPoints: 8_000,
    memberMinor: 800,
    counterPoints: 3_000,
    counterMinor: 300,
    chainPoints: 120_000,
    chainMinor: 12_000,
    leasedPoints: 12_000,
  });
  expect(worstCase({ ...policy, floorSalePoints: 0 }, { installs: 40, redemption })).toMatchObject({
    memberPoints: 0,
    chainPoints: 0,
    chainMinor: 0,
  });
});

test('the share drawn is the share asked for', () => {
  const drawn = (verifyShareBps: number) =>
    Array.from({ length: 65_536 }, (_, draw) => draw).filter((draw) =>
      isDrawn({ ...policy, verifyShareBps }, draw),
    ).length;
  expect([0, 100, 5_000, 10_000].map(drawn)).toEqual([0, 656, 32_768, 65_536]);
});
