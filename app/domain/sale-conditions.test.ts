import { describe, expect, test } from 'vitest';
import type { StoreId } from './ids.ts';
import type { Conditions, LineScope } from './program.ts';
import { everyLine } from './program-conditions.ts';
import type { MemberState, SaleInput, SaleLine } from './sale.ts';
import { lineOfAmount } from './sale.ts';
import {
  isEveryLine,
  isInEffect,
  linesInScope,
  unmetCondition,
  unmetOccasion,
} from './sale-conditions.ts';
import {
  scopeOf,
  testContext,
  testLine,
  testMember,
  testProgram,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';

const red: SaleLine = { ...testLine('123', 1, 12), category: 'food', labels: ['red', 'new'] };
const blue: SaleLine = { ...testLine('000', 2, 100), category: 'drink', labels: ['blue'] };
const fee: SaleLine = { ...testLine('DLV', 1, 40), kind: 'delivery' };
const card: SaleLine = { ...testLine('123', 3, 500), kind: 'stored-value' };
const loose = lineOfAmount(50);
const lines = [red, blue, fee, card, loose];

describe('the scope of a rule', () => {
  test.each<[Partial<LineScope>, number[]]>([
    [{}, [0, 1, 2, 4]],
    [{ delivery: false }, [0, 1, 4]],
    [{ skus: ['123'] }, [0]],
    [{ skus: ['123', '000'] }, [0, 1]],
    [{ categories: ['food'] }, [0]],
    [{ categories: ['food', 'drink'] }, [0, 1]],
    [{ labels: ['new', 'none'] }, [0]],
    [{ labels: ['blue', 'red'] }, [0, 1]],
    [{ skus: ['123'], labels: ['blue'] }, []],
    [{ skus: ['123'], categories: ['food'], labels: ['red'] }, [0]],
    [{ skus: ['123'], categories: ['drink'] }, []],
    [{ exceptSkus: ['123'] }, [1, 2, 4]],
    [{ exceptCategories: ['drink'] }, [0, 2, 4]],
    [{ exceptLabels: ['new'] }, [1, 2, 4]],
    [{ skus: ['123', '000'], exceptLabels: ['blue'] }, [0]],
    [{ skus: ['DLV'] }, [2]],
    [{ skus: ['DLV'], delivery: false }, []],
  ])('%o takes the lines %o', (parts, places) => {
    expect(linesInScope(testContext(testProgram(), testSale(lines)), scopeOf(parts))).toEqual(
      places,
    );
  });

  test.each<[Partial<LineScope>, number[]]>([
    [{}, [0, 1, 2]],
    [{ delivery: false }, [0, 1]],
    [{ skus: ['DLV'] }, [2]],
    [{ labels: ['new'] }, [0, 1]],
    [{ exceptSkus: ['DLV'] }, [0, 1]],
    [{ exceptCategories: ['food'] }, []],
    [{ exceptLabels: ['new'] }, [2]],
    [{ categories: ['snack'] }, []],
    [{ categories: ['food', 'drink'] }, [0, 1, 2, 3]],
  ])('of one category, %o takes the lines %o', (parts, places) => {
    const ofFood = [red, red, { ...fee, category: 'food' }, blue, { ...card, category: 'food' }];
    const context = testContext(testProgram(), testSale(ofFood));
    expect(linesInScope(context, scopeOf({ categories: ['food'], ...parts }))).toEqual(places);
  });

  test('labels asked for again and after one another keep their own lines', () => {
    const lines = [
      { ...testLine('A', 1, 10), labels: ['red'] },
      { ...testLine('B', 1, 10), labels: ['blue', 'red'] },
      testLine('C', 1, 10),
    ];
    const context = testContext(testProgram(), testSale(lines));
    const asked = ['red', 'blue', 'red', 'green', 'blue'].map((label) => [label]);
    const scopes = [...asked, ['blue', 'green']].map((labels) => scopeOf({ labels }));
    expect(scopes.map((scope) => linesInScope(context, scope))).toEqual([
      [0, 1],
      [1],
      [0, 1],
      [],
      [1],
      [1],
    ]);
  });

  test('is every line only when it names nothing and excludes nothing', () => {
    const one: Partial<LineScope>[] = [
      {},
      { skus: ['a'] },
      { categories: ['a'] },
      { labels: ['a'] },
      { exceptSkus: ['a'] },
      { exceptCategories: ['a'] },
      { exceptLabels: ['a'] },
      { delivery: false },
    ];
    expect(one.map((parts) => isEveryLine(scopeOf(parts)))).toEqual([
      true,
      ...one.slice(1).map(() => false),
    ]);
  });
});

test('a program is in effect from its first through its last day', () => {
  const open = { effectiveFrom: '2026-01-01', effectiveUntil: null };
  const closed = { effectiveFrom: '2026-01-01', effectiveUntil: '2026-12-31' };
  expect(
    ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((date) => [
      isInEffect(open, date),
      isInEffect(closed, date),
    ]),
  ).toEqual([
    [false, false],
    [true, true],
    [true, true],
    [true, false],
  ]);
});

type Given = { sale?: Partial<SaleInput>; state?: Partial<MemberState>; tierId?: string };

function unmet(when: Partial<Conditions>, given: Given = {}, scope: Partial<LineScope> = {}) {
  const sale = testSale(lines, given.sale);
  const context = testContext(testProgram(), sale, testMember(given.state));
  const rule = { when: whenOf(when), scope: scopeOf(scope) };
  const tierId = given.tierId ?? context.tierId;
  return unmetCondition({ ...context, tierId }, rule, [2, 10, 0, 0, 5])?.code ?? null;
}

const store = 's1' as StoreId;
const shops = { storeIds: [store] };
const late = { hours: [{ from: '22:00', until: '02:00' }] };
const noon = {
  hours: [
    { from: '11:00', until: '12:00' },
    { from: '17:30', until: '24:00' },
  ],
};

describe('conditions', () => {
  test.each<[string | null, Partial<Conditions>, Given]>([
    [null, {}, {}],
    // 2026-11-22 is a Sunday.
    ['not-this-time', { from: '2026-11-23' }, {}],
    [null, { from: '2026-11-22' }, {}],
    [null, { until: '2026-11-22' }, {}],
    ['not-this-time', { until: '2026-11-21' }, {}],
    [null, { weekdays: [1, 7] }, {}],
    ['not-this-time', { weekdays: [1, 6] }, {}],
    ['not-this-time', noon, { sale: { time: '10:59' } }],
    [null, noon, { sale: { time: '11:00' } }],
    [null, noon, { sale: { time: '11:59' } }],
    ['not-this-time', noon, { sale: { time: '12:00' } }],
    [null, noon, { sale: { time: '23:59' } }],
    ['not-this-time', late, { sale: { time: '21:59' } }],
    [null, late, { sale: { time: '22:00' } }],
    [null, late, { sale: { time: '01:59' } }],
    ['not-this-time', late, { sale: { time: '02:00' } }],
    [null, { hours: [{ from: '08:00', until: '08:00' }] }, { sale: { time: '03:00' } }],
    // What lies after midnight is of the day before: Sunday, then Saturday night.
    [null, { ...late, weekdays: [7] }, { sale: { time: '23:00' } }],
    ['not-this-time', { ...late, weekdays: [7] }, { sale: { time: '01:00' } }],
    [null, { ...late, weekdays: [6] }, { sale: { time: '01:59' } }],
    ['not-this-time', { ...late, weekdays: [6] }, { sale: { time: '02:00' } }],
    ['not-this-time', { ...late, weekdays: [6] }, { sale: { time: '22:00' } }],
    [null, { ...late, until: '2026-11-21' }, { sale: { time: '01:00' } }],
    ['not-this-time', { ...late, until: '2026-11-21' }, { sale: { time: '22:00' } }],
    ['not-this-time', { ...late, from: '2026-11-22' }, { sale: { time: '01:00' } }],
    [null, { ...late, from: '2026-11-22' }, { sale: { time: '22:00' } }],
    ['not-this-time', { ...noon, weekdays: [6] }, { sale: { time: '11:30' } }],
    ['not-this-store', shops, {}],
    ['not-this-store', shops, { sale: { storeId: 's2' as StoreId } }],
    [null, shops, { sale: { storeId: store } }],
    ['not-this-channel', { channels: ['online'] }, {}],
    [null, { channels: ['online', 'counter'] }, {}],
    ['not-this-tier', { tierIds: ['gold'] }, {}],
    [null, { tierIds: ['gold'] }, { tierId: 'gold' }],
    ['not-birthday', { birthday: 'month' }, {}],
    [null, { birthday: 'month' }, { state: { birthday: 'month' } }],
    [null, { birthday: 'month' }, { state: { birthday: 'day' } }],
    ['not-birthday', { birthday: 'day' }, { state: { birthday: 'month' } }],
    [null, { birthday: 'day' }, { state: { birthday: 'day' } }],
    [null, { joinedWithinDays: 0 }, { state: { joinedOn: '2026-11-22' } }],
    ['not-new-member', { joinedWithinDays: 0 }, { state: { joinedOn: '2026-11-21' } }],
    [null, { joinedWithinDays: 30 }, { state: { joinedOn: '2026-10-23' } }],
    ['not-new-member', { joinedWithinDays: 30 }, { state: { joinedOn: '2026-10-22' } }],
    ['not-new-member', { joinedWithinDays: 30 }, { state: { joinedOn: null } }],
    [null, { purchase: 'first' }, {}],
    ['not-first-purchase', { purchase: 'first' }, { state: { saleCount: 1 } }],
    [null, { purchase: 'any' }, { state: { saleCount: 1 } }],
    ['needs-code', { needsCode: 'Sun' }, { sale: { codes: ['moon'] } }],
    [null, { needsCode: 'Sun' }, { sale: { codes: ['moon', 'sUN'] } }],
    ['needs-goods', { needsSkus: ['nope'] }, {}],
    [null, { needsSkus: ['nope', '000'] }, {}],
  ])('%s for %o', (code, when, given) => {
    expect(unmet(when, given)).toBe(code);
  });

  test('value sold is not the goods that are asked for', () => {
    expect(unmet({ needsSkus: ['123'] }, { sale: { lines: [card, blue] } })).toBe('needs-goods');
    expect(unmet({}, { sale: { lines: [card] } })).toBe('no-goods-in-scope');
  });

  test('a rule whose scope has no line in the sale does not hold', () => {
    expect(unmet({}, {}, { skus: ['nope'] })).toBe('no-goods-in-scope');
  });

  // In scope of everything: 4 lines with 5 units for NT$302; 12 + 200 + 40 + 50.
  test.each<[string | null, Partial<Conditions>, Partial<LineScope>]>([
    [null, { minSpendMinor: 302 }, {}],
    ['min-spend', { minSpendMinor: 303 }, {}],
    [null, { maxSpendMinor: 302 }, {}],
    ['too-much-spend', { maxSpendMinor: 301 }, {}],
    [null, { minUnits: 5 }, {}],
    ['min-units', { minUnits: 6 }, {}],
    [null, { maxUnits: 5 }, {}],
    ['too-many-units', { maxUnits: 4 }, {}],
    [null, { minSpendMinor: 200, minUnits: 2 }, { skus: ['000'] }],
    ['min-spend', { minSpendMinor: 201 }, { skus: ['000'] }],
    ['min-units', { minUnits: 3 }, { skus: ['000'] }],
    [null, { minSpendMinor: 302, measureOn: 'sale' }, { skus: ['000'] }],
    ['min-spend', { minSpendMinor: 303, measureOn: 'sale' }, { skus: ['000'] }],
    [null, { minSpendMinor: 12, measureOn: scopeOf({ labels: ['red'] }) }, { skus: ['000'] }],
    ['min-spend', { minSpendMinor: 13, measureOn: scopeOf({ labels: ['red'] }) }, {}],
    ['min-units', { minUnits: 1, measureOn: scopeOf({ skus: ['none'] }) }, {}],
    [null, { minSpendMinor: 285, spendBasis: 'after-discounts' }, {}],
    ['min-spend', { minSpendMinor: 286, spendBasis: 'after-discounts' }, {}],
    [null, { maxSpendMinor: 190, spendBasis: 'after-discounts' }, { skus: ['000'] }],
    ['too-much-spend', { maxSpendMinor: 189, spendBasis: 'after-discounts' }, { skus: ['000'] }],
  ])('%s for %o on %o', (code, when, scope) => {
    expect(unmet(when, {}, scope)).toBe(code);
  });

  test('say how much is missing', () => {
    const context = testContext(testProgram(), testSale(lines));
    const rule = (when: Partial<Conditions>) => ({ when: whenOf(when), scope: everyLine });
    expect([
      unmetCondition(context, rule({ minSpendMinor: 500 }), [0, 0, 0, 0, 0]),
      unmetCondition(context, rule({ minUnits: 7, minSpendMinor: 500 }), [0, 0, 0, 0, 0]),
    ]).toEqual([
      { code: 'min-spend', minSpendMinor: 500, missingMinor: 198 },
      { code: 'min-units', minUnits: 7, missingUnits: 2 },
    ]);
  });

  test('without a sale only time, place and member are looked at', () => {
    const at = { date: '2026-11-22', time: '12:00', storeId: null, channel: 'counter' };
    const state = { birthday: 'no', joinedOn: '2026-11-22', saleCount: 0 } as const;
    const occasion = { at, state, tierId: 'general' };
    const ask = (when: Partial<Conditions>) => unmetOccasion(occasion, whenOf(when));
    expect([
      ask({ minSpendMinor: 1, minUnits: 1, needsCode: 'x', needsSkus: ['x'] }),
      ask({ weekdays: [1] }),
      ask({ storeIds: [store] }),
      ask({ tierIds: ['gold'] }),
    ]).toEqual([
      null,
      { code: 'not-this-time' },
      { code: 'not-this-store' },
      { code: 'not-this-tier' },
    ]);
  });
});
