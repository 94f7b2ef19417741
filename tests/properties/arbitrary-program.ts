import fc from 'fast-check';
import type { CouponId, ProgramId, StoreId } from '../../app/domain/ids.ts';
import type {
  Conditions,
  Coupon,
  CouponEffect,
  EarnRule,
  ExpiryRule,
  Gift,
  GiftContent,
  LineScope,
  Multiplier,
  PointReward,
  Program,
  StampCard,
  UseLimits,
} from '../../app/domain/program.ts';

/** The few words lines and rules are made of, so that rules and lines meet often. */
export const skus = ['A', 'B', 'C'];
export const categories = ['food', 'drink'];
export const labels = ['red', 'blue'];
export const tierIds = ['base', 'mid', 'top'];
export const storeIds = [1, 2].map((n) => `01970005-0000-7000-8000-00000000000${n}` as StoreId);
export const codes = ['HELLO', 'SAVE20'];
export const couponIds = [1, 2, 3, 4, 5, 6].map(
  (n) => `01970001-0000-7000-8000-00000000000${n}` as CouponId,
);

const text = fc.constant({ 'zh-TW': '規則', en: 'rule' });
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>, usual: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });
const some = (values: readonly string[]) =>
  rarely(fc.subarray([...values], { minLength: 1 }), [] as string[]);
const date = fc.constantFrom('2026-01-01', '2026-11-01', '2026-11-22', '2026-12-31');

export const lineScope: fc.Arbitrary<LineScope> = fc.record({
  skus: some(skus),
  categories: some(categories),
  labels: some(labels),
  exceptSkus: some(skus),
  exceptCategories: some(categories),
  exceptLabels: some(labels),
  delivery: rarely(fc.boolean(), true),
});

const conditions: fc.Arbitrary<Conditions> = fc.record({
  minSpendMinor: rarely(fc.nat(1_500), 0),
  maxSpendMinor: rarely(fc.nat(3_000), null),
  minUnits: rarely(fc.nat(6), 0),
  maxUnits: rarely(fc.nat(10), null),
  measureOn: rarely<Conditions['measureOn']>(
    fc.oneof(fc.constant('sale' as const), lineScope),
    'scope',
  ),
  spendBasis: rarely<Conditions['spendBasis']>(fc.constant('after-discounts'), 'before-discounts'),
  needsSkus: some(skus),
  needsCode: rarely(fc.constantFrom(...codes), null),
  from: rarely(date, null),
  until: rarely(date, null),
  weekdays: rarely(fc.subarray([1, 2, 3, 4, 5, 6, 7]), [] as number[]),
  hours: rarely<Conditions['hours']>(
    fc.constantFrom([{ from: '10:00', until: '14:00' }], [{ from: '22:00', until: '02:00' }]),
    [],
  ),
  tierIds: some(tierIds),
  birthday: rarely<Conditions['birthday']>(fc.constantFrom('month', 'day'), 'any'),
  joinedWithinDays: rarely(fc.nat(60), null),
  purchase: rarely<Conditions['purchase']>(fc.constant('first'), 'any'),
  storeIds: rarely(fc.subarray(storeIds), [] as StoreId[]),
  channels: rarely<readonly string[]>(fc.constant(['counter']), []),
});

const share = fc.constantFrom(1, 500, 1_000, 3_333, 5_000, 9_999, 10_000);
const fewUnits = fc.integer({ min: 1, max: 4 });

