import { z } from 'zod';
import type { CouponId } from '../domain/ids.ts';
import { calendarDate, instantMs, wholeNumber } from './ids.ts';

/** As LINE names a coupon: a ULID. */
const lineCouponIdSchema = z.string().regex(/^[0-9A-Za-z]{10,40}$/);
const couponIdSchema = z
  .string()
  .min(1)
  .max(64)
  .transform((text) => text as CouponId);

/** Why LINE, or the till, would not take a coupon; the words are in the console. */
export const lineCouponProblemSchema = z.enum([
  'not-a-code',
  'code-too-long',
  'code-unreadable',
  'title-length',
  'description-length',
  'condition-length',
  'days-reversed',
  'days-over',
  'days-outside',
  'image-address',
]);

/** A coupon of the rules in force that has a code for everybody. */
const candidateSchema = z.object({
  couponId: z.string().max(64),
  name: z.object({ 'zh-TW': z.string(), en: z.string() }),
  code: z.string().max(64),
  /** How often one member may use it; null = as often as they like. */
  perMember: wholeNumber.nullable(),
  perMemberPerDay: wholeNumber.nullable(),
  validFrom: calendarDate.nullable(),
  validUntil: calendarDate.nullable(),
  /** What keeps it out of LINE. */
  problems: z.array(lineCouponProblemSchema),
});
export type LineCouponCandidate = z.infer<typeof candidateSchema>;

const publishedSchema = z.object({
  lineCouponId: z.string(),
  couponId: z.string(),
  title: z.string(),
  code: z.string(),
  startsAtMs: instantMs,
  endsAtMs: instantMs,
  state: z.enum(['open', 'closed']),
  createdAtMs: instantMs,
  /** Uses the tills counted, of all the times it was published together. */
  uses: wholeNumber,
});
export type PublishedLineCouponRow = z.infer<typeof publishedSchema>;

/** GET /line/coupons. */
export const lineCouponsAnswerSchema = z.object({
  today: calendarDate,
  /** Whether there is a token to publish with. */
  hasToken: z.boolean(),
  candidates: z.array(candidateSchema),
  rows: z.array(publishedSchema),
  /** Running in LINE and not published by HQ, or with an answer that never came. Null: LINE was not asked, or said nothing. */
  strangers: z
    .array(z.object({ lineCouponId: z.string(), title: z.string() }))
    .max(100)
    .nullable(),
});
export type LineCouponsAnswer = z.infer<typeof lineCouponsAnswerSchema>;

/** POST /line/coupons: publishes one. */
export const publishLineCouponSchema = z
  .object({
    couponId: couponIdSchema,
    title: z.string().trim().max(200),
    description: z.string().trim().max(2_000),
    usageCondition: z.string().trim().max(400),
    startsOn: calendarDate,
    endsOn: calendarDate,
    isPublic: z.boolean(),
    /** Where LINE can fetch HQ's picture of the bars: `https://…`; null = without one. */
    imageOrigin: z
      .string()
      .max(300)
      .regex(/^https:\/\/[^/\s?#]+$/)
      .nullable(),
  })
  .strict();

/** What came of publishing or closing. */
export const lineCouponDoneSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum([
      'done',
      'no-token',
      'unauthorized',
      /** The rules in force have no such coupon any more. */
      'unknown-coupon',
      /** LINE has no such coupon, or had closed it already. */
      'gone',
      /** LINE has too many calls or is away, and did nothing. */
      'later',
      /** No answer: it may have been done. Look at the list of what runs in LINE before another try. */
      'unsure',
    ]),
  }),
  z.object({ kind: z.literal('wrong'), problems: z.array(lineCouponProblemSchema).min(1) }),
  /** LINE's own words. */
  z.object({ kind: z.literal('refused'), detail: z.string().max(600) }),
]);
export type LineCouponDone = z.infer<typeof lineCouponDoneSchema>;

/** POST /line/coupons/close. */
export const closeLineCouponSchema = z.object({ lineCouponId: lineCouponIdSchema }).strict();
