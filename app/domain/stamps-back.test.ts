import { describe, expect, test } from 'vitest';
import { evaluateRefund } from './evaluate-refund.ts';
import { evaluateSale } from './evaluate-sale.ts';
import type { CouponId, VoucherId } from './ids.ts';
import type { GiftContent, Program, StampCard } from './program.ts';
import type { RefundContext, RefundRequest, SettledSale } from './refund.ts';
import { all, contextOf, lotIdsOf, settle } from './refund.fixture.ts';
import {
  scopeOf,
  testCoupon,
  testLine,
  testMember,
  testProgram,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';
import type { StampEntry, StampState } from './sale.ts';
import { withSale } from './state-after-sale.ts';

const name = { 'zh-TW': '集點', en: 'Stamps' };
const couponId = 'ten' as CouponId;
const ten = testCoupon('ten', { kind: 'free-units', units: 1 });

function stampProgram(reward: GiftContent, part: Partial<StampCard> = {}): Program {
  return testProgram({
    coupons: [ten],
    stampCards: [
      {
        cardId: 'card',
        name,
        goal: 3,
        bonusOnIssue: 1,
        per: { kind: 'units' },
        scope: scopeOf({}),
        when: whenOf({}),
        limit: { kind: 'none' },
        reward,
        next: { kind: 'same' },
        ...part,
      },
    ],
  });
}

const points = stampProgram({ kind: 'points', points: 5 });
const goods = stampProgram({ kind: 'goods', sku: 'CUP', name });
const voucher = stampProgram({ kind: 'voucher', couponId, uses: 1, usesPerUnit: 0 });

function card(cardNo: number, stamps: number): StampState {
  return { cardId: 'card', cardNo, stamps, lastAtMs: 1 };
}

function stamped(program: Program, units: number, stamps: readonly StampState[]): SettledSale {
  return settle(program, testMember({ stamps }), testSale([testLine('A', units, 100)]));
}

/** Stamps, whether they are said to stay or go, points taken back, vouchers cancelled. */
function back(
  program: Program,
  sale: SettledSale,
  stampsNow?: readonly StampState[],
  request: RefundRequest = all,
  earlier: RefundContext['earlier'] = [],
): unknown {
  const change = { atMs: 7, earlier, ...(stampsNow === undefined ? {} : { stampsNow }) };
  const outcome = evaluateRefund(program, contextOf(sale, change), 'refund', request);
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code);
  const { stamps, clawedBack, cancelled } = outcome.result;
  const reasons = outcome.reasons.filter((one) => one.code.startsWith('stamps'));
  return [stamps, reasons, clawedBack, cancelled];
}

function entry(stamps: number, part: Partial<StampEntry> = {}): StampEntry {
  const shared = { memberId: testMember().memberId, cardId: 'card', completed: false, atMs: 7 };
  return { ...shared, cardNo: 1, stamps, ...part };
}

function off(stamps: number, part: Partial<StampEntry> = {}, clawedBack = 0, cancelled = 0) {
  return [
    [entry(-stamps, part)],
    [{ code: 'stamps-taken-back', name, stamps }],
    clawedBack,
    Array.from({ length: cancelled }, (_, i) => `given${i}`),
  ];
}

const stay = [[], [{ code: 'stamps-stay', name }], 0, []];
const full = { completed: true };

