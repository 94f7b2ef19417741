import { describe, expect, test } from 'vitest';
import { unlimited } from './program-coupon.ts';
import type { Coupon, CouponEffect, Program, UseLimits } from './program.ts';
import {
  lintCodes,
  lintLines,
  makeCoupon,
  makeGift,
  makeReward,
  makeScope,
  makeWhen,
} from './lint.fixture.ts';

const off100: CouponEffect = { kind: 'amount', amountMinor: 100 };
const from500 = makeWhen({ minSpendMinor: 500 });

function one(effect: CouponEffect, part: Partial<Coupon> = {}): Partial<Program> {
  return { coupons: [makeCoupon('c', effect, part)] };
}

function sane(part: Partial<Coupon>): Partial<Program> {
  return one(off100, { when: from500, ...part });
}

function limited(limits: Partial<UseLimits>, part: Partial<Coupon> = {}): Partial<Program> {
  return sane({ limits: { ...unlimited, ...limits }, offlineClass: 'B', ...part });
}

function percent(offBps: number, maxMinor: number | null = null): CouponEffect {
  return { kind: 'percent', offBps, maxMinor };
}

const byCode = { trigger: 'code', code: 'SAVE' } as const;
const free: CouponEffect = { kind: 'free-units', units: 2 };

describe('goods for nothing', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['NT$1 above the amount', one(off100, { when: makeWhen({ minSpendMinor: 101 }) }), []],
    ['the amount itself', one(off100, { when: makeWhen({ minSpendMinor: 100 }) }), ['warning']],
    ['a member’s voucher', one(off100), ['warning']],
    ['a code', one(off100, byCode), ['error']],
    [
      'a code once each',
      one(off100, { ...byCode, limits: { ...unlimited, perMember: 1 } }),
      ['warning'],
    ],
    [
      'a code once a day',
      one(off100, { ...byCode, limits: { ...unlimited, perMemberPerDay: 1 } }),
      ['warning'],
    ],
    ['automatic', one(off100, { trigger: 'auto' }), ['error']],
    [
      'automatic with limits',
      one(off100, { trigger: 'auto', limits: { ...unlimited, perMember: 1 } }),
      ['error'],
    ],
    [
      'bundle of NT$0',
      one({ kind: 'bundle-price', units: 3, priceMinor: 0, timesMax: null }),
      ['error'],
    ],
    ['bundle of NT$1', one({ kind: 'bundle-price', units: 3, priceMinor: 1, timesMax: null }), []],
    ['a voucher for free units', one(free), []],
    ['free units for all', one(free, { trigger: 'auto' }), ['error']],
    ['free units by code', one(free, byCode), ['error']],
    [
      'free units for buying others',
      one(free, { trigger: 'auto', when: makeWhen({ needsSkus: ['A'] }) }),
      [],
    ],
    ['free units of more', one(free, { trigger: 'auto', when: makeWhen({ minUnits: 3 }) }), []],
    [
      'free units of as many',
      one(free, { trigger: 'auto', when: makeWhen({ minUnits: 2 }) }),
      ['error'],
    ],
    ['free units from a spend', one(free, { trigger: 'auto', when: from500 }), []],
    [
      'the cheapest free',
      one({ kind: 'cheapest', offBps: 10_000, units: 1 }, { trigger: 'auto' }),
      ['error'],
    ],
    [
      'the cheapest almost free',
      one({ kind: 'cheapest', offBps: 9_999, units: 1 }, { trigger: 'auto' }),
      [],
    ],
    [
      'units for NT$0',
      one({ kind: 'unit-price', unitMinor: 0, unitsMax: 1 }, { trigger: 'auto' }),
      ['error'],
    ],
    [
      'units for NT$1',
      one({ kind: 'unit-price', unitMinor: 1, unitsMax: 1 }, { trigger: 'auto' }),
      [],
    ],
    [
      'some units for NT$0 from more',
      one(
        { kind: 'unit-price', unitMinor: 0, unitsMax: 1 },
        { trigger: 'auto', when: makeWhen({ minUnits: 2 }) },
      ),
      [],
    ],
    [
      'all units for NT$0 from more',
      one(
        { kind: 'unit-price', unitMinor: 0, unitsMax: null },
        { trigger: 'auto', when: makeWhen({ minUnits: 9 }) },
      ),
      ['error'],
    ],
    ['100% off all', one(percent(10_000), { trigger: 'auto' }), ['error']],
    [
      '100% off from a spend on the same',
      one(percent(10_000), { trigger: 'auto', when: from500 }),
      ['error'],
    ],
    [
      '100% off from a spend on all',
      one(percent(10_000), { trigger: 'auto', when: { ...from500, measureOn: 'sale' } }),
      [],
    ],
    ['100% off at most NT$50', one(percent(10_000, 50), { trigger: 'auto' }), []],
    [
      'buy 1 get 1',
      one(
        { kind: 'buy-get', buyUnits: 1, getUnits: 1, offBps: 10_000, timesMax: null },
        { trigger: 'auto' },
      ),
      [],
    ],
    [
      'goods handed over',
      one(
        {
          kind: 'goods',
          sku: 'A',
          name: { 'zh-TW': 'a', en: 'a' },
          units: 1,
          everyUnits: null,
          unitWeight: 1,
        },
        { trigger: 'auto' },
      ),
      [],
    ],
  ])('%s', (_, part, severities) => {
    const found = lintLines(part).filter((line) => line.includes(' goods-for-nothing '));
    expect(found.map((line) => line.split(' ')[0])).toEqual(severities);
  });
});

