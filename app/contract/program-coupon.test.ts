import { describe, expect, test } from 'vitest';
import { couponDefaults } from '../domain/program-defaults.ts';
import {
  couponSchema,
  giftSchema,
  redemptionSchema,
  rewardSchema,
  slug,
} from './program-coupon.ts';

const name = { 'zh-TW': '折價券', en: 'Coupon' };
const couponId = '01980000-0000-7000-8000-000000000001';
const effect = { kind: 'amount', amountMinor: 50 };

function wrongIn(part: Record<string, unknown>): string[] {
  const parsed = couponSchema.safeParse({ couponId, name, effect, ...part });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

test('the smallest coupon has the defaults that coupons made in code have', () => {
  expect(couponSchema.parse({ couponId, name, effect })).toEqual({
    ...couponDefaults,
    couponId,
    name,
    effect,
  });
});

test.each([
  [effect, {}],
  [{ kind: 'percent', offBps: 500 }, { maxMinor: null }],
  [{ kind: 'unit-price', unitMinor: 0 }, { unitsMax: null }],
  [{ kind: 'cheapest', offBps: 10_000 }, { units: 1 }],
  [{ kind: 'free-units', units: 2 }, {}],
  [
    { kind: 'buy-get', buyUnits: 2, getUnits: 1 },
    { offBps: 10_000, timesMax: null },
  ],
  [{ kind: 'bundle-price', units: 3, priceMinor: 99 }, { timesMax: null }],
  [
    { kind: 'goods', sku: 'A', name, units: 1 },
    { everyUnits: null, unitWeight: 1 },
  ],
])('the effect %o has its defaults', (written, defaults) => {
  expect(couponSchema.parse({ couponId, name, effect: written }).effect).toEqual({
    ...written,
    ...defaults,
  });
});

describe('is refused where it stands', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['NT$0 off', { effect: { kind: 'amount', amountMinor: 0 } }, ['effect.amountMinor']],
    ['0% off', { effect: { kind: 'percent', offBps: 0 } }, ['effect.offBps']],
    ['100.01% off', { effect: { kind: 'percent', offBps: 10_001 } }, ['effect.offBps']],
    [
      'a maximum of NT$0',
      { effect: { kind: 'percent', offBps: 1, maxMinor: 0 } },
      ['effect.maxMinor'],
    ],
    ['no units free', { effect: { kind: 'free-units', units: 0 } }, ['effect.units']],
    ['a field of another effect', { effect: { ...effect, offBps: 5 } }, ['effect']],
    ['an unknown effect', { effect: { kind: 'half' } }, ['effect.kind']],
    ['an id that is none', { couponId: '1' }, ['couponId']],
    ['an empty code', { trigger: 'code', code: '' }, ['code']],
    ['a group in capitals', { group: 'A' }, ['group']],
    ['priority 1001', { priority: 1_001 }, ['priority']],
    ['no uses', { uses: 0 }, ['uses']],
    ['class C', { offlineClass: 'C' }, ['offlineClass']],
    ['a voucher for 0 points', { exchange: { points: 0 } }, ['exchange.points']],
    ['a voucher for nobody', { exchange: { points: 9, perMember: 0 } }, ['exchange.perMember']],
    ['half a use', { limits: { perDay: 0.5 } }, ['limits.perDay']],
    ['an unknown limit', { limits: { perWeek: 1 } }, ['limits']],
    ['valid for 0 days', { voucherValidity: { kind: 'days', days: 0 } }, ['voucherValidity.days']],
  ])('%s', (_, part, places) => expect(wrongIn(part)).toEqual(places));
});

test('limits and validity that are there in part get the rest', () => {
  const parsed = couponSchema.parse({
    couponId,
    name,
    effect,
    limits: { perDay: 2 },
    voucherValidity: { kind: 'end-of-month' },
  });
  expect([parsed.limits, parsed.voucherValidity]).toEqual([
    { program: null, perDay: 2, perStorePerDay: null, perMember: null, perMemberPerDay: null },
    { kind: 'end-of-month', months: 0 },
  ]);
});

test('rewards, gifts and paying with points have their defaults', () => {
  const { scope, when, limits, rounding, priority } = couponDefaults;
  const reward = { rewardId: 'a', name, costPoints: 5, effect };
  const gift = { giftId: 'a', name, on: 'sale' };
  const give = { kind: 'voucher', couponId };
  expect([
    rewardSchema.parse(reward),
    giftSchema.parse({ ...gift, give }),
    redemptionSchema.parse({}),
    redemptionSchema.safeParse({ block: { perSpendMinor: 0, pointsMax: 1 } }).success,
    giftSchema.safeParse({ ...gift, give: { kind: 'points', points: 0 } }).success,
  ]).toEqual([
    { ...reward, unitsPerClaim: 1, scope, when, rounding, priority, limits },
    { ...gift, tierId: null, scope, when, limits, give: { ...give, uses: 1, usesPerUnit: 0 } },
    {
      pointsPerStep: 1,
      minorPerStep: 1,
      pointsMin: 0,
      cartMinMinor: 0,
      shareMaxBps: 10_000,
      block: null,
    },
    false,
    false,
  ]);
});

test('ids that people choose are short, lower-case and begin with a letter', () => {
  const texts = [
    'a',
    'gold-card-2',
    'x'.repeat(32),
    'x'.repeat(33),
    '',
    '2a',
    '-a',
    'Gold',
    'a_b',
    'a b',
  ];
  expect(texts.map((text) => slug.safeParse(text).success)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});
