import { describe, expect, test } from 'vitest';
import type { CouponId } from './ids.ts';
import { lintProgram } from './lint-program.ts';
import { factorText, percentText } from './lint-finding.ts';
import type { Coupon, Program } from './program.ts';
import { starterProgram } from './starter-program.ts';
import {
  cleanProgram,
  lintCodes,
  lintLines,
  lintWith,
  makeCard,
  makeCoupon,
  makeGift,
  makeMultiplier,
  makeReward,
  makeRule,
  makeScope,
  makeTier,
  makeWhen,
  named,
} from './lint.fixture.ts';

const flat = { kind: 'per-order', points: 1 } as const;

test('nothing is said of a program in which nothing is wrong', () => {
  expect(lintProgram(cleanProgram)).toEqual([]);
});

test('the starter program only lacks a way to spend', () => {
  expect(lintProgram(starterProgram).map(({ code }) => code)).toEqual(['no-way-to-spend']);
});

describe('multipliers', () => {
  const two = (a: Parameters<typeof makeMultiplier>, b: Parameters<typeof makeMultiplier>) => ({
    multipliers: [makeMultiplier(...a), makeMultiplier(...b)],
  });
  const monday = { when: makeWhen({ weekdays: [1] }) };
  const gold = { when: makeWhen({ tierIds: ['gold'] }) };

  test.each<[string, Partial<Program>, string[]]>([
    ['×1.0001', { multipliers: [makeMultiplier(10_001)] }, []],
    ['×1', { multipliers: [makeMultiplier(10_000)] }, ['multiplier-one']],
    ['×0.9999', { multipliers: [makeMultiplier(9_999)] }, ['multiplier-below-one']],
    [
      'nothing multiplied',
      { multipliers: [makeMultiplier(9_000)], earn: [makeRule(flat, { multiplied: false })] },
      ['nothing-to-multiply'],
    ],
    [
      'a flat rule multiplied',
      { multipliers: [makeMultiplier(20_000)], earn: [makeRule(flat)] },
      [],
    ],
    ['a larger one', two([20_000], [30_000]), ['multiplier-never-wins']],
    ['a larger one, added', { ...two([20_000], [30_000]), combine: 'add' }, []],
    ['the larger one on Mondays', two([20_000], [30_000, monday]), []],
    ['the smaller one on Mondays', two([20_000, monday], [30_000]), ['multiplier-never-wins']],
    [
      'the larger one for fewer goods',
      two([20_000], [30_000, { scope: makeScope({ skus: ['A'] }) }]),
      [],
    ],
    ['of lines and of sales', two([20_000, { target: 'lines' }], [30_000]), []],
    ['two equal', two([20_000], [20_000]), ['multiplier-never-wins']],
    [
      'less than gold for gold',
      { multipliers: [makeMultiplier(14_999, gold)] },
      ['multiplier-never-wins'],
    ],
    [
      'as much as gold for gold',
      { multipliers: [makeMultiplier(15_000, gold)] },
      ['multiplier-never-wins'],
    ],
    ['more than gold for gold', { multipliers: [makeMultiplier(15_001, gold)] }, []],
    [
      'less than gold for lines',
      { multipliers: [makeMultiplier(14_999, { ...gold, target: 'lines' })] },
      [],
    ],
    ['less than gold for all', { multipliers: [makeMultiplier(14_999)] }, []],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));

  test('are said with their factors', () => {
    expect(
      [
        { multipliers: [makeMultiplier(20_000)], earn: [makeRule(flat, { multiplied: false })] },
        { multipliers: [makeMultiplier(5_000)] },
        { multipliers: [makeMultiplier(5_000)], combine: 'add' as const },
        { multipliers: [makeMultiplier(5_000, { target: 'lines' })] },
        { multipliers: [makeMultiplier(10_000)] },
        two([25_000], [30_000, { name: named('three') }]),
        two([25_000, { name: named('first') }], [25_000]),
        { multipliers: [makeMultiplier(15_000, gold)] },
      ].flatMap(lintLines),
    ).toMatchInlineSnapshot(`
      [
        "warning nothing-to-multiply multipliers.0",
        "  「multiplier」沒有可加倍的給點規則。請把某條 earn 規則的 multiplied 設為 true 或刪除",
        "  “multiplier” has no earn rule to multiply. Set multiplied on one or remove this",
        "warning multiplier-below-one multipliers.0.factorBps",
        "  「multiplier」是 0.5 倍，會讓點數變少，而且取最高倍時從不勝出。兩倍請填 20000",
        "  “multiplier” is ×0.5, which takes points away and never wins where the largest counts. For double points write 20000",
        "warning multiplier-below-one multipliers.0.factorBps",
        "  「multiplier」是 0.5 倍，會讓點數變少。兩倍請填 20000",
        "  “multiplier” is ×0.5, which takes points away. For double points write 20000",
        "warning multiplier-below-one multipliers.0.factorBps",
        "  「multiplier」是 0.5 倍，會讓點數變少。兩倍請填 20000",
        "  “multiplier” is ×0.5, which takes points away. For double points write 20000",
        "warning multiplier-one multipliers.0.factorBps",
        "  「multiplier」是 1 倍，沒有作用。兩倍請填 20000",
        "  “multiplier” is ×1 and changes nothing. For double points write 20000",
        "warning multiplier-never-wins multipliers.0",
        "  「multiplier」2.5 倍永遠不會勝出：只算最高倍，而「three」 3 倍同時成立。請提高倍數或改用 combine: add",
        "  “multiplier” ×2.5 never wins: only the largest counts, and “three” ×3 holds as well. Raise it or use combine: add",
        "warning multiplier-never-wins multipliers.1",
        "  「multiplier」2.5 倍永遠不會勝出：只算最高倍，而「first」 2.5 倍同時成立。請提高倍數或改用 combine: add",
        "  “multiplier” ×2.5 never wins: only the largest counts, and “first” ×2.5 holds as well. Raise it or use combine: add",
        "warning multiplier-never-wins multipliers.0",
        "  「multiplier」1.5 倍永遠不會勝出：只算最高倍，而「gold」 1.5 倍同時成立。請提高倍數或改用 combine: add",
        "  “multiplier” ×1.5 never wins: only the largest counts, and “gold” ×1.5 holds as well. Raise it or use combine: add",
      ]
    `);
  });
});