const effect: fc.Arbitrary<CouponEffect> = fc.oneof(
  fc.record({
    kind: fc.constant('amount' as const),
    amountMinor: fc.integer({ min: 1, max: 900 }),
  }),
  fc.record({
    kind: fc.constant('percent' as const),
    offBps: share,
    maxMinor: nullable(fc.integer({ min: 1, max: 300 })),
  }),
  fc.record({
    kind: fc.constant('unit-price' as const),
    unitMinor: fc.nat(200),
    unitsMax: nullable(fewUnits),
  }),
  fc.record({ kind: fc.constant('cheapest' as const), offBps: share, units: fewUnits }),
  fc.record({ kind: fc.constant('free-units' as const), units: fewUnits }),
  fc.record({
    kind: fc.constant('buy-get' as const),
    buyUnits: fewUnits,
    getUnits: fewUnits,
    offBps: share,
    timesMax: nullable(fewUnits),
  }),
  fc.record({
    kind: fc.constant('bundle-price' as const),
    units: fewUnits,
    priceMinor: fc.nat(400),
    timesMax: nullable(fewUnits),
  }),
  fc.record({
    kind: fc.constant('goods' as const),
    sku: fc.constant('GIFT'),
    name: text,
    units: fewUnits,
    everyUnits: nullable(fewUnits),
    unitWeight: fewUnits,
  }),
);

const limit = rarely(fc.nat(3), null as number | null);
const limits: fc.Arbitrary<UseLimits> = fc.record({
  program: limit,
  perDay: limit,
  perStorePerDay: limit,
  perMember: limit,
  perMemberPerDay: limit,
});
const rounding = fc.constantFrom('floor' as const, 'half-up' as const, 'up' as const);
const twoRoundings = fc.constantFrom('floor' as const, 'half-up' as const);

const expiry: fc.Arbitrary<ExpiryRule> = fc.oneof(
  fc.record({
    kind: fc.constant('months' as const),
    months: fc.nat(14),
    roundUp: fc.constantFrom(
      null,
      'month' as const,
      'quarter' as const,
      'half-year' as const,
      'year' as const,
    ),
  }),
  fc.record({ kind: fc.constant('days' as const), days: fc.nat(90) }),
  fc.constant({ kind: 'end-of-next-year' as const }),
  fc.record({ kind: fc.constant('sliding' as const), months: fc.integer({ min: 1, max: 24 }) }),
  fc.constant({ kind: 'none' as const }),
);

const give: fc.Arbitrary<EarnRule['give']> = fc.oneof(
  fc.record({
    kind: fc.constant('per-amount' as const),
    perMinor: fc.constantFrom(1, 10, 30, 100, 1_000),
    points: fc.integer({ min: 0, max: 12 }),
    rounding: twoRoundings,
  }),
  fc.record({
    kind: fc.constantFrom('per-order' as const, 'per-unit', 'per-line'),
    points: fc.nat(50),
  }),
  fc.record({
    kind: fc.constant('percent' as const),
    bps: fc.constantFrom(0, 33, 500, 10_000),
    per: fc.constantFrom('line' as const, 'sale' as const),
    rounding: twoRoundings,
  }),
);

const base = fc.constantFrom(
  'gross' as const,
  'net-of-coupons' as const,
  'net-of-discounts' as const,
  'net-of-tied-discounts' as const,
  'paid' as const,
  'pro-rata' as const,
);
const factor = fc.constantFrom(0, 5_000, 10_000, 11_000, 15_000, 20_000, 33_333);

const giftContent: fc.Arbitrary<GiftContent> = fc.oneof(
  fc.record({ kind: fc.constant('points' as const), points: fc.integer({ min: 1, max: 100 }) }),
  fc.record({
    kind: fc.constant('voucher' as const),
    couponId: fc.constantFrom(...couponIds.slice(0, 2)),
    uses: fc.nat(3),
    usesPerUnit: fc.nat(2),
  }),
  fc.record({ kind: fc.constant('goods' as const), sku: fc.constant('GIFT'), name: text }),
);

/** Gives the things of a list the ids the schema wants: different ones. */
const numbered = <T extends object, K extends string>(
  arbitrary: fc.Arbitrary<T>,
  key: K,
  maxLength: number,
): fc.Arbitrary<(T & Record<K, string>)[]> =>
  fc
    .array(arbitrary, { maxLength })
    .map((all) => all.map((one, i) => ({ ...one, [key]: `x-${i}` }) as T & Record<K, string>));

