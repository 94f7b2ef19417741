import { expect, test } from 'vitest';
import { programSchema } from '../../../app/contract/program.ts';
import type { Program } from '../../../app/domain/program.ts';
import { starterProgram } from '../../../app/domain/starter-program.ts';
import { makeDemoShop } from '../../../app/seed/make-demo-shop.ts';
import { programChanges } from './program-changes.ts';
import { programSections } from './program-sections.ts';
import { offWords } from './words.ts';

const name = (text: string) => ({ 'zh-TW': text, en: text });
const id = (tail: number) => `0198b3a0-0000-7000-8000-00000000c0${String(tail).padStart(2, '0')}`;
const effects = [
  { kind: 'amount', amountMinor: 50 },
  { kind: 'percent', offBps: 500, maxMinor: 200 },
  { kind: 'unit-price', unitMinor: 39, unitsMax: 2 },
  { kind: 'cheapest', offBps: 5_000, units: 1 },
  { kind: 'free-units', units: 2 },
  { kind: 'buy-get', buyUnits: 2, getUnits: 1, offBps: 10_000, timesMax: 3 },
  { kind: 'bundle-price', units: 3, priceMinor: 100, timesMax: null },
  { kind: 'goods', sku: 'cup', name: name('杯子'), units: 1, everyUnits: 3, unitWeight: 1 },
];

/** A program that says something of everything. */
const rich: Program = programSchema.parse({
  ...starterProgram,
  version: 2,
  earn: [
    {
      ruleId: 'coffee',
      name: name('咖啡'),
      give: { kind: 'per-unit', points: 2 },
      scope: { categories: ['coffee'], exceptSkus: ['gift'], delivery: false },
      when: {
        minSpendMinor: 300,
        weekdays: [1, 6],
        hours: [{ from: '07:00', until: '10:00' }],
        tierIds: ['gold'],
        birthday: 'month',
        from: '2026-11-01',
        until: '2026-11-30',
      },
      base: 'gross',
      pointsMax: 10,
    },
    ...['per-order', 'per-line'].map((kind) => ({
      ruleId: kind,
      name: name(kind),
      give: { kind, points: 1 },
    })),
    {
      ruleId: 'percent',
      name: name('百分比'),
      give: { kind: 'percent', bps: 150, per: 'line', rounding: 'half-up' },
    },
  ],
  multipliers: [{ multiplierId: 'double', name: name('雙倍'), factorBps: 20_000, target: 'lines' }],
  tiers: [
    { tierId: 'general', name: name('一般'), thresholdMinor: 0 },
    { tierId: 'gold', name: name('金卡'), thresholdMinor: 5_000, multiplierBps: 15_000 },
  ],
  expiry: { kind: 'months', months: 12, roundUp: 'quarter' },
  redemption: {
    pointsPerStep: 10,
    minorPerStep: 1,
    pointsMin: 20,
    cartMinMinor: 100,
    shareMaxBps: 5_000,
    block: { perSpendMinor: 100, pointsMax: 30 },
  },
  rewards: [
    {
      rewardId: 'cup',
      name: name('換杯'),
      costPoints: 100,
      effect: { kind: 'free-units', units: 1 },
    },
  ],
  coupons: effects.map((effect, at) => ({
    couponId: id(at),
    name: name(effect.kind),
    effect,
    ...(at === 0
      ? {
          trigger: 'code',
          code: 'HELLO',
          limits: { perMember: 1, program: 100 },
          group: 'hello',
          stacks: false,
          offlineClass: 'B',
        }
      : {}),
  })),
  gifts: [
    {
      giftId: 'rise',
      name: name('升級禮'),
      on: 'tier-up',
      tierId: 'gold',
      give: { kind: 'voucher', couponId: id(1), uses: 2 },
    },
    { giftId: 'join', name: name('入會禮'), on: 'sign-up', give: { kind: 'points', points: 30 } },
  ],
  stampCards: [
    {
      cardId: 'bread',
      name: name('麵包卡'),
      goal: 10,
      bonusOnIssue: 1,
      per: { kind: 'amount', perMinor: 100 },
      limit: { kind: 'hours', hours: 4 },
      reward: { kind: 'goods', sku: 'bun', name: name('麵包') },
      next: { kind: 'none' },
    },
  ],
  referral: { minPaidMinor: 100, withinDays: 90 },
  milestones: [100, 500],
});

const wordsOf = (program: Program, key: string, itemId: string, language: 'zh-TW' | 'en') =>
  programSections(program)
    .find((section) => section.key === key)
    ?.items.find((item) => item.id === itemId)
    ?.words.map((sentence) => sentence[language]);