describe('a card the sale did not fill', () => {
  test('stamps come off the card they stand on; the bonus of a card begun by the sale stays', () => {
    const first = stamped(points, 1, []);
    const second = stamped(points, 1, [card(1, 1)]);
    const later = stamped(points, 1, [card(2, 0)]);
    expect([
      first.stamps.map((one) => one.stamps),
      back(points, first),
      back(points, first, []),
      back(points, first, [card(1, 2)]),
      back(points, second, [card(1, 2)]),
      back(points, later, [card(2, 1)]),
      back(points, stamped(points, 1, [{ ...card(1, 1), cardId: 'x' }])),
    ]).toEqual([[2], off(1), off(1), off(1), off(1), off(1, { cardNo: 2 }), off(1)]);
  });

  test('stamps stay when it is full since or followed by another; a card that is no more has none', () => {
    const first = stamped(points, 1, []);
    expect([
      back(points, first, [card(1, 3)]),
      back(points, first, [card(2, 1)]),
      back(points, first, [{ ...card(2, 1), cardId: 'other' }]),
      back({ ...points, stampCards: [] }, first),
    ]).toEqual([stay, stay, off(1), [[], [], 0, []]]);
  });

  test('all go with the last of what was paid, whatever free goods are still there', () => {
    const free = testCoupon(
      'free',
      { kind: 'free-units', units: 2 },
      { trigger: 'auto', scope: scopeOf({ skus: ['F'] }) },
    );
    const wide = stampProgram({ kind: 'points', points: 5 }, { goal: 20 });
    const program = { ...wide, coupons: [free] };
    const lines = [testLine('A', 1, 100), testLine('F', 2, 10)];
    const sale = settle(program, testMember(), testSale(lines));
    const paid: RefundRequest = { kind: 'lines', lines: [{ line: 0, qty: 1 }] };
    expect([sale.stamps.map((one) => one.stamps), back(program, sale, undefined, paid)]).toEqual([
      [4],
      off(3),
    ]);
  });

  test('of each kind of card its own go', () => {
    const [bread] = points.stampCards;
    if (bread === undefined) throw new Error('one card');
    const tea = { ...bread, cardId: 'tea', name: { 'zh-TW': '茶', en: 'Tea' }, bonusOnIssue: 0 };
    const program = { ...points, stampCards: [bread, tea] };
    const reason = (words: typeof name) => ({ code: 'stamps-taken-back', name: words, stamps: 1 });
    expect(back(program, stamped(program, 1, []))).toEqual([
      [entry(-1), entry(-1, { cardId: 'tea' })],
      [reason(name), reason(tea.name)],
      0,
      [],
    ]);
  });

  test('of a part those go that the rest would not bring, those gone already do not go again', () => {
    const wide = stampProgram({ kind: 'points', points: 5 }, { goal: 20 });
    const sale = stamped(wide, 4, []);
    const units = (qty: number): RefundRequest => ({ kind: 'lines', lines: [{ line: 0, qty }] });
    const one = evaluateRefund(wide, contextOf(sale), 'refund', units(1));
    if (one.kind === 'refused') throw new Error('refused');
    const { result } = one;
    const others = {
      ...result,
      stamps: [entry(-1, { cardId: 'x' }), entry(-1, { cardNo: 2 })],
    };
    const tooMany = { ...result, stamps: [entry(-9)] };
    expect([
      back(wide, sale, undefined, units(1)),
      back(wide, sale, undefined, units(2), [result]),
      back(wide, sale, undefined, all, [result]),
      back(wide, sale, undefined, all, [others]),
      back(wide, sale, undefined, all, [tooMany]),
      back(wide, sale, undefined, units(1), [tooMany]),
    ]).toEqual([off(1), off(2), off(3), off(4), [[], [], 0, []], [[], [], 0, []]]);
  });

  test('amounts follow what is paid, visits what they ask for', () => {
    const amount: Partial<StampCard> = {
      goal: 20,
      bonusOnIssue: 0,
      per: { kind: 'amount', perMinor: 100 },
    };
    const visit: Partial<StampCard> = {
      goal: 20,
      bonusOnIssue: 0,
      per: { kind: 'visit' },
      when: whenOf({ minSpendMinor: 300 }),
    };
    const reward = { kind: 'points', points: 5 } as const;
    const byAmount = stampProgram(reward, amount);
    const byVisit = stampProgram(reward, visit);
    const minor = (amountMinor: number): RefundRequest => ({ kind: 'amount', amountMinor });
    expect([
      back(byAmount, stamped(byAmount, 10, []), undefined, minor(990)),
      back(byAmount, stamped(byAmount, 10, []), undefined, minor(900)),
      back(byVisit, stamped(byVisit, 4, []), undefined, minor(100)),
      back(byVisit, stamped(byVisit, 4, []), undefined, minor(101)),
    ]).toEqual([off(10), off(9), [[], [], 0, []], off(1)]);
  });
});

