import { describe, expect, test } from 'vitest';
import type { Conditions, LineScope, Program } from './program.ts';
import { lintCodes, lintLines, makeGift, makeScope, makeWhen } from './lint.fixture.ts';

/** A gift with these conditions. */
function asking(when: Partial<Conditions>, scope: Partial<LineScope> = {}): Partial<Program> {
  return { gifts: [makeGift({ when: makeWhen(when), scope: makeScope(scope) })] };
}

const saturdayToMonday = { from: '2026-05-02', until: '2026-05-04' };

describe('conditions that no sale meets', () => {
  test.each<[string, Partial<Program>]>([
    ['equal bounds', asking({ minSpendMinor: 5, maxSpendMinor: 5, minUnits: 2, maxUnits: 2 })],
    ['no bounds', asking({ minSpendMinor: 5, minUnits: 2 })],
    ['nothing of other goods', asking({ maxSpendMinor: 0, measureOn: makeScope({ skus: ['A'] }) })],
    ['no unit of other goods', asking({ maxUnits: 0, measureOn: makeScope({ skus: ['A'] }) })],
    ['at most one', asking({ maxUnits: 1, maxSpendMinor: 1 })],
    ['the largest sale', asking({ minSpendMinor: 9_999_999 })],
    ['one day', asking({ from: '2026-05-01', until: '2026-05-01' })],
    ['the first day of the program', asking({ until: '2026-01-01' })],
    ['its last day', asking({ from: '2026-12-31' })],
    ['the first weekday of a range', asking({ ...saturdayToMonday, weekdays: [6] })],
    ['the last weekday of a range', asking({ ...saturdayToMonday, weekdays: [1] })],
    ['a weekday among others', asking({ ...saturdayToMonday, weekdays: [3, 7] })],
    ['a weekday without an end', asking({ weekdays: [3] })],
    ['hours', asking({ hours: [{ from: '22:00', until: '02:00' }] })],
    [
      'first purchase in the lowest tier',
      asking({ purchase: 'first', tierIds: ['gold', 'basic'] }),
    ],
    ['first purchase in any tier', asking({ purchase: 'first' })],
    ['any purchase in gold', asking({ tierIds: ['gold'] })],
    ['other goods excluded', asking({}, { skus: ['A'], exceptSkus: ['B'] })],
    ['other kinds excluded', asking({}, { categories: ['A'], exceptLabels: ['A'] })],
  ])('%s is fine', (_, part) => expect(lintCodes(part)).toEqual([]));

  test.each<[string, Partial<Program>, string[]]>([
    ['a day too late for the program', asking({ from: '2027-01-01' }), ['never-within-program']],
    ['a day too early', asking({ until: '2025-12-31' }), ['never-within-program']],
    ['Tuesday', asking({ ...saturdayToMonday, weekdays: [2] }), ['no-such-weekday']],
    ['Friday', asking({ ...saturdayToMonday, weekdays: [5] }), ['no-such-weekday']],
    [
      'a weekday that the program’s own days leave out',
      { ...asking({ from: '2026-12-30', weekdays: [5] }), effectiveUntil: '2026-12-31' },
      ['no-such-weekday'],
    ],
    [
      'a weekday with an open end',
      { ...asking({ from: '2026-12-30', weekdays: [5] }), effectiveUntil: null },
      [],
    ],
    ['reversed days once', asking({ from: '2028-01-02', until: '2028-01-01' }), ['days-reversed']],
    ['both bounds', asking({ minSpendMinor: 1, maxSpendMinor: 0 }), ['spend-range-empty']],
    ['both units', asking({ minUnits: 1, maxUnits: 0 }), ['units-range-empty']],
    [
      'each overlap of a scope',
      asking({}, { skus: ['A'], exceptSkus: ['A'], labels: ['x', 'y'], exceptLabels: ['y'] }),
      ['scope-empty', 'scope-overlap'],
    ],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));

  test('are looked at in everything that has conditions', () => {
    const gift = asking({ maxSpendMinor: 0 }).gifts?.[0];
    if (gift === undefined) throw new Error('no gift');
    const codes = ['earn', 'multipliers', 'rewards', 'coupons', 'stampCards'].map((key) => {
      const found = lintLines({
        [key]: [{ ...ruledParts, name: gift.name, scope: gift.scope, when: gift.when }],
      });
      return found.find((line) => line.startsWith('error spend-zero'));
    });
    expect(codes).toEqual([
      'error spend-zero earn.0.when.maxSpendMinor',
      'error spend-zero multipliers.0.when.maxSpendMinor',
      'error spend-zero rewards.0.when.maxSpendMinor',
      'error spend-zero coupons.0.when.maxSpendMinor',
      'error spend-zero stampCards.0.when.maxSpendMinor',
    ]);
  });
});

