import { z } from 'zod';
import type { ProgramId } from '../domain/ids.ts';
import type { ExpiryRule, Program, StampCard } from '../domain/program.ts';
import { amountMinor, calendarDate, idSchema, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';
import { scope, when } from './program-conditions.ts';
import {
  couponSchema,
  giftContentSchema,
  giftSchema,
  redemptionSchema,
  rewardSchema,
  slug,
} from './program-coupon.ts';
import { checkProgram } from './check-program.ts';
import { upgradeProgram } from './upgrade-program.ts';

export { localizedTextSchema } from './localized-text.ts';

const factor = wholeNumber.min(0).max(1_000_000);
const baseSchema = z.enum([
  'gross',
  'net-of-coupons',
  'net-of-discounts',
  'net-of-tied-discounts',
  'paid',
  'pro-rata',
]);
const roundingSchema = z.enum(['floor', 'half-up']).default('floor');
const points = wholeNumber.min(0).max(100_000);

const giveSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('per-amount'),
    perMinor: wholeNumber.min(1).max(1_000_000),
    points,
    rounding: roundingSchema,
  }),
  z.strictObject({ kind: z.literal('per-order'), points }),
  z.strictObject({ kind: z.literal('per-unit'), points }),
  z.strictObject({ kind: z.literal('per-line'), points }),
  z.strictObject({
    kind: z.literal('percent'),
    bps: wholeNumber.min(0).max(1_000_000),
    per: z.enum(['line', 'sale']).default('sale'),
    rounding: roundingSchema,
  }),
]);

const earnRuleSchema = z
  .strictObject({
    ruleId: slug,
    name: localizedTextSchema,
    scope,
    when,
    give: giveSchema,
    base: baseSchema.nullable().default(null),
    multiplied: z.boolean().optional(),
    pointsMax: wholeNumber.min(1).max(1_000_000).nullable().default(null),
  })
  // Bonuses that are flat stay flat unless the rule says otherwise.
  .transform((rule) => ({
    ...rule,
    multiplied:
      rule.multiplied ?? (rule.give.kind === 'per-amount' || rule.give.kind === 'percent'),
  }));

const multiplierSchema = z.strictObject({
  multiplierId: slug,
  name: localizedTextSchema,
  target: z.enum(['lines', 'sale']).default('sale'),
  factorBps: factor,
  scope,
  when,
});

const tierSchema = z.strictObject({
  tierId: slug,
  name: localizedTextSchema,
  thresholdMinor: amountMinor,
  multiplierBps: factor.default(10_000),
});

const tierRulesSchema = z.strictObject({
  windowMonths: wholeNumber.min(1).max(120).default(12),
  validMonths: wholeNumber.min(1).max(120).default(12),
  graceDays: wholeNumber.min(0).max(366).default(0),
  renewal: z.enum(['spend-again', 'never']).default('spend-again'),
  multiplierOf: z.enum(['tier-before', 'tier-reached']).default('tier-before'),
});

const expirySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('months'),
    months: wholeNumber.min(0).max(120),
    roundUp: z.enum(['month', 'quarter', 'half-year', 'year']).nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('days'), days: wholeNumber.min(0).max(3660) }),
  z.strictObject({ kind: z.literal('end-of-next-year') }),
  z.strictObject({ kind: z.literal('sliding'), months: wholeNumber.min(1).max(120) }),
  z.strictObject({ kind: z.literal('none') }),
]) satisfies z.ZodType<ExpiryRule>;

const stampCardSchema = z.strictObject({
  cardId: slug,
  name: localizedTextSchema,
  goal: wholeNumber.min(1).max(50),
  bonusOnIssue: wholeNumber.min(0).max(49).default(0),
  per: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('visit') }),
      z.strictObject({ kind: z.literal('amount'), perMinor: wholeNumber.min(1).max(1_000_000) }),
      z.strictObject({ kind: z.literal('units') }),
    ])
    .default({ kind: 'visit' }),
  scope,
  when,
  limit: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('once-a-day') }),
      z.strictObject({ kind: z.literal('hours'), hours: wholeNumber.min(1).max(720) }),
    ])
    .default({ kind: 'once-a-day' }),
  reward: giftContentSchema,
  next: z
    .union([
      z.strictObject({ kind: z.enum(['same', 'none']) }),
      z.strictObject({ kind: z.literal('card'), cardId: slug }),
    ])
    .default({ kind: 'same' }),
}) satisfies z.ZodType<StampCard>;

const policiesSchema = z.strictObject({
  negativeBalance: z.enum(['allow', 'clamp']).default('allow'),
  refundRounding: z.enum(['cumulative', 'floor-of-refunded']).default('cumulative'),
  voidPolicy: z.enum(['always', 'block-if-points-spent']).default('always'),
  refundDaysMax: wholeNumber.min(0).max(3660).nullable().default(null),
  expiredReturn: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('lapse') }),
      z.strictObject({ kind: z.literal('extend'), days: wholeNumber.min(1).max(366) }),
    ])
    .default({ kind: 'extend', days: 30 }),
  refundReturnsVouchers: z.boolean().default(true),
});

const bodySchema = z
  .strictObject({
    schema: z.literal(2),
    programId: idSchema<ProgramId>(),
    version: wholeNumber.min(1),
    name: localizedTextSchema,
    effectiveFrom: calendarDate,
    effectiveUntil: calendarDate.nullable().default(null),
    earn: z.array(earnRuleSchema).max(200).default([]),
    earnBase: baseSchema.default('paid'),
    multipliers: z.array(multiplierSchema).max(100).default([]),
    combine: z.enum(['max', 'add', 'multiply']).default('max'),
    multiplierRounding: roundingSchema,
    tiers: z.array(tierSchema).min(1).max(20),
    tierRules: tierRulesSchema.prefault({}),
    expiry: expirySchema.default({ kind: 'end-of-next-year' }),
    redemption: redemptionSchema.nullable().default(null),
    rewards: z.array(rewardSchema).max(200).default([]),
    sameSalePoints: z.boolean().default(false),
    redeemNeeds: z.enum(['scan', 'token', 'any']).default('scan'),
    coupons: z.array(couponSchema).max(500).default([]),
    vouchersPerSaleMax: wholeNumber.min(0).max(10).default(1),
    orderPercentsMax: wholeNumber.min(0).max(10).default(1),
    gifts: z.array(giftSchema).max(100).default([]),
    stampCards: z.array(stampCardSchema).max(20).default([]),
    referral: z
      .strictObject({
        minPaidMinor: amountMinor.default(1),
        withinDays: wholeNumber.min(0).max(3660).nullable().default(null),
      })
      .nullable()
      .default(null),
    storedValue: z
      .strictObject({
        storedValueEarns: z.boolean().default(false),
        expiry: expirySchema.default({ kind: 'none' }),
      })
      .prefault({}),
    policies: policiesSchema.prefault({}),
    milestones: z.array(wholeNumber.min(1)).max(20).default([]),
    invoiceAgeDaysMax: wholeNumber.min(0).max(366).default(7),
  })
  .superRefine(checkProgram);

/**
 * A program version as it is written, stored and sent; fields left out get their default, a field
 * that does not exist is an error. A schema 1 program is read as what it means today. Refuses what
 * no evaluator could make sense of (see `checkProgram`); what is merely unwise is `lintProgram`'s.
 */
export const programSchema = z.preprocess(upgradeProgram, bodySchema) as unknown as z.ZodType<
  Program,
  unknown
>;