describe('coupons', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['a campaign of one day', sane({ validFrom: '2026-05-01', validUntil: '2026-05-01' }), []],
    ['a campaign up to the first day', sane({ validUntil: '2026-01-01' }), []],
    ['a campaign from the last day', sane({ validFrom: '2026-12-31' }), []],
    [
      'conditions on its first day',
      sane({ validFrom: '2026-05-01', when: { ...from500, until: '2026-05-01' } }),
      [],
    ],
    [
      'vouchers until the first day',
      sane({ validFrom: '2026-05-01', voucherValidity: { kind: 'until', date: '2026-05-01' } }),
      [],
    ],
    [
      'the last day of a code’s vouchers',
      sane({ ...byCode, voucherValidity: { kind: 'until', date: '2020-01-01' } }),
      [],
    ],
    ['29.99% without a maximum', one(percent(2_999)), []],
    ['30% with a maximum', one(percent(3_000, 100)), []],
    ['30% automatic', one(percent(3_000), { trigger: 'auto' }), []],
    ['a maximum NT$1 above', one(percent(1_000, 51), { when: from500 }), []],
    ['a maximum without a minimum', one(percent(1_000, 51)), []],
    [
      'a bundle that fits',
      one(
        { kind: 'bundle-price', units: 3, priceMinor: 9, timesMax: null },
        { when: makeWhen({ maxUnits: 3 }) },
      ),
      [],
    ],
    [
      'a bundle measured elsewhere',
      one(
        { kind: 'bundle-price', units: 3, priceMinor: 9, timesMax: null },
        { when: makeWhen({ maxUnits: 1, measureOn: 'sale' }) },
      ),
      [],
    ],
    [
      'buy-get that fits',
      one(
        { kind: 'buy-get', buyUnits: 2, getUnits: 2, offBps: 10_000, timesMax: null },
        { when: makeWhen({ maxUnits: 3 }) },
      ),
      [],
    ],
    [
      'buy-get that does not',
      one(
        { kind: 'buy-get', buyUnits: 2, getUnits: 1, offBps: 10_000, timesMax: null },
        { when: makeWhen({ maxUnits: 2 }) },
      ),
      ['units-below-group'],
    ],
    ['few units of an amount', sane({ when: { ...from500, maxUnits: 1 } }), []],
    ['class B of a voucher', sane({ offlineClass: 'B' }), []],
    ['class A with a member’s limit', limited({ perMember: 1 }, { offlineClass: 'A' }), []],
    [
      'class A with a daily limit',
      limited({ perDay: 1 }, { offlineClass: 'A' }),
      ['limit-needs-hq'],
    ],
    ['class A automatic', limited({ program: 9 }, { trigger: 'auto', offlineClass: 'A' }), []],
    ['a count ticket', sane({ uses: 10 }), []],
    [
      'limits within limits',
      limited({ program: 9, perDay: 9, perStorePerDay: 9, perMember: 9, perMemberPerDay: 9 }),
      [],
    ],
    ['a store above all stores', limited({ perDay: 1, perStorePerDay: 2 }), ['limit-idle']],
    [
      'a member’s day above the member',
      limited({ perMember: 1, perMemberPerDay: 2 }),
      ['limit-idle'],
    ],
    ['a member above all', limited({ program: 1, perMember: 2 }), ['limit-idle']],
    ['two limits of 0 once', limited({ perDay: 0, perMember: 0 }), ['limit-zero']],
    [
      'a reward limited to 0',
      { rewards: [makeReward(10, free, { limits: { ...unlimited, perDay: 0 } })] },
      ['limit-zero'],
    ],
    [
      'a gift limited to 0',
      { gifts: [makeGift({ limits: { ...unlimited, perDay: 0 } })] },
      ['limit-zero'],
    ],
    ['no vouchers, none defined', { ...sane({ trigger: 'auto' }), vouchersPerSaleMax: 0 }, []],
    [
      'no percentages, none defined',
      { ...one(percent(500), { scope: makeScope({ skus: ['A'] }) }), orderPercentsMax: 0 },
      [],
    ],
    ['no percentages, an amount', { ...sane({}), orderPercentsMax: 0 }, []],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));

  test('each is said with its place and what to change', () => {
    expect(
      [
        one(off100),
        one(off100, { trigger: 'auto', when: makeWhen({ minSpendMinor: 80 }) }),
        one({ kind: 'bundle-price', units: 3, priceMinor: 0, timesMax: null }),
        one(free, { trigger: 'auto' }),
        sane({ validFrom: '2026-05-02', validUntil: '2026-05-01' }),
        sane({ validUntil: '2025-12-31' }),
        sane({ validFrom: '2027-01-01' }),
        sane({ validFrom: '2026-05-02', when: { ...from500, until: '2026-05-01' } }),
        sane({ voucherValidity: { kind: 'until', date: '2025-12-31' } }),
        one(percent(3_000)),
        one(percent(1_000, 50), { when: from500 }),
        one(
          { kind: 'bundle-price', units: 3, priceMinor: 9, timesMax: null },
          { when: makeWhen({ maxUnits: 2 }) },
        ),
        sane({ trigger: 'auto', offlineClass: 'B' }),
        limited({ program: 9 }, { offlineClass: 'A' }),
        sane({ ...byCode, uses: 2 }),
        sane({ when: { ...from500, spendBasis: 'after-discounts' } }),
        limited({ perMember: 0 }),
        limited({ program: 5, perDay: 6 }),
        { ...sane({}), vouchersPerSaleMax: 0 },
        { ...one(percent(500)), orderPercentsMax: 0 },
      ].flatMap(lintLines),
    ).toMatchInlineSnapshot(`
      [
        "warning goods-for-nothing coupons.0.effect",
        "  「c」折 NT$100 而沒有最低消費，NT$100 以內的商品等於免費。請設定高於 NT$100 的 minSpendMinor",
        "  “c” takes NT$100 off without a minimum spend: goods up to NT$100 cost nothing. Set minSpendMinor above NT$100",
        "error goods-for-nothing coupons.0.effect",
        "  「c」滿 NT$80 折 NT$100，等於免費。請把 minSpendMinor 設為高於 NT$100",
        "  “c” takes NT$100 off from NT$80: such a sale costs nothing. Set minSpendMinor above NT$100",
        "error goods-for-nothing coupons.0.effect",
        "  「c」每 3 件共 NT$0。請填組合價 priceMinor",
        "  “c” sells 3 units for NT$0 together. Set priceMinor",
        "error goods-for-nothing coupons.0.effect",
        "  「c」不需會員券也沒有最低消費或件數，任何人都能免費拿走商品。請設定 minSpendMinor、minUnits 或 needsSkus",
        "  “c” needs no voucher, spend or units: anyone gets goods for nothing. Set minSpendMinor, minUnits or needsSkus",
        "error coupon-days-reversed coupons.0.validUntil",
        "  「c」活動結束日 2026-05-01 早於開始日 2026-05-02。請對調",
        "  The campaign of “c” ends on 2026-05-01, before it starts on 2026-05-02. Swap the days",
        "error coupon-outside-program coupons.0.validUntil",
        "  「c」活動到 2025-12-31 為止，方案 2026-01-01 才開始。請延後活動或刪除此券",
        "  “c” ends on 2025-12-31, before the program starts on 2026-01-01. Move the campaign or remove the coupon",
        "error coupon-outside-program coupons.0.validFrom",
        "  「c」活動 2027-01-01 才開始，方案 2026-12-31 已結束。請提前活動或刪除此券",
        "  “c” starts on 2027-01-01, after the program ends on 2026-12-31. Move the campaign or remove the coupon",
        "error coupon-conditions-outside-campaign coupons.0.when",
        "  「c」的條件日期不在活動期間之內，永遠不能用。請讓兩段日期重疊",
        "  The days of the conditions of “c” lie outside its campaign, so it can never be used. Make them overlap",
        "error voucher-ends-before-start coupons.0.voucherValidity.date",
        "  「c」的券用到 2025-12-31，但 2026-01-01 才開始。請改晚",
        "  Vouchers of “c” end on 2025-12-31, before the start on 2026-01-01. Choose a later day",
        "warning percent-no-max coupons.0.effect.maxMinor",
        "  「c」折 30% 而沒有上限：消費 NT$10,000 就折 NT$3,000。請設定 maxMinor",
        "  “c” takes 30% off without a maximum: NT$3,000 of NT$10,000. Set maxMinor",
        "warning percent-always-capped coupons.0.effect.maxMinor",
        "  「c」從最低消費 NT$500 起就到上限 NT$50，折 10% 沒有作用。請提高上限或改成固定金額",
        "  “c” reaches its maximum NT$50 at its minimum spend NT$500; the 10% never shows. Raise the maximum or make it an amount",
        "error units-below-group coupons.0.when.maxUnits",
        "  「c」至少要 3 件才有優惠，但最多只准 2 件。請提高 maxUnits",
        "  “c” needs 3 units to give anything, but allows at most 2. Raise maxUnits",
        "error class-b-auto coupons.0.offlineClass",
        "  「c」是自動優惠，無法逐筆詢問總部，B 級沒有意義。請改為 A 級",
        "  “c” applies by itself and cannot ask HQ each time, so class B makes no sense. Choose class A",
        "warning limit-needs-hq coupons.0.offlineClass",
        "  「c」有全體的次數限制，但 A 級離線也能用，離線時可能超過。不能超過請改為 B 級",
        "  “c” has a limit over all stores, but class A works while HQ is away and may exceed it. If it must hold, choose class B",
        "warning uses-not-looked-at coupons.0.uses",
        "  「c」不是會員券，uses 2 沒有作用。請改用 limits 限制次數",
        "  “c” is no voucher, so its 2 uses mean nothing. Limit its use with limits",
        "warning basis-not-looked-at coupons.0.when.spendBasis",
        "  「c」：優惠券的最低消費一律以折扣前計算，after-discounts 沒有作用。請刪除",
        "  “c”: coupons always measure spend before discounts; after-discounts does nothing. Remove it",
        "error limit-zero coupons.0.limits.perMember",
        "  「c」的 perMember 限制是 0 次，永遠不能用。沒有限制請填 null",
        "  “c” is limited to 0 (perMember) and can never be used. Write null for no limit",
        "warning limit-idle coupons.0.limits.perDay",
        "  「c」perDay 6 次大於 program 5 次，前者沒有作用。請降低或刪除",
        "  “c”: perDay 6 is above program 5 and never counts. Lower or remove it",
        "error vouchers-not-allowed vouchersPerSaleMax",
        "  每筆交易可用 0 張券，「c」永遠不能用。請填 1 以上",
        "  A sale may use 0 vouchers, so “c” can never be used. Allow at least 1",
        "error percents-not-allowed orderPercentsMax",
        "  每筆交易可用 0 個全單折扣，「c」永遠不能用。請填 1 以上",
        "  A sale may take 0 percentages off the whole sale, so “c” can never be used. Allow at least 1",
      ]
    `);
  });
});
