import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CouponId } from '../domain/ids.ts';
import { couponDefaults } from '../domain/program-defaults.ts';
import type { Coupon, CouponEffect } from '../domain/program.ts';
import { buildLineCoupon, lineCouponLimits } from './build-line-coupon.ts';
import type { LineCouponWish } from './build-line-coupon.ts';

const nowMs = Date.parse('2026-11-22T20:00:00+08:00');
const coupon: Coupon = {
  ...couponDefaults,
  couponId: '0198b3a0-0000-7000-8000-00000000c004' as CouponId,
  name: { 'zh-TW': '折五十', en: 'NT$50 off' },
  effect: { kind: 'amount', amountMinor: 50 },
  trigger: 'code',
  code: 'SAVE50',
};
const wish: LineCouponWish = {
  title: '週年慶折五十',
  description: '',
  usageCondition: '',
  startsOn: '2026-11-22',
  endsOn: '2026-12-31',
  isPublic: false,
  barcodeImageUrl: null,
};
const built = (change: Partial<Coupon> = {}, asked: Partial<LineCouponWish> = {}) =>
  buildLineCoupon({ ...coupon, ...change }, { ...wish, ...asked }, nowMs);
const problems = (change: Partial<Coupon>, asked: Partial<LineCouponWish> = {}) => {
  const made = built(change, asked);
  return made.kind === 'wrong' ? made.problems : 'built';
};

test('a coupon with one code becomes LINE’s, its days whole days of Taipei', () => {
  const limits = { ...coupon.limits, perMember: 1 };
  expect([
    built(),
    built(
      { limits },
      {
        description: '出示本頁',
        usageCondition: '每人一次',
        isPublic: true,
        barcodeImageUrl: 'https://hq.example/line/coupon-code/c.png',
      },
    ),
  ]).toEqual([
    {
      kind: 'built',
      code: 'SAVE50',
      startsAtMs: Date.parse('2026-11-21T16:00:00Z'),
      endsAtMs: Date.parse('2026-12-31T15:59:59Z'),
      request: {
        title: '週年慶折五十',
        couponCode: 'SAVE50',
        reward: { type: 'discount', priceInfo: { type: 'fixed', fixedAmount: 50 } },
        acquisitionCondition: { type: 'normal' },
        maxUseCountPerTicket: -1,
        startTimestamp: Date.parse('2026-11-21T16:00:00Z') / 1_000,
        endTimestamp: Date.parse('2026-12-31T15:59:59Z') / 1_000,
        timezone: 'ASIA_TAIPEI',
        visibility: 'UNLISTED',
      },
    },
    expect.objectContaining({
      request: expect.objectContaining({
        description: '出示本頁',
        usageCondition: '每人一次',
        barcodeImageUrl: 'https://hq.example/line/coupon-code/c.png',
        maxUseCountPerTicket: 1,
        visibility: 'PUBLIC',
      }) as unknown,
    }),
  ]);
});

const percent = (offBps: number, maxMinor: number | null = null): CouponEffect => ({
  kind: 'percent',
  offBps,
  maxMinor,
});
const rewards: readonly (readonly [CouponEffect, object])[] = [
  [percent(500), { type: 'discount', priceInfo: { type: 'percentage', percentage: 5 } }],
  [percent(10_000), { type: 'free' }],
  [percent(550), { type: 'others' }],
  [percent(50), { type: 'others' }],
  [percent(500, 100), { type: 'others' }],
  [{ kind: 'free-units', units: 1 }, { type: 'free' }],
  [
    {
      kind: 'goods',
      sku: 'mug',
      name: coupon.name,
      units: 1,
      everyUnits: null,
      unitWeight: 1,
    },
    { type: 'gift' },
  ],
  [
    { kind: 'buy-get', buyUnits: 1, getUnits: 1, offBps: 10_000, timesMax: null },
    { type: 'others' },
  ],
];
test.each(rewards)('%j shows as %j', (effect, reward) => {
  const made = built({ effect });
  expect(made.kind === 'built' ? made.request.reward : made).toEqual(reward);
});

test('what LINE or the till would not take is named, each', () => {
  const long = (chars: number) => 'x'.repeat(chars + 1);
  const { titleCharsMax, descriptionCharsMax, conditionCharsMax, codeCharsMax } = lineCouponLimits;
  expect([
    problems({ trigger: 'voucher', code: null }),
    problems({ trigger: 'auto' }),
    problems({ code: long(codeCharsMax) }),
    problems({ code: '折五十' }),
    problems({ code: 'SAVE 50' }),
    problems({}, { title: ' ' }),
    problems({}, { title: long(titleCharsMax), description: long(descriptionCharsMax) }),
    problems({}, { usageCondition: long(conditionCharsMax) }),
    problems({}, { startsOn: '2026-12-02', endsOn: '2026-12-01' }),
    problems({}, { startsOn: '2026-11-01', endsOn: '2026-11-21' }),
    problems({ validUntil: '2026-12-30' }),
    problems({ validFrom: '2026-11-23' }),
    problems({}, { barcodeImageUrl: 'http://hq.example/c.png' }),
    problems({ validFrom: '2026-11-22', validUntil: '2026-12-31' }),
  ]).toEqual([
    ['not-a-code'],
    ['not-a-code'],
    ['code-too-long'],
    ['code-unreadable'],
    ['code-unreadable'],
    ['title-length'],
    ['title-length', 'description-length'],
    ['condition-length'],
    ['days-reversed'],
    ['days-over'],
    ['days-outside'],
    ['days-outside'],
    ['image-address'],
    'built',
  ]);
});

test('whatever is asked, what is built keeps LINE’s limits', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 70 }),
      fc.string({ unit: 'grapheme', maxLength: 1_100 }),
      fc.string({ maxLength: 20 }),
      (title, description, code) => {
        const made = built({ code }, { title, description });
        if (made.kind === 'wrong') return;
        const { request } = made;
        expect(request.title.length).toBeLessThanOrEqual(60);
        expect((request.description ?? '').length).toBeLessThanOrEqual(1_000);
        expect(request.couponCode?.length).toBeLessThanOrEqual(16);
        expect(request.startTimestamp).toBeLessThan(request.endTimestamp);
      },
    ),
    { numRuns: 300 },
  );
});
