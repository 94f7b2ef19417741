import { expect, test } from 'vitest';
import { programSchema } from './program.ts';

const name = { 'zh-TW': '集點', en: 'Points' };
const id = (digit: number) => `01980000-0000-7000-8000-00000000000${digit}`;
const tier = (tierId: string, thresholdMinor: number) => ({ tierId, name, thresholdMinor });
const effect = { kind: 'amount', amountMinor: 5 };
const coupon = (digit: number, part: Record<string, unknown> = {}) => ({
  couponId: id(digit),
  name,
  effect,
  ...part,
});
const byCode = (digit: number, code: string) => coupon(digit, { trigger: 'code', code });
const points = { kind: 'points', points: 1 };
const voucher = { kind: 'voucher', couponId: id(1) };
const gift = (giftId: string, part: Record<string, unknown> = {}) => ({
  giftId,
  name,
  on: 'sale',
  give: points,
  ...part,
});
const card = (cardId: string, part: Record<string, unknown> = {}) => ({
  cardId,
  name,
  goal: 5,
  reward: points,
  ...part,
});
const rule = (ruleId: string, part: Record<string, unknown> = {}) => ({
  ruleId,
  name,
  give: { kind: 'per-order', points: 1 },
  ...part,
});
const multiplier = (part: Record<string, unknown> = {}) => ({
  multiplierId: 'm',
  name,
  factorBps: 20_000,
  ...part,
});
const reward = (part: Record<string, unknown> = {}) => ({
  rewardId: 'r',
  name,
  costPoints: 5,
  effect,
  ...part,
});
const forSilver = { when: { tierIds: ['basic', 'silver'] } };

/** What is wrong in a program with `part` in it, as `place: message`. */
function wrongIn(part: Record<string, unknown>): string[] {
  const parsed = programSchema.safeParse({
    schema: 2,
    programId: id(0),
    version: 1,
    name,
    effectiveFrom: '2026-01-01',
    tiers: [tier('basic', 0), tier('gold', 10)],
    ...part,
  });
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

test.each<[string, Record<string, unknown>, string[]]>([
  ['one tier', { tiers: [tier('a', 0)] }, []],
  [
    'a first tier above 0',
    { tiers: [tier('a', 1)] },
    ['tiers: thresholds must start at 0 and rise'],
  ],
  [
    'equal thresholds',
    { tiers: [tier('a', 0), tier('b', 5), tier('c', 5)] },
    ['tiers: thresholds must start at 0 and rise'],
  ],
  [
    'falling thresholds',
    { tiers: [tier('a', 0), tier('b', 5), tier('c', 4)] },
    ['tiers: thresholds must start at 0 and rise'],
  ],
  ['a rule twice', { earn: [rule('a'), rule('a')] }, ['earn: ids must differ']],
  ['two rules', { earn: [rule('a'), rule('b')] }, []],
  [
    'a multiplier twice',
    { multipliers: [multiplier(), multiplier()] },
    ['multipliers: ids must differ'],
  ],
  ['a tier twice', { tiers: [tier('a', 0), tier('a', 5)] }, ['tiers: ids must differ']],
  ['a coupon twice', { coupons: [coupon(1), coupon(1)] }, ['coupons: ids must differ']],
  ['a reward twice', { rewards: [reward(), reward()] }, ['rewards: ids must differ']],
  ['a gift twice', { gifts: [gift('a'), gift('a')] }, ['gifts: ids must differ']],
  ['a card twice', { stampCards: [card('a'), card('a')] }, ['stampCards: ids must differ']],
  ['an id in two lists', { earn: [rule('a')], gifts: [gift('a')] }, []],
  ['two codes', { coupons: [byCode(1, 'AA'), byCode(2, 'AB')] }, []],
  ['a code twice', { coupons: [byCode(1, 'aa'), byCode(2, 'AA')] }, ['coupons: codes must differ']],
  [
    'a code twice, once full-width',
    { coupons: [byCode(1, 'AA1'), byCode(2, 'ａａ１')] },
    ['coupons: codes must differ'],
  ],
  [
    'a trigger without code',
    { coupons: [coupon(2), coupon(1, { trigger: 'code' })] },
    ['coupons.1.code: a coupon has a code exactly when its trigger is "code"'],
  ],
  [
    'a code without trigger',
    { coupons: [coupon(1, { code: 'AA' })] },
    ['coupons.0.code: a coupon has a code exactly when its trigger is "code"'],
  ],
  ['a gift of a coupon', { coupons: [coupon(1)], gifts: [gift('a', { give: voucher })] }, []],
  [
    'a gift of no coupon',
    { gifts: [gift('a', { give: voucher })] },
    ['gifts.0.give.couponId: no such coupon'],
  ],
  ['a gift for gold', { gifts: [gift('a', { tierId: 'gold' })] }, []],
  [
    'a gift for silver',
    { gifts: [gift('a', { tierId: 'silver' })] },
    ['gifts.0.tierId: no such tier'],
  ],
  [
    'a card for no coupon',
    { stampCards: [card('a', { reward: voucher })] },
    ['stampCards.0.reward.couponId: no such coupon'],
  ],
  [
    'a card for a coupon',
    { coupons: [coupon(1)], stampCards: [card('a', { reward: voucher })] },
    [],
  ],
  [
    'a card after a card',
    { stampCards: [card('a', { next: { kind: 'card', cardId: 'b' } }), card('b')] },
    [],
  ],
  [
    'a card after none',
    { stampCards: [card('a', { next: { kind: 'card', cardId: 'b' } })] },
    ['stampCards.0.next.cardId: no such stamp card'],
  ],
  ['a card with one to go', { stampCards: [card('a', { bonusOnIssue: 4 })] }, []],
  [
    'a card full at once',
    { stampCards: [card('a', { bonusOnIssue: 5 })] },
    ['stampCards.0.bonusOnIssue: a new card may not be full'],
  ],
  [
    'conditions with a tier that is none',
    {
      earn: [rule('a'), rule('b', forSilver)],
      multipliers: [multiplier(forSilver)],
      coupons: [coupon(1, forSilver)],
      rewards: [reward(forSilver)],
      gifts: [gift('a', forSilver)],
      stampCards: [card('a', forSilver)],
    },
    [
      'earn.1.when.tierIds: no such tier',
      'multipliers.0.when.tierIds: no such tier',
      'coupons.0.when.tierIds: no such tier',
      'rewards.0.when.tierIds: no such tier',
      'gifts.0.when.tierIds: no such tier',
      'stampCards.0.when.tierIds: no such tier',
    ],
  ],
])('%s', (_, part, said) => expect(wrongIn(part)).toEqual(said));