describe('a card the sale filled', () => {
  const used = (sale: SettledSale, because: string): SettledSale => ({
    ...sale,
    issued: sale.issued.map((one) => ({ ...one, used: one.because === because })),
  });

  test('is open again with the last of the sale, and what it gave is gone; not with a part', () => {
    const sale = stamped(points, 2, [card(1, 1)]);
    expect([
      back(points, sale, [card(1, 3)]),
      back(points, sale),
      back(points, sale, undefined, { kind: 'amount', amountMinor: 199 }),
      back(voucher, stamped(voucher, 2, [card(1, 1)]), [card(1, 3)]),
    ]).toEqual([off(2, full, 5), off(2, full, 5), [[], [], 0, []], off(2, full, 0, 1)]);
  });

  test('stays full where what it gave is used or handed over', () => {
    const byVoucher = stamped(voucher, 2, [card(1, 1)]);
    expect([
      back(goods, stamped(goods, 2, [card(1, 1)]), [card(1, 3)]),
      back(goods, stamped(goods, 1, [card(1, 1)])),
      back(voucher, used(byVoucher, 'card')),
      back(voucher, used(byVoucher, 'gift')),
      back(points, used(stamped(points, 2, [card(1, 1)]), 'card')),
    ]).toEqual([stay, off(1), stay, off(2, full, 0, 1), off(2, full, 5)]);
  });

  test('is open again when only vouchers of something else are used', () => {
    const sale = stamped(voucher, 2, [card(1, 1)]);
    const [own] = sale.issued;
    if (own === undefined) throw new Error('a voucher');
    const gift = { ...own, voucherId: 'gift0' as VoucherId, because: 'gift', used: true };
    const both = (first: typeof own, second: typeof own) => ({ ...sale, issued: [first, second] });
    const byPoints = { ...stamped(points, 2, [card(1, 1)]), issued: [{ ...own, used: true }] };
    expect([
      back(voucher, both(own, gift)),
      back(voucher, both({ ...own, used: true }, { ...gift, used: false })),
      back(points, byPoints),
    ]).toEqual([off(2, full, 0, 1), [...stay.slice(0, 3), ['gift0']], off(2, full, 5)]);
  });

  test('stays full with its reward while the next card has the stamps to give', () => {
    const next = { cardNo: 2 };
    const byVoucher = stamped(voucher, 2, [card(1, 1)]);
    expect([
      back(points, stamped(points, 2, [card(1, 1)]), [card(2, 2)]),
      back(goods, stamped(goods, 2, [card(1, 1)]), [card(2, 2)]),
      back(voucher, byVoucher, [card(2, 2)]),
      back(voucher, used(byVoucher, 'card'), [card(2, 2)]),
      back(points, stamped(points, 2, [card(3, 1)]), [card(5, 2)]),
    ]).toEqual([off(2, next), off(2, next), off(2, next), off(2, next), off(2, { cardNo: 5 })]);
  });

  test('gives its other stamps to the next card where that has too few, and its reward is gone', () => {
    const goesOn = (stamps: number, clawedBack: number, cancelled: readonly string[]) => [
      [entry(stamps, { cardNo: 2 })],
      [{ code: 'stamps-taken-back', name, stamps: 3 - stamps }],
      clawedBack,
      cancelled,
    ];
    expect([
      back(points, stamped(points, 2, [card(1, 1)]), [card(2, 1)]),
      back(points, stamped(points, 1, [card(1, 2)]), [card(2, 0)]),
      back(voucher, stamped(voucher, 2, [card(1, 1)]), [card(2, 1)]),
      back(goods, stamped(goods, 2, [card(1, 1)]), [card(2, 1)]),
      back(points, stamped(points, 3, [card(2, 0)]), [card(3, 1)]),
    ]).toEqual([
      goesOn(1, 5, []),
      goesOn(2, 5, []),
      goesOn(1, 0, ['given0']),
      stay,
      [[], [{ code: 'stamps-taken-back', name, stamps: 3 }], 5, []],
    ]);
  });

  test('three visits, the one that filled the card undone: a full card, its reward, an empty one', () => {
    const program = stampProgram(
      { kind: 'points', points: 50 },
      { goal: 2, bonusOnIssue: 0, per: { kind: 'visit' } },
    );
    let state = testMember();
    const sales = [0, 1, 2].map((nth) => {
      const asked = testSale([testLine('A', 1, 100)], {
        atMs: 1_795_320_000_000 + nth,
        lotIds: lotIdsOf(`s${nth}`),
      });
      const sale = settle(program, state, asked);
      const result = evaluateSale(program, state, asked);
      if (result.kind === 'evaluated') state = withSale(state, result, asked);
      return sale;
    });
    const [, filled] = sales;
    if (filled === undefined) throw new Error('three sales');
    const undone = evaluateRefund(
      program,
      contextOf(filled, { lots: state.lots, stampsNow: state.stamps }),
      'void',
      all,
    );
    expect([state.stamps, undone]).toMatchObject([
      [{ cardNo: 2, stamps: 1 }],
      { result: { clawedBack: 0, stamps: [{ cardNo: 2, stamps: -1, completed: false }] } },
    ]);
  });
});