const earnRule = fc.record({
  name: text,
  scope: lineScope,
  when: conditions,
  give,
  base: rarely(base, null),
  multiplied: fc.boolean(),
  pointsMax: rarely(fc.integer({ min: 1, max: 50 }), null),
}) as fc.Arbitrary<Omit<EarnRule, 'ruleId'>>;

const multiplier: fc.Arbitrary<Omit<Multiplier, 'multiplierId'>> = fc.record({
  name: text,
  target: fc.constantFrom('lines' as const, 'sale' as const),
  factorBps: factor,
  scope: lineScope,
  when: conditions,
});

const reward: fc.Arbitrary<Omit<PointReward, 'rewardId'>> = fc.record({
  name: text,
  costPoints: fc.integer({ min: 1, max: 60 }),
  unitsPerClaim: fewUnits,
  effect,
  scope: lineScope,
  when: conditions,
  rounding,
  priority: fc.nat(3),
  limits,
});

const gift: fc.Arbitrary<Omit<Gift, 'giftId'>> = fc.record({
  name: text,
  on: fc.constantFrom(
    'sale' as const,
    'sale' as const,
    'sign-up' as const,
    'tier-up' as const,
    'birthday' as const,
    'referral-inviter' as const,
    'referral-invitee' as const,
  ),
  tierId: rarely(fc.constantFrom(...tierIds), null),
  scope: lineScope,
  when: conditions,
  give: giftContent,
  limits,
});

const stampCard: fc.Arbitrary<Omit<StampCard, 'cardId'>> = fc
  .record({
    name: text,
    goal: fc.integer({ min: 1, max: 6 }),
    bonusOnIssue: fc.nat(2),
    per: fc.oneof(
      fc.constant({ kind: 'visit' as const }),
      fc.constant({ kind: 'amount' as const, perMinor: 200 }),
      fc.constant({ kind: 'units' as const }),
    ),
    scope: lineScope,
    when: conditions,
    limit: fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.constant({ kind: 'once-a-day' as const }),
      fc.constant({ kind: 'hours' as const, hours: 3 }),
    ),
    reward: giftContent,
    next: fc.oneof(
      fc.record({ kind: fc.constantFrom('same' as const, 'none' as const) }),
      fc.constant({ kind: 'card' as const, cardId: 'x-0' }),
    ),
  })
  .map((card) => ({ ...card, bonusOnIssue: Math.min(card.bonusOnIssue, card.goal - 1) }));

const coupons: fc.Arbitrary<Coupon[]> = fc
  .array(
    fc.record({
      name: text,
      trigger: fc.constantFrom(
        'voucher' as const,
        'voucher' as const,
        'code' as const,
        'auto' as const,
      ),
      effect,
      scope: lineScope,
      when: conditions,
      rounding,
      priority: fc.nat(3),
      group: rarely(fc.constantFrom('g', 'h'), null),
      stacks: rarely(fc.boolean(), true),
      limits,
      validFrom: rarely(date, null),
      validUntil: rarely(date, null),
      voucherValidity: fc.constantFrom(
        { kind: 'days' as const, days: 30 },
        { kind: 'months' as const, months: 2 },
        { kind: 'end-of-month' as const, months: 0 },
        { kind: 'until' as const, date: '2026-12-31' },
      ),
      uses: rarely(fewUnits, 1),
      offlineClass: fc.constantFrom('A' as const, 'B' as const),
      exchange: rarely(fc.record({ points: fewUnits, perMember: fc.constant(null) }), null),
    }),
    { minLength: 2, maxLength: couponIds.length },
  )
  .map((all) => {
    let nth = 0;
    return all.map((coupon, i): Coupon => {
      const code = coupon.trigger === 'code' ? (codes[nth++] ?? null) : null;
      // Only two codes exist; a third coupon of that kind is a voucher instead.
      const trigger = coupon.trigger === 'code' && code === null ? 'voucher' : coupon.trigger;
      return { ...coupon, trigger, code, couponId: couponIds[i] as CouponId };
    });
  });

