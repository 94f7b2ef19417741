import { z } from 'zod';
import type { CouponId } from '../domain/ids.ts';
import type {
  Coupon,
  CouponEffect,
  CouponExchange,
  Gift,
  PointReward,
  Redemption,
  UseLimits,
} from '../domain/program.ts';
import { unlimited } from '../domain/program-coupon.ts';
import { amountMinor, calendarDate, idSchema, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';
import { scope, when } from './program-conditions.ts';

/** Ids that people choose: rules, tiers, rewards, gifts, cards. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
/** Basis points of a share: 1 to 10,000. */
const share = wholeNumber.min(1).max(10_000);
const units = wholeNumber.min(1).max(10_000);
const points = wholeNumber.min(0).max(1_000_000);
const cap = wholeNumber.min(0).max(1_000_000_000).nullable().default(null);

const effectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('amount'), amountMinor: wholeNumber.min(1).max(1_000_000) }),
  z.strictObject({
    kind: z.literal('percent'),
    offBps: share,
    maxMinor: wholeNumber.min(1).nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('unit-price'),
    unitMinor: amountMinor,
    unitsMax: units.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('cheapest'), offBps: share, units: units.default(1) }),
  z.strictObject({ kind: z.literal('free-units'), units }),
  z.strictObject({
    kind: z.literal('buy-get'),
    buyUnits: units,
    getUnits: units,
    offBps: share.default(10_000),
    timesMax: units.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('bundle-price'),
    units,
    priceMinor: amountMinor,
    timesMax: units.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('goods'),
    sku: z.string().min(1).max(64),
    name: localizedTextSchema,
    units,
    everyUnits: units.nullable().default(null),
    unitWeight: units.default(1),
  }),
]) satisfies z.ZodType<CouponEffect>;

export const limits = z
  .strictObject({
    program: cap,
    perDay: cap,
    perStorePerDay: cap,
    perMember: cap,
    perMemberPerDay: cap,
  })
  .default({ ...unlimited } as never) satisfies z.ZodType<UseLimits>;

const validitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('days'), days: wholeNumber.min(1).max(3660) }),
  z.strictObject({ kind: z.literal('months'), months: wholeNumber.min(1).max(120) }),
  z.strictObject({
    kind: z.literal('end-of-month'),
    months: wholeNumber.min(0).max(120).default(0),
  }),
  z.strictObject({ kind: z.literal('until'), date: calendarDate }),
]);

const rounding = z.enum(['floor', 'half-up', 'up']).default('floor');
const priority = wholeNumber.min(0).max(1000).default(100);

const exchangeSchema = z.strictObject({
  points: wholeNumber.min(1).max(1_000_000),
  perMember: wholeNumber.min(1).max(10_000).nullable().default(null),
}) satisfies z.ZodType<CouponExchange>;

export const couponSchema = z.strictObject({
  couponId: idSchema<CouponId>(),
  name: localizedTextSchema,
  trigger: z.enum(['voucher', 'code', 'auto']).default('voucher'),
  code: z.string().min(1).max(64).nullable().default(null),
  effect: effectSchema,
  scope,
  when,
  rounding,
  priority,
  group: slug.nullable().default(null),
  stacks: z.boolean().default(true),
  limits,
  validFrom: calendarDate.nullable().default(null),
  validUntil: calendarDate.nullable().default(null),
  voucherValidity: validitySchema.default({ kind: 'days', days: 30 }),
  uses: wholeNumber.min(1).max(1000).default(1),
  offlineClass: z.enum(['A', 'B']).default('A'),
  exchange: exchangeSchema.nullable().optional(),
}) satisfies z.ZodType<Coupon>;

export const rewardSchema = z.strictObject({
  rewardId: slug,
  name: localizedTextSchema,
  costPoints: wholeNumber.min(1).max(1_000_000),
  unitsPerClaim: units.default(1),
  effect: effectSchema,
  scope,
  when,
  rounding,
  priority,
  limits,
}) satisfies z.ZodType<PointReward>;

export const redemptionSchema = z.strictObject({
  pointsPerStep: wholeNumber.min(1).max(1_000_000).default(1),
  minorPerStep: wholeNumber.min(1).max(1_000_000).default(1),
  pointsMin: points.default(0),
  cartMinMinor: amountMinor.default(0),
  shareMaxBps: share.default(10_000),
  block: z
    .strictObject({
      perSpendMinor: wholeNumber.min(1).max(1_000_000),
      pointsMax: wholeNumber.min(1).max(1_000_000),
    })
    .nullable()
    .default(null),
}) satisfies z.ZodType<Redemption>;

export const giftContentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('points'), points: wholeNumber.min(1).max(1_000_000) }),
  z.strictObject({
    kind: z.literal('voucher'),
    couponId: idSchema<CouponId>(),
    uses: wholeNumber.min(0).max(1000).default(1),
    usesPerUnit: wholeNumber.min(0).max(1000).default(0),
  }),
  z.strictObject({
    kind: z.literal('goods'),
    sku: z.string().min(1).max(64),
    name: localizedTextSchema,
  }),
]);

export const giftSchema = z.strictObject({
  giftId: slug,
  name: localizedTextSchema,
  on: z.enum(['sale', 'sign-up', 'tier-up', 'birthday', 'referral-inviter', 'referral-invitee']),
  tierId: slug.nullable().default(null),
  scope,
  when,
  give: giftContentSchema,
  limits,
}) satisfies z.ZodType<Gift>;
