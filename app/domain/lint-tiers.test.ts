import { describe, expect, test } from 'vitest';
import type { ExpiryRule, Program } from './program.ts';
import {
  defaultPolicies,
  lintCodes,
  lintLines,
  makeGift,
  makeReward,
  makeRule,
  makeTier,
  makeWhen,
} from './lint.fixture.ts';

const basic = makeTier('basic', 0);
const plainGold = makeTier('gold', 1_000);

function tiers(...list: Program['tiers'][number][]): Partial<Program> {
  return { tiers: list };
}

function expiry(rule: ExpiryRule): Partial<Program> {
  return { expiry: rule };
}

function policies(part: Partial<Program['policies']>): Partial<Program> {
  return { policies: { ...defaultPolicies, ...part } };
}

const free = { kind: 'free-units', units: 1 } as const;

test.each<[string, Partial<Program>, string[]]>([
  ['a program of one day', { effectiveFrom: '2026-05-01', effectiveUntil: '2026-05-01' }, []],
  ['a program without an end', { effectiveUntil: null }, []],
  ['a program that ends first', { effectiveUntil: '2025-12-31' }, ['program-days-reversed']],
  ['one tier', tiers(basic), []],
  ['NT$100 apart', tiers(basic, makeTier('gold', 100, 15_000)), []],
  ['NT$99 apart', tiers(basic, makeTier('gold', 99, 15_000)), ['tier-gap-small']],
  ['less for more', tiers(makeTier('basic', 0, 15_000), plainGold), ['tier-multiplier-falls']],
  ['nothing for more', tiers(basic, plainGold), ['tier-no-benefit']],
  [
    'a rule for a tier',
    {
      ...tiers(basic, plainGold),
      earn: [makeRule({ kind: 'per-order', points: 1 }, { when: makeWhen({ tierIds: ['gold'] }) })],
    },
    [],
  ],
  ['a gift for rising', { ...tiers(basic, plainGold), gifts: [makeGift({ on: 'tier-up' })] }, []],
  [
    'a gift for rising to it',
    { ...tiers(basic, plainGold), gifts: [makeGift({ on: 'tier-up', tierId: 'gold' })] },
    [],
  ],
  [
    'a gift for rising to another',
    {
      ...tiers(basic, plainGold, makeTier('black', 9_000, 20_000)),
      gifts: [makeGift({ on: 'tier-up', tierId: 'black' })],
    },
    ['tier-no-benefit'],
  ],
  ['a gift for a sale', { ...tiers(basic, plainGold), gifts: [makeGift({})] }, ['tier-no-benefit']],
  ['a month', expiry({ kind: 'months', months: 1, roundUp: null }), []],
  ['no months', expiry({ kind: 'months', months: 0, roundUp: null }), ['expiry-same-day']],
  [
    'no months to the month’s end',
    expiry({ kind: 'months', months: 0, roundUp: 'month' }),
    ['expiry-short'],
  ],
  ['no months to the year’s end', expiry({ kind: 'months', months: 0, roundUp: 'year' }), []],
  ['a day', expiry({ kind: 'days', days: 1 }), []],
  ['no days', expiry({ kind: 'days', days: 0 }), ['expiry-same-day']],
  ['sliding', expiry({ kind: 'sliding', months: 1 }), []],
  [
    'stored value that stays',
    { storedValue: { storedValueEarns: true, expiry: { kind: 'none' } } },
    [],
  ],
  [
    'stored value that ends',
    { storedValue: { storedValueEarns: true, expiry: { kind: 'days', days: 9 } } },
    ['stored-value-ends'],
  ],
  ['a debt', policies({ negativeBalance: 'allow' }), []],
  ['no debt', policies({ negativeBalance: 'clamp' }), ['clamp-loses-points']],
  [
    'no debt, only rewards',
    { ...policies({ negativeBalance: 'clamp' }), redemption: null, rewards: [makeReward(9, free)] },
    ['clamp-loses-points'],
  ],
  [
    'no debt, nothing to spend on',
    { ...policies({ negativeBalance: 'clamp' }), redemption: null, earn: [] },
    [],
  ],
  ['milestones', { milestones: [10, 20] }, []],
  ['a milestone twice', { milestones: [10, 20, 10] }, ['milestone-twice']],
])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));