const tiers = fc.constant([
  { tierId: 'base', thresholdMinor: 0, factor: 10_000 },
  { tierId: 'mid', thresholdMinor: 1_000, factor: 12_000 },
  { tierId: 'top', thresholdMinor: 5_000, factor: 15_000 },
]);

const parts = fc.record({
  effectiveUntil: rarely(date, null),
  earn: numbered(earnRule, 'ruleId', 5),
  earnBase: base,
  multipliers: numbered(multiplier, 'multiplierId', 3),
  combine: fc.constantFrom('max' as const, 'add' as const, 'multiply' as const),
  multiplierRounding: twoRoundings,
  tierRules: fc.record({
    windowMonths: fc.constant(12),
    validMonths: fc.integer({ min: 1, max: 24 }),
    graceDays: fc.nat(30),
    renewal: fc.constantFrom('spend-again' as const, 'never' as const),
    multiplierOf: fc.constantFrom('tier-before' as const, 'tier-reached' as const),
  }),
  expiry,
  redemption: nullable(
    fc.record({
      pointsPerStep: fc.constantFrom(1, 10),
      minorPerStep: fc.constantFrom(1, 3),
      pointsMin: rarely(fc.nat(30), 0),
      cartMinMinor: rarely(fc.nat(500), 0),
      shareMaxBps: fc.constantFrom(2_000, 10_000),
      block: rarely(fc.constant({ perSpendMinor: 100, pointsMax: 10 }), null),
    }),
  ),
  rewards: numbered(reward, 'rewardId', 3),
  sameSalePoints: fc.boolean(),
  redeemNeeds: fc.constantFrom('scan' as const, 'any' as const, 'token' as const),
  coupons,
  vouchersPerSaleMax: fc.integer({ min: 0, max: 6 }),
  orderPercentsMax: fc.integer({ min: 0, max: 2 }),
  gifts: numbered(gift, 'giftId', 4),
  stampCards: numbered(stampCard, 'cardId', 2),
  referral: nullable(
    fc.record({ minPaidMinor: fc.nat(300), withinDays: rarely(fc.nat(30), null) }),
  ),
  storedValue: fc.record({ storedValueEarns: fc.boolean(), expiry }),
  milestones: fc.constant([10, 50, 100]),
});

const policies = fc.record({
  negativeBalance: fc.constantFrom('allow' as const, 'clamp' as const),
  refundRounding: fc.constantFrom('cumulative' as const, 'floor-of-refunded' as const),
  voidPolicy: fc.constantFrom('always' as const, 'block-if-points-spent' as const),
  refundDaysMax: rarely(fc.nat(30), null),
  expiredReturn: fc.constantFrom({ kind: 'lapse' as const }, { kind: 'extend' as const, days: 30 }),
  refundReturnsVouchers: fc.boolean(),
});

/** Any program the schema accepts, from few words and small numbers so that its rules meet the sales. */
export const anyProgram: fc.Arbitrary<Program> = fc
  .tuple(parts, policies, tiers)
  .map(([program, itsPolicies, itsTiers]): Program => ({
    schema: 2,
    programId: '01970002-0000-7000-8000-000000000001' as ProgramId,
    version: 1,
    name: { 'zh-TW': '任意', en: 'any' },
    effectiveFrom: '2026-01-01',
    invoiceAgeDaysMax: 7,
    ...program,
    // A card may only name a card that exists.
    stampCards: program.stampCards,
    tiers: itsTiers.map(({ tierId, thresholdMinor, factor: multiplierBps }) => ({
      tierId,
      name: { 'zh-TW': '等級', en: 'tier' },
      thresholdMinor,
      multiplierBps,
    })),
    policies: itsPolicies,
  }));
