import { expect, test } from 'vitest';
import fc from 'fast-check';
import { richProgram } from '../test-rig/rich-program.ts';
import { makeAward, newTestId } from '../test-rig/test-events.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { allowedActions } from './allowed-actions.ts';
import { bearCost, weekOf } from './cost-report.ts';
import { costsCsv, csvCell } from './costs-csv.ts';
import { costOfException, pointsForAmount, worthOfPoints } from './exception-cost.ts';

const redemption = { ...richProgram.redemption, pointsPerStep: 100, minorPerStep: 30 };
const program = { ...richProgram, redemption } as typeof richProgram;

test('what each kind costs, in NT$ and points', () => {
  const award = makeAward({ memberId: newTestId<MemberId>(), program: richProgram });
  const discounts = [
    {
      source: { kind: 'coupon' as const, couponId: richProgram.coupons[0]?.couponId as never },
      discountMinor: 100,
      byLine: [100],
      uses: 4,
    },
  ];
  const event = { ...award, body: { ...award.body, discounts } };
  const cost = (kind: string, detail: Record<string, unknown>) =>
    Object.values(costOfException({ kind, detail, event, program, returnedPoints: 0 }));
  expect([
    cost('overdraft', { points: 7, costMinor: 5 }),
    cost('overdraft', { points: 7, costMinor: 0 }),
    cost('voucher-used-twice', { discountMinor: 50 }),
    cost('unknown-voucher', { discountMinor: -3 }),
    cost('coupon-limit-exceeded', {
      id: discounts[0]?.source.couponId,
      uses: 4,
      exceeded: [{ limit: 'perMember', max: 3, used: 5 }],
    }),
    cost('recompute-difference', {
      recorded: { points: 30, discountMinor: 80 },
      recomputed: { points: 20, discountMinor: 90 },
    }),
    cost('recompute-difference', { recorded: { points: 30 }, recomputed: { kind: 'failed' } }),
    cost('stale-tier', { recorded: { points: 10 }, recomputed: { points: 20 } }),
    cost('over-refund', { recorded: { moneyMinor: 90 }, applied: { moneyMinor: 60 } }),
    cost('refunded-twice', { refund: { moneyMinor: 90 }, applied: null }),
    cost('ledger-difference', { differencePoints: -12 }),
    cost('invoice-used-twice', { first: {}, second: {} }),
    cost('referral-given-twice', {}),
    cost('late-invoice-used', {}),
  ]).toEqual([
    [5, 7],
    [3, 7],
    [50, 0],
    [0, 0],
    [50, 0],
    [3, 10],
    [9, 30],
    [0, 0],
    [30, 0],
    [90, 0],
    [4, 12],
    [0, 0],
    [0, 0],
    [3, 10],
  ]);
});

test('points that make up for an amount are worth at least it, and one less is not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 1_000 }),
      (amountMinor, pointsPerStep, minorPerStep) => {
        const priced = { ...program, redemption: { ...redemption, pointsPerStep, minorPerStep } };
        const points = pointsForAmount(priced as typeof program, amountMinor);
        expect(points * minorPerStep).toBeGreaterThanOrEqual(amountMinor * pointsPerStep);
        expect((points - 1) * minorPerStep).toBeLessThan(amountMinor * pointsPerStep);
      },
    ),
  );
  expect([worthOfPoints({ ...program, redemption: null }, 9), pointsForAmount(null, 9)]).toEqual([
    0, 0,
  ]);
});

test('what may be done depends on the kind, the cost, and what is known', () => {
  const about = { detail: {}, canRedrive: false, hasMember: true, hasStore: true };
  const cost = { costMinor: 10, points: 5 };
  const free = { costMinor: 0, points: 0 };
  expect([
    allowedActions({ ...about, kind: 'handler-failed', cost: free, canRedrive: true }),
    allowedActions({ ...about, kind: 'eid-conflict', cost: free }),
    allowedActions({ ...about, kind: 'invoice-used-twice', cost }),
    allowedActions({ ...about, kind: 'invoice-used-twice', cost, hasStore: false }),
    allowedActions({ ...about, kind: 'late-invoice-used', cost }),
    allowedActions({ ...about, kind: 'overdraft', cost }),
    allowedActions({ ...about, kind: 'overdraft', cost, detail: { action: 'absorb' } }),
    allowedActions({ ...about, kind: 'recompute-difference', cost }),
    allowedActions({ ...about, kind: 'recompute-difference', cost: free }),
    allowedActions({ ...about, kind: 'over-refund', cost, hasMember: false, hasStore: false }),
    allowedActions({ ...about, kind: 'ledger-difference', cost }),
    allowedActions({ ...about, kind: 'fork', cost: free }),
  ]).toEqual([
    ['redrive', 'mark-duplicate', 'close'],
    ['mark-duplicate', 'close'],
    ['mark-duplicate', 'absorb', 'charge-store', 'close'],
    ['mark-duplicate', 'absorb', 'close'],
    ['absorb', 'charge-store', 'claw-back', 'close'],
    ['absorb', 'charge-store', 'recover'],
    ['close'],
    ['absorb', 'charge-store', 'claw-back'],
    ['close'],
    ['absorb'],
    ['close'],
    ['close'],
  ]);
});

test('a cost is borne whole, whoever bears it', () => {
  const kinds = ['absorb', 'charge-store', 'claw-back', 'recover', 'close', 'redrive'];
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.nat(10_000),
      fc.constantFrom(...kinds),
      fc.boolean(),
      fc.boolean(),
      (costMinor, amountMinor, kind, isOpen, byPolicy) => {
        const borne = bearCost(costMinor, { isOpen, byPolicy }, { kind, amountMinor });
        const sum = Object.values(borne).reduce((total, part) => total + part, 0);
        const takesOwn = !isOpen && !byPolicy && (kind === 'charge-store' || kind === 'claw-back');
        expect(sum).toBe(takesOwn ? Math.max(costMinor, amountMinor) : costMinor);
      },
    ),
  );
});

test('weeks begin on Monday', () => {
  expect(['2026-11-22', '2026-11-23', '2026-11-29', '1970-01-01'].map(weekOf)).toEqual([
    '2026-11-16',
    '2026-11-23',
    '2026-11-23',
    '1969-12-29',
  ]);
});

test('no cell of the file is a formula, and every text comes back', () => {
  expect(
    ['=1+1', ' @SUM(A1)', '＝1', '\t=1', '-2', 'a"b', 'a,b', '台北店', '\r=1', '"=1'].map(csvCell),
  ).toEqual([
    `'=1+1`,
    `' @SUM(A1)`,
    `'＝1`,
    `'\t=1`,
    `'-2`,
    '"a""b"',
    '"a,b"',
    '台北店',
    `"'\r=1"`,
    '"""=1"',
  ]);
  const row = { week: '2026-11-16', kind: 'fork', count: 1, openCount: 0 };
  const borne = { absorbedMinor: 1, chargedMinor: 2, clawedBackMinor: 3, openMinor: 4 };
  const sums = { ...borne, undoneMinor: 2 };
  expect(costsCsv([{ ...row, ...sums, storeName: '=HYPERLINK("x")' }], 'zh-TW')).toBe(
    '\uFEFF週（週一）,門市,種類,件數,未處理件數,品牌吸收 NT$,門市負擔 NT$,向會員收回 NT$,未處理 NT$,決定後退回 NT$\r\n' +
      `2026-11-16,"'=HYPERLINK(""x"")",fork,1,0,1,2,3,4,2\r\n`,
  );
});
