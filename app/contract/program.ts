import { z } from 'zod';
import type { CouponId, ProgramId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { amountMinor, calendarDate, idSchema, wholeNumber } from './ids.ts';

/** A text for people in each rule language; neither may be empty. */
export const localizedTextSchema = z.object({
  'zh-TW': z.string().min(1).max(80),
  en: z.string().min(1).max(80),
});

const tierSchema = z.object({
  tierId: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  name: localizedTextSchema,
  thresholdMinor: amountMinor,
  multiplierBps: wholeNumber.min(0).max(1_000_000),
});

const couponSchema = z.object({
  couponId: idSchema<CouponId>(),
  name: localizedTextSchema,
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('amount'), amountMinor: wholeNumber.min(1).max(1_000_000) }),
    z.object({
      kind: z.literal('percent'),
      offBps: wholeNumber.min(1).max(10_000),
      maxMinor: wholeNumber.min(1).nullable(),
    }),
  ]),
  minSpendMinor: amountMinor,
});

const expirySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('months'), months: wholeNumber.min(1).max(120) }),
  z.object({ kind: z.literal('end-of-next-year') }),
  z.object({ kind: z.literal('none') }),
]);

/**
 * A program version as it is stored and sent. Refuses: no tier, first tier not at 0, thresholds
 * not rising, a tier or coupon id used twice.
 */
export const programSchema = z
  .object({
    schema: z.literal(1),
    programId: idSchema<ProgramId>(),
    version: wholeNumber.min(1),
    name: localizedTextSchema,
    effectiveFrom: calendarDate,
    earn: z.object({
      perMinor: wholeNumber.min(1).max(1_000_000),
      points: wholeNumber.min(0).max(100_000),
    }),
    earnBase: z.literal('paid'),
    tiers: z.array(tierSchema).min(1).max(20),
    expiry: expirySchema,
    coupons: z.array(couponSchema).max(500),
    vouchersPerSaleMax: wholeNumber.min(0).max(10),
    invoiceAgeDaysMax: wholeNumber.min(0).max(366),
  })
  .superRefine((program, ctx) => {
    const rising = program.tiers.every(
      (tier, i) => tier.thresholdMinor > (program.tiers[i - 1]?.thresholdMinor ?? -1),
    );
    if (program.tiers[0]?.thresholdMinor !== 0 || !rising) {
      ctx.addIssue({
        code: 'custom',
        path: ['tiers'],
        message: 'thresholds must start at 0 and rise',
      });
    }
    if (new Set(program.tiers.map((t) => t.tierId)).size !== program.tiers.length) {
      ctx.addIssue({ code: 'custom', path: ['tiers'], message: 'tier ids must differ' });
    }
    if (new Set(program.coupons.map((c) => c.couponId)).size !== program.coupons.length) {
      ctx.addIssue({ code: 'custom', path: ['coupons'], message: 'coupon ids must differ' });
    }
  }) satisfies z.ZodType<Program>;