describe('names and codes', () => {
  const code = (text: string, id = text): Coupon =>
    makeCoupon(
      id,
      { kind: 'amount', amountMinor: 5 },
      {
        trigger: 'code',
        code: text,
        when: makeWhen({ minSpendMinor: 500 }),
      },
    );

  test.each<[string, Partial<Program>, string[]]>([
    ['20 characters', { name: named('集'.repeat(20)) }, []],
    ['21 characters', { name: named('集'.repeat(21)) }, ['name-long']],
    ['20 that are two units each', { name: named('𠮷'.repeat(20)) }, []],
    ['a long English name', { name: { 'zh-TW': '集點', en: 'x'.repeat(80) } }, []],
    ['4 characters', { coupons: [code('SAVE')] }, []],
    ['3 characters', { coupons: [code('SAV')] }, ['code-short']],
    ['O and 0', { coupons: [code('FOUR'), code('f0ur')] }, ['codes-look-alike']],
    ['I and 1', { coupons: [code('FIVE'), code('F1VE')] }, ['codes-look-alike']],
    ['l and 1', { coupons: [code('SELL'), code('SE11')] }, ['codes-look-alike']],
    ['others', { coupons: [code('SAVE'), code('SAFE')] }, []],
    [
      'not the first but the second',
      { coupons: [code('SAFE'), code('SOLD'), code('S01D'), code('s0ld')] },
      ['codes-look-alike', 'codes-look-alike'],
    ],
  ])('%s', (_, part, codes) => {
    expect(lintCodes(part).filter((one) => /name|code/.test(one))).toEqual(codes);
  });

  test('are said with where they stand', () => {
    const long = named('集'.repeat(21));
    const giftCoupon = makeCoupon('c', { kind: 'free-units', units: 1 }, { name: long });
    expect(
      [
        { coupons: [code('SAV')] },
        { coupons: [code('FOUR'), code('f0ur')] },
        {
          name: long,
          earn: [makeRule(flat, { name: long })],
          multipliers: [makeMultiplier(20_000, { name: long })],
          tiers: [{ ...makeTier('basic', 0), name: long }],
          rewards: [makeReward(9, { kind: 'free-units', units: 1 }, { name: long })],
          coupons: [giftCoupon],
          gifts: [makeGift({ name: long })],
          stampCards: [makeCard({ name: long })],
        },
      ].flatMap(lintLines),
    ).toMatchInlineSnapshot(`
      [
        "warning code-short coupons.0.code",
        "  「SAV」的代碼 SAV 太短，容易被猜到。請用 4 個字以上",
        "  The code SAV of “SAV” is short and easily guessed. Use at least 4 characters",
        "warning codes-look-alike coupons.1.code",
        "  代碼 f0ur 與 FOUR 只差在 O／0 或 I／L／1，容易打錯。請換一個",
        "  The codes f0ur and FOUR differ only in O/0 or I/L/1 and are easily mistaken. Change one",
        "warning name-long name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long earn.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long multipliers.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long tiers.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long rewards.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long coupons.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long gifts.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
        "warning name-long stampCards.0.name.zh-TW",
        "  「集集集集集集集集集集集集集集集集集集集集集」有 21 個字，手機一行只有 20 個字。請縮短",
        "  The Chinese name of “集集集集集集集集集集集集集集集集集集集集集” has 21 characters; a line on a phone holds 20. Shorten it",
      ]
    `);
  });
});

