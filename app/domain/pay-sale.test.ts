import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paySale, pointsRoom } from './pay-sale.ts';
import { priceSale } from './price-sale.ts';
import type { Program, Redemption } from './program.ts';
import {
  testContext,
  testCoupon,
  testLine,
  testLot,
  testMember,
  testProgram,
  testSale,
} from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, SaleInput, SaleLine } from './sale.ts';

function redemptionOf(parts: Partial<Redemption> = {}): Redemption {
  return {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 0,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
    ...parts,
  };
}

function programOf(parts: Partial<Redemption> = {}, more: Partial<Program> = {}): Program {
  return testProgram({ redemption: redemptionOf(parts), ...more });
}

function pay(
  program: Program,
  asked: Partial<SaleInput>,
  availablePoints = 0,
  member: Partial<MemberState> = {},
) {
  const sale = testSale(asked.lines ?? [lineOfAmount(100)], asked);
  const context = testContext(program, sale, testMember(member));
  const priced = priceSale(context);
  if (priced.kind === 'refused') throw new Error(priced.refusal.code);
  return paySale(context, priced, availablePoints);
}

const refused = (refusal: object) => ({ kind: 'refused', refusal });

describe('how many points may be spent', () => {
  const room = (parts: Partial<Redemption>, netMinor: number, available: number) => {
    const { maxPoints, refusal } = pointsRoom(programOf(parts), netMinor, available);
    return refusal === null ? maxPoints : [maxPoints, refusal.refusal];
  };
  test('REDEEM-06: so many for each full amount', () => {
    const block = { perSpendMinor: 100, pointsMax: 10 };
    expect([
      room({ block }, 800, 1000),
      room({ block }, 800, 50),
      room({ block }, 99, 1000),
    ]).toEqual([80, 50, [0, { code: 'redeem-above-max', maxPoints: 0 }]]);
    expect(room({ block, pointsPerStep: 3 }, 800, 1000)).toBe(78);
    expect(room({ block: { perSpendMinor: 100, pointsMax: 500 } }, 800, 9999)).toBe(800);
  });
  test('REDEEM-07: a share of the sale, from an amount on', () => {
    const parts = { cartMinMinor: 500, shareMaxBps: 2000 };
    expect([
      room(parts, 499, 1000),
      room(parts, 500, 1000),
      room(parts, 500, 30),
      room(parts, 777, 1000),
    ]).toEqual([
      [0, { code: 'redeem-cart-min', cartMinMinor: 500, missingMinor: 1 }],
      100,
      30,
      155,
    ]);
  });
  test('REDEEM-08: whole steps only', () => {
    const parts = { pointsPerStep: 10, minorPerStep: 1 };
    expect([room(parts, 300, 57), room(parts, 4, 57), room(parts, 300, 10)]).toEqual([50, 40, 10]);
    expect(room({ pointsPerStep: 1, minorPerStep: 10 }, 99, 57)).toBe(9);
    expect(room(parts, 300, 9)).toEqual([
      0,
      { code: 'points-short', availablePoints: 9, neededPoints: 10 },
    ]);
  });
  test('REDEEM-09: never more than the bill', () => {
    expect([room({}, 100, 200), room({}, 100, 100), room({}, 0, 100)]).toEqual([
      100,
      100,
      [0, { code: 'redeem-above-max', maxPoints: 0 }],
    ]);
  });
  test('from a number of points on', () => {
    const parts = { pointsMin: 50 };
    expect([
      room(parts, 100, 49),
      room(parts, 100, 50),
      room(parts, 49, 200),
      room(parts, 50, 200),
    ]).toEqual([
      [0, { code: 'points-short', availablePoints: 49, neededPoints: 50 }],
      50,
      [0, { code: 'redeem-min-above-max', pointsMin: 50, maxPoints: 49 }],
      50,
    ]);
    expect(room({ pointsMin: 15, pointsPerStep: 10 }, 100, 19)).toEqual([
      0,
      { code: 'points-short', availablePoints: 19, neededPoints: 20 },
    ]);
    expect(room({}, 100, -5)).toEqual([
      0,
      { code: 'points-short', availablePoints: -5, neededPoints: 1 },
    ]);
  });
  test('none where points cannot pay', () => {
    expect(pointsRoom(testProgram(), 100, 100)).toEqual({
      maxPoints: 0,
      refusal: refused({ code: 'no-redemption' }),
    });
  });
});