describe('each', () => {
  test('is said with its numbers and what to change', () => {
    const floored = policies({ refundRounding: 'floor-of-refunded' });
    const wrong: Partial<Program>[] = [
      { effectiveUntil: '2025-12-31' },
      tiers(basic, makeTier('gold', 99, 15_000)),
      tiers(makeTier('basic', 0, 15_000), plainGold),
      tiers(basic, plainGold),
      expiry({ kind: 'months', months: 0, roundUp: null }),
      expiry({ kind: 'days', days: 0 }),
      expiry({ kind: 'months', months: 0, roundUp: 'quarter' }),
      { storedValue: { storedValueEarns: true, expiry: { kind: 'days', days: 9 } } },
      floored,
      {
        ...floored,
        redemption: null,
        rewards: [makeReward(9, free)],
        earn: [makeRule({ kind: 'per-order', points: 1 })],
      },
      {
        ...floored,
        redemption: null,
        rewards: [makeReward(9, free)],
        earn: [makeRule({ kind: 'per-amount', perMinor: 1, points: 1, rounding: 'floor' })],
      },
      policies({ negativeBalance: 'clamp' }),
      { milestones: [10, 10] },
    ];
    expect(wrong.flatMap(lintLines)).toMatchInlineSnapshot(`
      [
        "error program-days-reversed effectiveUntil",
        "  方案結束日 2025-12-31 早於開始日 2026-01-01，永遠不生效。請對調",
        "  The program ends on 2025-12-31, before it starts on 2026-01-01. Swap the days",
        "warning tier-gap-small tiers.1.thresholdMinor",
        "  「basic」（NT$0）與「gold」（NT$99）只差 NT$99，前者幾乎沒有人會停留。請拉開門檻",
        "  “basic” (NT$0) and “gold” (NT$99) are only NT$99 apart: hardly anyone stays in the former. Move the thresholds apart",
        "warning tier-multiplier-falls tiers.1.multiplierBps",
        "  「gold」是 1 倍，低於下一級「basic」的 1.5 倍，升等反而變少。請提高",
        "  “gold” is ×1, less than ×1.5 of “basic” below it: rising costs points. Raise it",
        "warning tier-no-benefit tiers.1",
        "  「gold」的倍數與「basic」相同，也沒有任何規則或贈禮提到它，升等沒有好處。請提高倍數或加入優惠",
        "  “gold” has the multiplier of “basic” and no rule or gift names it: rising brings nothing. Raise the multiplier or give it something",
        "error expiry-same-day expiry.months",
        "  點數效期是 0（months），賺到當天就到期。請填 1 以上",
        "  Points last 0 months: they end on the day they are earned. Write at least 1",
        "error expiry-same-day expiry.days",
        "  點數效期是 0（days），賺到當天就到期。請填 1 以上",
        "  Points last 0 days: they end on the day they are earned. Write at least 1",
        "warning expiry-short expiry.months",
        "  點數效期是 0 個月並延到期末，期末當天賺到的點數當天就到期。請填 1 以上",
        "  Points last 0 months up to the end of the period: those earned on its last day end that day. Write at least 1",
        "warning stored-value-ends storedValue.expiry",
        "  儲值會到期。禮券與儲值的定型化契約不得記載使用期限；若非贈送的金額，請改為 none",
        "  Stored value ends. In Taiwan what customers paid for may not carry a last day; unless it is given free, write none",
        "warning refund-leaves-points policies.refundRounding",
        "  每次退款只收回該金額所得的點數：每次退 NT$99 收回 0 點，全部退完點數仍在。請改為 cumulative",
        "  Each refund takes back only what its own amount earned: refunds of NT$99 take back 0, and the points stay when all is refunded. Choose cumulative",
        "warning refund-leaves-points policies.refundRounding",
        "  每次退款只收回該金額所得的點數，分次退完會留下點數。請改為 cumulative",
        "  Each refund takes back only what its own amount earned, so refunds in parts leave points. Choose cumulative",
        "warning refund-leaves-points policies.refundRounding",
        "  每次退款只收回該金額所得的點數，分次退完會留下點數。請改為 cumulative",
        "  Each refund takes back only what its own amount earned, so refunds in parts leave points. Choose cumulative",
        "warning clamp-loses-points policies.negativeBalance",
        "  餘額不低於 0：先用掉點數再退貨，用掉的點數收不回來。請改為 allow，由之後的點數抵回",
        "  The balance stops at 0: points spent before the goods come back are lost to the shop. Choose allow, and later earnings repay them",
        "warning milestone-twice milestones.1",
        "  里程碑 10 點寫了兩次。請刪除一個",
        "  The milestone 10 is listed twice. Remove one",
      ]
    `);
  });
});
