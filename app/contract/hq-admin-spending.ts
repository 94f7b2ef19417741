import { z } from 'zod';
import type { InstallId, VoucherId } from '../domain/ids.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';
import { spendPolicySchema } from './spend-policy.ts';

/** GET /spending: the policy that holds, what the worst case is made of, and what is reserved. */
export const spendingAnswerSchema = z.object({
  policy: spendPolicySchema,
  publishedAtMs: instantMs,
  /** Counters that may spend: enrolled, confirmed, not revoked. */
  installs: wholeNumber.min(0),
  /** What points are worth under the rules of today; null = they cannot pay. */
  redemption: z
    .object({ pointsPerStep: wholeNumber.min(1), minorPerStep: wholeNumber.min(0) })
    .nullable(),
  held: z
    .array(
      z.object({
        inst: idSchema<InstallId>(),
        storeName: z.string(),
        counterLabel: z.string(),
        rights: wholeNumber,
        points: wholeNumber,
        lastSeenMs: instantMs.nullable(),
        /** Revoked, or another install took its place: only then can it be written off. */
        gone: z.boolean(),
      }),
    )
    .max(1000),
});
export type SpendingAnswer = z.infer<typeof spendingAnswerSchema>;

/** POST /spending/policy: publishes, if nobody published meanwhile. The revision is HQ's to give. */
export const publishPolicyRequestSchema = z
  .object({ afterRevision: wholeNumber.min(0), policy: spendPolicySchema })
  .strict();
export type PublishPolicyRequest = z.infer<typeof publishPolicyRequestSchema>;
export const publishPolicyAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('published'), revision: wholeNumber }),
  z.object({ kind: z.literal('changed-meanwhile'), revision: wholeNumber }),
]);
export type PublishPolicyAnswer = z.infer<typeof publishPolicyAnswerSchema>;

/** POST /counters/write-off: what a counter that is gone holds is free again. */
export const writeOffRequestSchema = z.object({ inst: idSchema<InstallId>() }).strict();
export const writeOffAnswerSchema = z.object({
  kind: z.literal('written-off'),
  rights: wholeNumber,
});

/** GET /vouchers/token?voucherId=: the text of a voucher's QR that counters can check offline. */
export const voucherTokenQuerySchema = z.object({ voucherId: idSchema<VoucherId>() });
export const voucherTokenAnswerSchema = z.object({ token: z.string().max(200) });