describe('paying with points', () => {
  test('spread over the lines by what is left of them', () => {
    const lines = [testLine('A', 1, 100), testLine('B', 1, 50)];
    const coupons = [testCoupon('F', { kind: 'amount', amountMinor: 30 }, { trigger: 'auto' })];
    const parts = { pointsPerStep: 10, minorPerStep: 7 };
    const line = { tiedDiscountMinor: 0, rewardMinor: 0, valueMinor: 0 };
    expect(pay(programOf(parts, { coupons }), { lines, spendPoints: 50 }, 50)).toEqual({
      kind: 'paid',
      lines: [
        { ...line, grossMinor: 100, discountMinor: 20, pointsMinor: 23 },
        { ...line, grossMinor: 50, discountMinor: 10, pointsMinor: 12 },
      ],
      pointsPaid: 50,
      pointsValueMinor: 35,
      valueMinor: 0,
      paidMinor: 85,
      values: [],
      reasons: [{ code: 'points-spent', points: 50, valueMinor: 35 }],
    });
  });
  test('a sale that asks for nothing is paid with money', () => {
    const result = pay(testProgram(), { identifiedBy: 'search' }, -3);
    expect(result).toMatchObject({ kind: 'paid', pointsPaid: 0, paidMinor: 100, reasons: [] });
  });
  test('one check after the other', () => {
    const program = programOf({ pointsMin: 60, cartMinMinor: 200, shareMaxBps: 5000 });
    const search = { identifiedBy: 'search' } as const;
    const points = (spendPoints: number, amount: number, available: number, more = {}) =>
      pay(program, { lines: [lineOfAmount(amount)], spendPoints, ...more }, available);
    expect([
      pay(testProgram(), { spendPoints: 1, ...search }, 0),
      points(50, 40, 49, search),
      points(50, 40, 49),
      points(50, 49, 50),
      points(50, 50, 50),
      points(60, 199, 60),
      points(101, 200, 101),
    ]).toEqual([
      refused({ code: 'no-redemption' }),
      refused({ code: 'redeem-needs-scan' }),
      refused({ code: 'points-short', availablePoints: 49, neededPoints: 50 }),
      refused({ code: 'redeem-exceeds-total' }),
      refused({ code: 'redeem-below-min', pointsMin: 60 }),
      refused({ code: 'redeem-cart-min', cartMinMinor: 200, missingMinor: 1 }),
      refused({ code: 'redeem-above-max', maxPoints: 100 }),
    ]);
    expect(points(100, 200, 100)).toMatchObject({ kind: 'paid', paidMinor: 100 });
    expect(points(60, 200, 60)).toMatchObject({ kind: 'paid', paidMinor: 140 });
  });
  test('only whole steps', () => {
    expect(pay(programOf({ pointsPerStep: 10 }), { spendPoints: 57 }, 99)).toEqual(
      refused({ code: 'redeem-not-step', pointsPerStep: 10 }),
    );
  });
  test('what is said to be possible is, and none is said where none is', () => {
    const lines = [lineOfAmount(1000)];
    const steps = programOf({ pointsPerStep: 10, shareMaxBps: 5000 });
    const of = (program: Program, spendPoints: number, available: number, amount = 1000) =>
      pay(program, { lines: [lineOfAmount(amount)], spendPoints }, available);
    expect([of(steps, 5010, 7000), of(steps, 5000, 7000).kind]).toEqual([
      refused({ code: 'redeem-above-max', maxPoints: 5000 }),
      'paid',
    ]);
    // A fifth of NT$20 are 4 points, and the least is 10: neither more nor fewer would do.
    const small = programOf({ pointsMin: 10, shareMaxBps: 2000 });
    const none = refused({ code: 'redeem-min-above-max', pointsMin: 10, maxPoints: 4 });
    expect([of(small, 4, 99, 20), of(small, 10, 99, 20)]).toEqual([none, none]);
    expect(pointsRoom(small, 20, 99).refusal).toEqual(none);
    expect(pay(small, { lines, spendPoints: 9 }, 99)).toEqual(
      refused({ code: 'redeem-below-min', pointsMin: 10 }),
    );
    const share = programOf({ shareMaxBps: 100 });
    expect(of(share, 1, 99, 20)).toEqual(refused({ code: 'redeem-above-max', maxPoints: 0 }));
  });
  test('a looked-up member may where the program lets any', () => {
    const program = programOf({}, { redeemNeeds: 'any' });
    expect(pay(program, { spendPoints: 5, identifiedBy: 'search' }, 5).kind).toBe('paid');
  });
  test('not for value sold', () => {
    const sold: SaleLine = { ...lineOfAmount(500), kind: 'stored-value' };
    const lines = [sold, testLine('A', 1, 40)];
    expect(pay(programOf(), { lines, spendPoints: 41 }, 99)).toEqual(
      refused({ code: 'redeem-exceeds-total' }),
    );
    expect(pay(programOf(), { lines, spendPoints: 40 }, 99)).toMatchObject({
      lines: [{ pointsMinor: 0 }, { pointsMinor: 40 }],
      paidMinor: 500,
    });
  });
});