test('findings come in the order of the program', () => {
  const coupon = makeCoupon('c', { kind: 'amount', amountMinor: 50 });
  const other = { ...coupon, couponId: 'd' as CouponId };
  const found = lintWith({
    milestones: [1, 1],
    policies: { ...cleanProgram.policies, negativeBalance: 'clamp' },
    coupons: [coupon, { ...other, name: named('集'.repeat(21)) }],
    rewards: [makeReward(900, { kind: 'amount', amountMinor: 5 })],
    tiers: [makeTier('basic', 0), makeTier('gold', 10)],
    earn: [makeRule(flat, { when: makeWhen({ maxUnits: 0 }) })],
    name: named('集'.repeat(21)),
    effectiveUntil: '2025-01-01',
    vouchersPerSaleMax: 0,
  });
  expect(found.map(({ path }) => path.slice(0, 2).join('.'))).toEqual([
    'name.zh-TW',
    'effectiveUntil',
    'earn.0',
    'tiers.1',
    'tiers.1',
    'rewards.0',
    'coupons.0',
    'coupons.1',
    'coupons.1',
    'vouchersPerSaleMax',
    'policies.negativeBalance',
    'milestones.1',
  ]);
});

test('findings of one list come in its order, whatever they are about', () => {
  const coupon = makeCoupon('c', { kind: 'amount', amountMinor: 50 });
  const priced = { ...coupon, when: makeWhen({ minSpendMinor: 500 }) };
  const found = lintWith({
    coupons: [
      { ...priced, name: named('集'.repeat(21)) },
      {
        ...priced,
        couponId: 'd' as CouponId,
        when: makeWhen({ minSpendMinor: 500, maxUnits: 0 }),
      },
      { ...priced, couponId: 'e' as CouponId, name: named('集'.repeat(22)) },
    ],
  });
  expect(found.map(({ path }) => path.slice(0, 2).join('.'))).toEqual([
    'coupons.0',
    'coupons.1',
    'coupons.2',
  ]);
});

test('findings of one field come as they were found', () => {
  const redemption = {
    pointsPerStep: 10,
    minorPerStep: 50,
    pointsMin: 15,
    cartMinMinor: 100,
    shareMaxBps: 5_000,
    block: { perSpendMinor: 10, pointsMax: 2 },
  };
  const found = lintWith({ redemption, earn: [makeRule({ ...flat, points: 0 })] });
  expect(found.map(({ path }) => path.join('.'))).toEqual([
    'earn.0.give',
    'redemption.pointsMin',
    'redemption.cartMinMinor',
    'redemption.block',
  ]);
});

test('shares and factors are written without needless zeros', () => {
  expect([percentText(500), percentText(1_250), factorText(20_000), factorText(12_500)]).toEqual([
    '5%',
    '12.5%',
    '2',
    '1.25',
  ]);
});
