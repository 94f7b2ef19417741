import { describe, expect, test } from 'vitest';
import { unlimited } from './program-coupon.ts';
import type { CouponId } from './ids.ts';
import type { Coupon, Gift, GiftContent, Program, StampCard } from './program.ts';
import {
  cleanProgram,
  lintCodes,
  lintLines,
  makeCard,
  makeCoupon,
  makeGift,
  makeTier,
  makeWhen,
} from './lint.fixture.ts';

function voucher(uses = 1, usesPerUnit = 0): GiftContent {
  return { kind: 'voucher', couponId: 'c' as CouponId, uses, usesPerUnit };
}

function coupon(part: Partial<Coupon> = {}): Coupon {
  return makeCoupon(
    'c',
    { kind: 'amount', amountMinor: 50 },
    { when: makeWhen({ minSpendMinor: 500 }), ...part },
  );
}

/** A gift; `c` is a coupon of NT$50 from NT$500. */
function giving(part: Partial<Gift>, more: Partial<Program> = {}): Partial<Program> {
  return { coupons: [coupon()], gifts: [makeGift(part)], ...more };
}

function card(part: Partial<StampCard>, more: Partial<Program> = {}): Partial<Program> {
  return { coupons: [coupon()], stampCards: [makeCard(part)], ...more };
}

const points = (count: number): GiftContent => ({ kind: 'points', points: count });
const referral = { referral: { minPaidMinor: 100, withinDays: null } };
const inviting = (part: Partial<Gift> = {}) =>
  makeGift({ on: 'referral-inviter', give: points(10), ...part });