describe('paying with value', () => {
  const stored = [
    testLot('l2', 30, '2026-12-31'),
    testLot('l1', 20, '2026-11-22'),
    testLot('l3', 9),
  ];
  test('lots in spending order, then gift cards; spread over what points left', () => {
    const lines = [testLine('A', 1, 60), testLine('B', 1, 40)];
    const giftCards = [
      { cardId: 'g1', balanceMinor: 10, useMinor: 10 },
      { cardId: 'g0', balanceMinor: 10, useMinor: 0 },
    ];
    const asked = { lines, spendPoints: 20, storedValueMinor: 35, giftCards };
    const entry = { holder: 'member', expiresOn: null };
    const result = pay(programOf(), asked, 20, { storedValue: stored });
    expect(result).toMatchObject({
      lines: [
        { pointsMinor: 12, valueMinor: 27 },
        { pointsMinor: 8, valueMinor: 18 },
      ],
      valueMinor: 45,
      paidMinor: 35,
      values: [
        { ...entry, holderId: 'l1', amountMinor: -20, expiresOn: '2026-11-22' },
        { ...entry, holderId: 'l2', amountMinor: -15, expiresOn: '2026-12-31' },
        { holder: 'gift-card', holderId: 'g1', amountMinor: -10, expiresOn: null },
      ],
      reasons: [
        { code: 'points-spent', points: 20, valueMinor: 20 },
        { code: 'value-used', valueMinor: 45 },
      ],
    });
  });
  test('needs the scanned card; a gift card does not', () => {
    const search = { identifiedBy: 'search' } as const;
    const giftCards = [{ cardId: 'g', balanceMinor: 10, useMinor: 10 }];
    expect([
      pay(testProgram(), { ...search, storedValueMinor: 1 }, 0, { storedValue: stored }),
      pay(testProgram(), { ...search, giftCards }).kind,
    ]).toEqual([refused({ code: 'redeem-needs-scan' }), 'paid']);
  });
  test('GIFT-06: expired value is refused as such when it would have been enough', () => {
    const storedValue = [testLot('old', 50, '2026-11-21'), testLot('new', 10, '2026-11-22')];
    const use = (storedValueMinor: number) =>
      pay(testProgram(), { storedValueMinor }, 0, { storedValue });
    expect([use(10).kind, use(11), use(60), use(61)]).toEqual([
      'paid',
      refused({ code: 'value-expired' }),
      refused({ code: 'value-expired' }),
      refused({ code: 'value-short' }),
    ]);
  });
  test('GIFT-02: a gift card pays what it holds, once', () => {
    const card = (balanceMinor: number, ...uses: number[]) =>
      uses.map((useMinor) => ({ cardId: 'g', balanceMinor, useMinor }));
    const use = (giftCards: SaleInput['giftCards']) => pay(testProgram(), { giftCards });
    expect([use(card(60, 60)), use(card(60, 30, 30))]).toMatchObject([
      { paidMinor: 40 },
      { paidMinor: 40 },
    ]);
    expect([use(card(60, 61)), use(card(60, 30, 31))]).toEqual([
      refused({ code: 'value-short' }),
      refused({ code: 'value-short' }),
    ]);
  });
  test('at most what points leave of the goods', () => {
    const sold: SaleLine = { ...lineOfAmount(500), kind: 'stored-value' };
    const lines = [testLine('A', 1, 40), sold];
    const use = (storedValueMinor: number, useMinor: number) => {
      const giftCards = [{ cardId: 'g', balanceMinor: 99, useMinor }];
      return pay(programOf(), { lines, spendPoints: 10, storedValueMinor, giftCards }, 10, {
        storedValue: stored,
      });
    };
    expect([use(20, 11), use(31, 0), use(0, 31)]).toEqual([
      refused({ code: 'value-exceeds-total' }),
      refused({ code: 'value-exceeds-total' }),
      refused({ code: 'value-exceeds-total' }),
    ]);
    expect(use(20, 10)).toMatchObject({
      lines: [
        { pointsMinor: 10, valueMinor: 30 },
        { pointsMinor: 0, valueMinor: 0 },
      ],
      paidMinor: 500,
    });
  });
});