test('rules are told in plain sentences of both languages', () => {
  expect(wordsOf(rich, 'earn', 'rule coffee', 'zh-TW')).toEqual([
    '每件送 2 點',
    '限分類 coffee，不含商品 gift，不含運費，滿 NT$300，2026/11/01 到 2026/11/30，週一、六，07:00–10:00，限金卡，生日當月',
    '以原價計點，每筆最多 10 點，不加倍',
  ]);
  expect(wordsOf(rich, 'earn', 'rule coffee', 'en')).toEqual([
    '2 points for each unit',
    'only category coffee, not goods gift, without delivery fees, from NT$300, from 2026-11-01 to 2026-11-30, on Mon, Sat, 07:00–10:00, for 金卡, in the birthday month',
    'counted on the price before discounts, at most 10 points a sale, never multiplied',
  ]);
  expect(wordsOf(rich, 'coupons', id(0), 'zh-TW')).toEqual([
    '折 NT$50（掃描代碼 HELLO）',
    '全部限 100 次，每人限 1 次',
    '不可與其他優惠併用，「hello」組每筆限一張，離線不可用',
  ]);
  expect(
    effects.slice(1).map((_, at) => wordsOf(rich, 'coupons', id(at + 1), 'zh-TW')?.[0]),
  ).toEqual([
    '95 折，最多折 NT$200（會員持有的券）',
    '每件 NT$39，最多 2 件（會員持有的券）',
    '最便宜的 1 件 5 折（會員持有的券）',
    '2 件免費（會員持有的券）',
    '買 2 送 1，最多 3 組（會員持有的券）',
    '3 件 NT$100（會員持有的券）',
    '每 3 件送「杯子」1 件（會員持有的券）',
  ]);
  expect([
    wordsOf(rich, 'gifts', 'rise', 'zh-TW'),
    wordsOf(rich, 'stamps', 'bread', 'zh-TW'),
    wordsOf(rich, 'spend', 'redemption', 'zh-TW'),
    wordsOf(rich, 'policies', 'expiry', 'zh-TW'),
    wordsOf(starterProgram, 'spend', 'redemption', 'en'),
  ]).toEqual([
    ['升上金卡：送券「percent」，可用 2 次'],
    ['集滿 10 格送「麵包」', '每滿 NT$100 一格', '每 4 小時一次，新卡先送 1 格，只能集一張'],
    [
      '10 點抵 NT$1',
      '至少用 20 點',
      '消費滿 NT$100 才能用',
      '最多折抵 50%',
      '每滿 NT$100 最多用 30 點',
    ],
    ['12 個月，到當期季底'],
    ['Points cannot pay'],
  ]);
});

test('a share off is said as shops say it', () => {
  expect([500, 1_000, 1_500, 3_333, 10_000].map((bps) => offWords(bps))).toEqual([
    { 'zh-TW': '95 折', en: '5% off' },
    { 'zh-TW': '9 折', en: '10% off' },
    { 'zh-TW': '85 折', en: '15% off' },
    { 'zh-TW': '減 33.33%', en: '33.33% off' },
    { 'zh-TW': '免費', en: 'free' },
  ]);
});

test('no sentence is empty, and none says what only a program knows', () => {
  const demo = makeDemoShop({ seed: 1, memberCount: 2, nowMs: Date.UTC(2026, 10, 22) }).program;
  for (const program of [starterProgram, rich, demo]) {
    const sentences = programSections(program).flatMap(({ items }) =>
      items.flatMap((item) => item.words.flatMap((words) => [words['zh-TW'], words.en])),
    );
    expect(sentences.length).toBeGreaterThan(20);
    expect(
      sentences.filter((text) => text.trim() === '' || /undefined|null|NaN|\[object/.test(text)),
    ).toEqual([]);
  }
});

test('changes name what is new, different and gone, and miss nothing', () => {
  const [coffee, ...others] = rich.earn;
  if (coffee === undefined) throw new Error('there is a first rule');
  const after: Program = {
    ...rich,
    version: 3,
    earn: [{ ...coffee, give: { kind: 'per-unit', points: 3 } }, ...others.slice(1)],
    coupons: rich.coupons.map((coupon, at) => (at === 1 ? { ...coupon, priority: 7 } : coupon)),
    gifts: [
      ...rich.gifts,
      {
        ...(rich.gifts[1] ?? { giftId: '' }),
        giftId: 'more',
      } as (typeof rich.gifts)[number],
    ],
  };
  expect(programChanges(rich, rich)).toEqual([]);
  expect(
    programChanges(rich, after).map(({ kind, section, id: of, wordsSame }) => [
      kind,
      section,
      of,
      wordsSame,
    ]),
  ).toEqual([
    ['changed', 'earn', 'rule coffee', false],
    ['removed', 'earn', 'rule per-order', false],
    ['changed', 'coupons', id(1), true],
    ['added', 'gifts', 'more', false],
  ]);
});