describe('gifts', () => {
  test.each<[string, Partial<Program>, string[]]>([
    [
      'a voucher with a use',
      giving({ give: voucher(1), when: makeWhen({ minSpendMinor: 51 }) }),
      [],
    ],
    ['a voucher of no coupon', giving({ give: voucher(0, 0) }, { coupons: [] }), []],
    ['a voucher with a use per unit', giving({ give: voucher(0, 1) }), []],
    ['a voucher without uses', giving({ give: voucher(0, 0) }), ['gift-nothing']],
    [
      'a coupon by code',
      giving(
        { give: voucher(), when: makeWhen({ minSpendMinor: 51 }) },
        { coupons: [coupon({ trigger: 'code', code: 'SAVE' })] },
      ),
      ['gift-not-a-voucher'],
    ],
    ['rising to gold', giving({ on: 'tier-up', tierId: 'gold' }), []],
    ['rising to any tier', giving({ on: 'tier-up' }), []],
    ['rising to the lowest', giving({ on: 'tier-up', tierId: 'basic' }), ['tier-up-never']],
    [
      'rising with one tier',
      giving({ on: 'tier-up' }, { tiers: [makeTier('basic', 0)] }),
      ['tier-up-never'],
    ],
    ['a tier of a sale', giving({ tierId: 'gold' }), ['tier-not-looked-at']],
    ['inviting', { ...referral, gifts: [inviting()] }, []],
    ['inviting without referral', { gifts: [inviting()] }, ['referral-off']],
    [
      'invited without referral',
      { gifts: [inviting({ on: 'referral-invitee' })] },
      ['referral-off'],
    ],
    [
      'goods for who invited',
      {
        ...referral,
        gifts: [inviting({ give: { kind: 'goods', sku: 'A', name: { 'zh-TW': 'a', en: 'a' } } })],
      },
      ['goods-for-inviter'],
    ],
    [
      'goods for who was invited',
      {
        ...referral,
        gifts: [
          inviting({
            on: 'referral-invitee',
            give: { kind: 'goods', sku: 'A', name: { 'zh-TW': 'a', en: 'a' } },
          }),
        ],
      },
      [],
    ],
    ['joining', giving({ on: 'sign-up', when: makeWhen({ weekdays: [1] }) }), []],
    [
      'joining in the lowest tier',
      giving({ on: 'sign-up', when: makeWhen({ tierIds: ['gold', 'basic'] }) }),
      [],
    ],
    [
      'joining in gold',
      giving({ on: 'sign-up', when: makeWhen({ tierIds: ['gold'] }) }),
      ['sign-up-tier'],
    ],
    ['a birthday in gold', giving({ on: 'birthday', when: makeWhen({ tierIds: ['gold'] }) }), []],
    [
      'a birthday from a spend',
      giving({ on: 'birthday', when: makeWhen({ minSpendMinor: 1 }) }),
      ['gift-without-sale'],
    ],
    ['rising from a spend', giving({ on: 'tier-up', when: makeWhen({ minSpendMinor: 1 }) }), []],
    [
      'worth less than the spend',
      giving({ give: points(99), when: makeWhen({ minSpendMinor: 100 }) }),
      [],
    ],
    [
      'worth the spend',
      giving({ give: points(100), when: makeWhen({ minSpendMinor: 100 }) }),
      ['gift-worth-more'],
    ],
    [
      'worth the spend once',
      giving({ give: points(100), limits: { ...unlimited, perMember: 1 } }),
      [],
    ],
    [
      'worth the spend once a day',
      giving({ give: points(100), limits: { ...unlimited, perMemberPerDay: 1 } }),
      [],
    ],
    [
      'worth the spend for so many',
      giving({ give: points(100), limits: { ...unlimited, program: 1 } }),
      [],
    ],
    [
      'worth the spend a store',
      giving({ give: points(100), limits: { ...unlimited, perStorePerDay: 1 } }),
      ['gift-worth-more'],
    ],
    [
      'worth the first spend',
      giving({ give: points(100), when: makeWhen({ purchase: 'first' }) }),
      [],
    ],
    ['worth nothing known', giving({}), []],
    [
      'a voucher worth the spend',
      giving({ give: voucher(2), when: makeWhen({ minSpendMinor: 100 }) }),
      ['gift-worth-more'],
    ],
    [
      'a voucher worth less',
      giving({ give: voucher(2), when: makeWhen({ minSpendMinor: 101 }) }),
      [],
    ],
    [
      'a percentage up to the spend',
      giving(
        { give: voucher(2), when: makeWhen({ minSpendMinor: 60 }) },
        { coupons: [coupon({ effect: { kind: 'percent', offBps: 500, maxMinor: 30 } })] },
      ),
      ['gift-worth-more'],
    ],
    [
      'a percentage of no known worth',
      giving(
        { give: voucher(2) },
        { coupons: [coupon({ effect: { kind: 'percent', offBps: 500, maxMinor: null } })] },
      ),
      [],
    ],
    [
      'points of another worth',
      giving(
        { give: points(100), when: makeWhen({ minSpendMinor: 100 }) },
        { redemption: { ...paying, pointsPerStep: 2 } },
      ),
      [],
    ],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});

const paying = cleanProgram.redemption ?? {
  pointsPerStep: 1,
  minorPerStep: 1,
  pointsMin: 0,
  cartMinMinor: 0,
  shareMaxBps: 10_000,
  block: null,
};

describe('stamp cards', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['a day', card({}), []],
    [
      'no limit, by amount',
      card({ limit: { kind: 'none' }, per: { kind: 'amount', perMinor: 100 } }),
      [],
    ],
    ['no limit, by visit', card({ limit: { kind: 'none' } }), ['stamps-by-splitting']],
    ['hours', card({ limit: { kind: 'hours', hours: 1 } }), []],
    ['worth less than the visits', card({ reward: points(999) }), []],
    ['worth the visits', card({ reward: points(1_000) }), ['stamp-card-worth-more']],
    [
      'worth the visits after the bonus',
      card({ bonusOnIssue: 1, reward: points(900) }),
      ['stamp-card-worth-more'],
    ],
    [
      'worth the amounts',
      card({ per: { kind: 'amount', perMinor: 50 }, reward: points(500) }),
      ['stamp-card-worth-more'],
    ],
    [
      'worth less than the amounts',
      card({ per: { kind: 'amount', perMinor: 50 }, reward: points(499) }),
      [],
    ],
    ['per unit', card({ per: { kind: 'units' }, reward: points(9_999) }), []],
    ['no minimum', card({ when: makeWhen({}), reward: points(1) }), ['stamp-card-worth-more']],
    ['a voucher without uses', card({ reward: voucher(0) }), ['gift-nothing']],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});

describe('referral', () => {
  const both = [inviting(), inviting({ giftId: 'b', on: 'referral-invitee', give: points(20) })];
  test.each<[string, Partial<Program>, string[]]>([
    ['without gifts', referral, ['referral-gives-nothing']],
    ['with a gift for a sale', { ...referral, gifts: [makeGift({})] }, ['referral-gives-nothing']],
    [
      'from more than both are worth',
      { referral: { minPaidMinor: 31, withinDays: null }, gifts: both },
      [],
    ],
    [
      'from what both are worth',
      { referral: { minPaidMinor: 30, withinDays: null }, gifts: both },
      ['referral-too-cheap'],
    ],
    [
      'from NT$1',
      {
        referral: { minPaidMinor: 1, withinDays: null },
        redemption: null,
        rewards: [],
        gifts: both,
      },
      ['no-way-to-spend', 'referral-too-cheap'],
    ],
    [
      'from NT$2 of no known worth',
      { referral: { minPaidMinor: 2, withinDays: null }, redemption: null, gifts: both },
      ['no-way-to-spend'],
    ],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));
});

test('each is said with its numbers and what to change', () => {
  const asked = (when: Parameters<typeof makeWhen>[0]) =>
    giving({ on: 'sign-up', when: makeWhen(when) });
  expect(
    [
      giving({ give: voucher(0, 0) }),
      giving(
        { give: voucher(), when: makeWhen({ minSpendMinor: 51 }) },
        { coupons: [coupon({ trigger: 'code', code: 'SAVE' })] },
      ),
      giving({ on: 'tier-up', tierId: 'basic' }),
      giving({ tierId: 'gold' }),
      { gifts: [inviting()] },
      {
        ...referral,
        gifts: [inviting({ give: { kind: 'goods', sku: 'A', name: { 'zh-TW': 'a', en: 'a' } } })],
      },
      asked({ tierIds: ['gold'] }),
      asked({ minSpendMinor: 1 }),
      asked({ minUnits: 1 }),
      asked({ needsSkus: ['A'] }),
      asked({ needsCode: 'A' }),
      giving({ give: points(100) }),
      giving({ give: points(100), when: makeWhen({ minSpendMinor: 90 }) }),
      card({ limit: { kind: 'none' }, bonusOnIssue: 1 }),
      card({ reward: points(1_000) }),
      referral,
      { referral: { minPaidMinor: 5, withinDays: null }, gifts: [inviting()] },
      {
        referral: { minPaidMinor: 0, withinDays: null },
        gifts: [inviting({ give: voucher() })],
        coupons: [coupon({ effect: { kind: 'free-units', units: 1 } })],
      },
    ].flatMap(lintLines),
  ).toMatchInlineSnapshot(`
    [
      "error gift-nothing gifts.0.give.uses",
      "  「gift」送的券可用 0 次，等於沒有。請填 uses 或 usesPerUnit",
      "  “gift” gives a voucher with 0 uses: nothing. Set uses or usesPerUnit",
      "error gift-not-a-voucher gifts.0.give.couponId",
      "  「gift」送「c」，但它不是會員券（trigger 是 code）。請把它改為 voucher",
      "  “gift” gives “c”, which is no voucher (its trigger is code). Make its trigger voucher",
      "error tier-up-never gifts.0.tierId",
      "  「gift」是升等禮，但沒有人會升到最低等級「basic」。請改為更高等級",
      "  “gift” is for rising, but nobody rises to the lowest tier “basic”. Choose a higher one",
      "warning tier-not-looked-at gifts.0.tierId",
      "  「gift」的 tierId 只用於升等禮（tier-up）。請改用 when.tierIds",
      "  “gift”: tierId counts only for gifts on tier-up. Use when.tierIds instead",
      "error referral-off gifts.0.on",
      "  「gift」是推薦禮，但方案沒有推薦（referral 是 null）。請設定 referral",
      "  “gift” is for referrals, but the program has none (referral is null). Set referral",
      "error goods-for-inviter gifts.0.give",
      "  「gift」送商品給推薦人，但推薦人當時不在店裡，永遠不會給。請改送點數或券",
      "  “gift” gives goods to the inviter, who is not there when the invitee buys: it is never given. Give points or a voucher",
      "error sign-up-tier gifts.0.when.tierIds",
      "  「gift」是入會禮，但新會員都在最低等級，不在所列等級。請加入最低等級",
      "  “gift” is for joining, but whoever joins is in the lowest tier, which is not listed. List it",
      "error gift-without-sale gifts.0.when.minSpendMinor",
      "  「gift」贈送時沒有交易，不能要求 minSpendMinor。請刪除該條件，或改為 on: sale",
      "  “gift” is given without a sale, so minSpendMinor cannot be asked. Remove it, or give it on a sale",
      "error gift-without-sale gifts.0.when.minUnits",
      "  「gift」贈送時沒有交易，不能要求 minUnits。請刪除該條件，或改為 on: sale",
      "  “gift” is given without a sale, so minUnits cannot be asked. Remove it, or give it on a sale",
      "error gift-without-sale gifts.0.when.needsSkus",
      "  「gift」贈送時沒有交易，不能要求 needsSkus。請刪除該條件，或改為 on: sale",
      "  “gift” is given without a sale, so needsSkus cannot be asked. Remove it, or give it on a sale",
      "error gift-without-sale gifts.0.when.needsCode",
      "  「gift」贈送時沒有交易，不能要求 needsCode。請刪除該條件，或改為 on: sale",
      "  “gift” is given without a sale, so needsCode cannot be asked. Remove it, or give it on a sale",
      "warning gift-worth-more gifts.0.give",
      "  「gift」值 NT$100，而消費 NT$1 就有，且不限次數。請提高最低消費或設定 limits",
      "  “gift” is worth NT$100 and comes with every sale from NT$1, without limit. Raise the minimum spend or set limits",
      "warning gift-worth-more gifts.0.give",
      "  「gift」值 NT$100，而消費 NT$90 就有，且不限次數。請提高最低消費或設定 limits",
      "  “gift” is worth NT$100 and comes with every sale from NT$90, without limit. Raise the minimum spend or set limits",
      "warning stamps-by-splitting stampCards.0.limit",
      "  「card」每筆交易一點且不限次數，把一筆拆成 9 筆就集滿。請設 once-a-day，或改為依金額",
      "  “card” gives a stamp for each sale without limit: one purchase split into 9 fills the card. Choose once-a-day, or stamps per amount",
      "warning stamp-card-worth-more stampCards.0.reward",
      "  「card」集滿送價值 NT$1,000，但集滿 10 點最少只要消費 NT$1,000。請提高每點的消費或減少獎勵",
      "  “card” gives NT$1,000 for 10 stamps that may cost as little as NT$1,000. Ask for more per stamp or give less",
      "warning referral-gives-nothing referral",
      "  方案有推薦，但沒有推薦禮（on: referral-inviter 或 referral-invitee）。請加入贈禮",
      "  The program has referrals, but no gift for them (on: referral-inviter or referral-invitee). Add one",
      "warning referral-too-cheap referral.minPaidMinor",
      "  新會員首購付 NT$5 雙方就得推薦禮（共值 NT$10），容易開假帳號領取。請提高 minPaidMinor",
      "  A new member’s first sale of NT$5 brings both sides their gifts (NT$10 together), which invites made-up members. Raise minPaidMinor",
      "warning referral-too-cheap referral.minPaidMinor",
      "  新會員首購付 NT$0 雙方就得推薦禮，容易開假帳號領取。請提高 minPaidMinor",
      "  A new member’s first sale of NT$0 brings both sides their gifts, which invites made-up members. Raise minPaidMinor",
    ]
  `);
});