test('what is possible is accepted, one step more is not; every dollar is paid once', () => {
  const parts = fc.record({
    pointsPerStep: fc.integer({ min: 1, max: 20 }),
    minorPerStep: fc.integer({ min: 1, max: 20 }),
    pointsMin: fc.nat(50),
    cartMinMinor: fc.nat(300),
    shareMaxBps: fc.integer({ min: 1, max: 10_000 }),
    block: fc.option(
      fc.record({
        perSpendMinor: fc.integer({ min: 1, max: 200 }),
        pointsMax: fc.integer({ min: 1, max: 50 }),
      }),
    ),
  });
  const amounts = fc.array(fc.nat(400), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(parts, amounts, fc.nat(1000), (redemption, units, available) => {
      const program = programOf(redemption);
      const lines = units.map((unit) => testLine('A', 1, unit));
      const netMinor = units.reduce((sum, unit) => sum + unit, 0);
      const { maxPoints, refusal } = pointsRoom(program, netMinor, available);
      expect(refusal === null).toBe(maxPoints > 0);
      const more = pay(
        program,
        { lines, spendPoints: maxPoints + redemption.pointsPerStep },
        available,
      );
      // Below the minimum one step more may be the first one allowed; then nothing was possible before.
      if (maxPoints > 0) expect(more.kind).toBe('refused');
      const result = pay(program, { lines, spendPoints: maxPoints }, available);
      if (result.kind === 'refused') throw new Error(result.refusal.code);
      const byPoints = result.lines.reduce((sum, line) => sum + line.pointsMinor, 0);
      expect([byPoints, result.paidMinor]).toEqual([result.pointsValueMinor, netMinor - byPoints]);
      for (const line of result.lines)
        expect(line.pointsMinor).toBeLessThanOrEqual(line.grossMinor);
    }),
    { numRuns: 500 },
  );
});