test('each is said with its place and what to change', () => {
  expect(
    [
      asking({ minSpendMinor: 500, maxSpendMinor: 300 }),
      asking({ maxSpendMinor: 0 }),
      asking({ minSpendMinor: 10_000_000 }),
      asking({ minUnits: 3, maxUnits: 2 }),
      asking({ maxUnits: 0 }),
      asking({ from: '2026-05-02', until: '2026-05-01' }),
      asking({ from: '2027-01-01' }),
      asking({ until: '2025-12-31' }),
      { ...asking({ until: '2025-12-31' }), effectiveUntil: null },
      asking({ ...saturdayToMonday, weekdays: [2, 3] }),
      asking({
        hours: [
          { from: '09:00', until: '10:00' },
          { from: '10:00', until: '10:00' },
        ],
      }),
      asking({ purchase: 'first', tierIds: ['gold'] }),
      asking({}, { skus: ['A', 'B'], exceptSkus: ['B', 'A'] }),
      asking({ measureOn: makeScope({ categories: ['A', 'B'], exceptCategories: ['B'] }) }),
    ].flatMap(lintLines),
  ).toMatchInlineSnapshot(`
    [
      "error spend-range-empty gifts.0.when.maxSpendMinor",
      "  「gift」最低消費 NT$500 高於最高消費 NT$300，永遠不會成立。請對調或刪除其中一個",
      "  “gift” asks for at least NT$500 and at most NT$300, which no sale meets. Swap them or remove one",
      "error spend-zero gifts.0.when.maxSpendMinor",
      "  「gift」最高消費是 NT$0，永遠不會成立。沒有上限請填 null",
      "  “gift” asks for at most NT$0, which no sale meets. Write null for no maximum",
      "error min-spend-too-large gifts.0.when.minSpendMinor",
      "  「gift」最低消費 NT$10,000,000 超過一筆交易的上限 NT$9,999,999。請降低",
      "  “gift” asks for NT$10,000,000, more than a sale can be (NT$9,999,999). Lower it",
      "error units-range-empty gifts.0.when.maxUnits",
      "  「gift」最少 3 件多於最多 2 件，永遠不會成立。請對調或刪除其中一個",
      "  “gift” asks for at least 3 and at most 2 units, which no sale meets. Swap them or remove one",
      "error units-zero gifts.0.when.maxUnits",
      "  「gift」最多 0 件，永遠不會成立。沒有上限請填 null",
      "  “gift” asks for at most 0 units, which no sale meets. Write null for no maximum",
      "error days-reversed gifts.0.when.until",
      "  「gift」結束日 2026-05-01 早於開始日 2026-05-02，永遠不會成立。請對調",
      "  “gift” ends on 2026-05-01, before it starts on 2026-05-02. Swap the days",
      "error never-within-program gifts.0.when.from",
      "  「gift」只在 2027-01-01 – …，不在方案期間 2026-01-01 – 2026-12-31 之內。請改日期",
      "  “gift” holds 2027-01-01 – …, outside the program’s 2026-01-01 – 2026-12-31. Change the days",
      "error never-within-program gifts.0.when.until",
      "  「gift」只在 … – 2025-12-31，不在方案期間 2026-01-01 – 2026-12-31 之內。請改日期",
      "  “gift” holds … – 2025-12-31, outside the program’s 2026-01-01 – 2026-12-31. Change the days",
      "error never-within-program gifts.0.when.until",
      "  「gift」只在 … – 2025-12-31，不在方案期間 2026-01-01 – … 之內。請改日期",
      "  “gift” holds … – 2025-12-31, outside the program’s 2026-01-01 – …. Change the days",
      "error no-such-weekday gifts.0.when.weekdays",
      "  「gift」2026-05-02 到 2026-05-04 之間沒有所列的星期（2, 3）。請改日期或星期",
      "  “gift”: none of the weekdays 2, 3 lies between 2026-05-02 and 2026-05-04. Change the days or the weekdays",
      "warning hours-whole-day gifts.0.when.hours.1",
      "  「gift」時段 10:00 到 10:00 是一整天，沒有限制作用。請改時段或刪除",
      "  “gift”: the hours 10:00 to 10:00 are a whole day and limit nothing. Change them or leave hours out",
      "error first-purchase-tier gifts.0.when.tierIds",
      "  「gift」要求首購，但首購的會員都在「basic」，不在所列等級。請加入該等級或不限首購",
      "  “gift” asks for a first purchase, but whoever buys first is still “basic”, which is not listed. List that tier or drop the first purchase",
      "error scope-empty gifts.0.scope.skus",
      "  A, B 同時列為適用與排除，所以沒有任何商品適用。請從其中一邊移除",
      "  A, B is both included and excluded, so no goods are left. Remove it from one side",
      "warning scope-overlap gifts.0.when.measureOn.categories",
      "  B 同時列為適用與排除，以排除為準。請從其中一邊移除",
      "  B is both included and excluded; excluded wins. Remove it from one side",
    ]
  `);
});

/** Enough of everything for each list. */
const ruledParts = {
  ruleId: 'x',
  multiplierId: 'x',
  rewardId: 'x',
  couponId: 'x',
  cardId: 'x',
  give: { kind: 'per-order', points: 1 },
  base: null,
  multiplied: true,
  pointsMax: null,
  target: 'sale',
  factorBps: 20_000,
  costPoints: 1_000_000,
  unitsPerClaim: 1,
  effect: { kind: 'free-units', units: 1 },
  rounding: 'floor',
  priority: 100,
  limits: {
    program: null,
    perDay: null,
    perStorePerDay: null,
    perMember: null,
    perMemberPerDay: null,
  },
  trigger: 'voucher',
  code: null,
  group: null,
  stacks: true,
  validFrom: null,
  validUntil: null,
  voucherValidity: { kind: 'days', days: 30 },
  uses: 1,
  offlineClass: 'A',
  goal: 10,
  bonusOnIssue: 0,
  per: { kind: 'units' },
  limit: { kind: 'once-a-day' },
  reward: { kind: 'goods', sku: 'A', name: { 'zh-TW': 'a', en: 'a' } },
  next: { kind: 'same' },
};
