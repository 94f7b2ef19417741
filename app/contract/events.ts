import { z } from 'zod';
import type {
  CouponId,
  EventId,
  MemberId,
  ProgramId,
  RefundId,
  RightId,
  SaleId,
  ShiftId,
  StoreId,
  VoucherId,
} from '../domain/ids.ts';
import { discountsMax } from '../domain/choose-coupons.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import {
  appliedDiscountSchema,
  entriesMax,
  ledgerEntrySchema,
  memberStateSchema,
  pricedLineSchema,
  refundRequestSchema,
  refundResultSchema,
  saleInputSchema,
  stampEntrySchema,
  valueEntrySchema,
  valuesMax,
} from './sale.ts';
import { shiftCloseBodySchema } from './shift.ts';
import { spendCoverSchema } from './spend-policy.ts';
import { staffActBodySchema, staffRefSchema } from './staff.ts';
import { upcastEvent } from './upcast-event.ts';

export { ledgerEntrySchema } from './sale.ts';

/** The e-invoice a sale was read from; number + date name it for ever (numbers recur after years). */
export const invoiceRefSchema = z.object({
  number: z.string().regex(/^[A-Z]{2}\d{8}$/),
  date: calendarDate,
  sellerTaxId: z.string().regex(/^\d{8}$/),
});
export type InvoiceRef = z.infer<typeof invoiceRefSchema>;

/** What a counter knew of the time when it recorded an event. */
export const eventTimeSchema = z.object({
  wallMs: instantMs,
  /** Milliseconds on the process's monotonic clock, and which run of the process that was. */
  monoMs: wholeNumber,
  boot: z.uuid(),
  /** HQ time minus wall time when last heard, and how old that knowledge is; null before any contact. */
  hqOffsetMs: wholeNumber.nullable(),
  hqAgeS: wholeNumber.nullable(),
  /** `unknown`: the clock had jumped and HQ was not heard since. Left out = believed. */
  conf: z.enum(['ok', 'stale', 'unknown']).optional(),
});

const common = {
  eid: idSchema<EventId>(),
  /** Null while the counter runs without HQ; HQ then takes the store of the install. */
  store: idSchema<StoreId>().nullable(),
  bizDate: calendarDate,
  t: eventTimeSchema,
  /** Who was at the counter; left out where nobody signs in. */
  staff: staffRefSchema.optional(),
  /** The shift it belongs to; left out where none was open. */
  shift: idSchema<ShiftId>().optional(),
};

const programRef = z.object({ id: idSchema<ProgramId>(), version: wholeNumber.min(1) });

/** A voucher used in a sale. */
export const usedVoucherSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  couponId: idSchema<CouponId>(),
  code: z.string().max(64),
  validFrom: calendarDate,
  validUntil: calendarDate,
  discountMinor: amountMinor,
  /** Uses taken; more than 1 only of a count ticket. */
  uses: wholeNumber.min(1),
});

/** A voucher given to a member, with the id and code it got where it was given. */
export const issuedVoucherSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  code: z.string().min(1).max(64),
  memberId: idSchema<MemberId>(),
  couponId: idSchema<CouponId>(),
  uses: wholeNumber.min(1),
  validFrom: calendarDate,
  validUntil: calendarDate,
  because: z.string().max(64),
});
export type IssuedVoucherRef = z.infer<typeof issuedVoucherSchema>;

/**
 * A settled sale: what was asked, what the counter knew of the member, what came of it under which
 * rules. `asked` and `facts` are the whole input of `evaluateSale`: HQ does the sum again and must
 * get the same result byte for byte.
 */
export const awardEventSchema = z.object({
  ...common,
  v: z.literal(2),
  type: z.literal('award'),
  member: idSchema<MemberId>(),
  body: z.object({
    saleId: idSchema<SaleId>(),
    /** Short number for people, e.g. `1122-0042`. */
    saleNo: z.string().max(32),
    amountSource: z.enum(['typed', 'einvoice']),
    invoice: invoiceRefSchema.nullable(),
    program: programRef,
    /** The tier before the sale, as the counter knew it. */
    tierId: z.string().max(32),
    asked: saleInputSchema,
    facts: memberStateSchema,
    lines: z.array(pricedLineSchema).min(1).max(200),
    discounts: z.array(appliedDiscountSchema).max(discountsMax),
    amountMinor,
    discountMinor: amountMinor,
    pointsSpent: wholeNumber.min(0),
    pointsValueMinor: amountMinor,
    valueMinor: amountMinor,
    paidMinor: amountMinor,
    spentMinor: amountMinor,
    baseMinor: amountMinor,
    points: wholeNumber.min(0),
    expiresOn: calendarDate.nullable(),
    vouchers: z.array(usedVoucherSchema).max(20),
    /** Each of 100 gifts and 20 stamp cards may give one. */
    issued: z.array(issuedVoucherSchema).max(150),
    giftIds: z.array(z.string().max(32)).max(100),
    stamps: z.array(stampEntrySchema).max(50),
    tier: z.object({
      tierIdBefore: z.string().max(32),
      tierId: z.string().max(32),
      tierUntil: calendarDate.nullable(),
      kind: z.enum(['same', 'risen', 'renewed', 'lowered']),
    }),
    /** See `saleEntries`: two for each lot of the facts (spent, moved) and a few more. */
    entries: z.array(ledgerEntrySchema).max(entriesMax),
    values: z.array(valueEntrySchema).max(valuesMax),
    /** What covers the points spent; absent without HQ, and where nothing needs a cover. */
    cover: spendCoverSchema.optional(),
    /** The signed code that identified the member, and when it was read by HQ's clock; with `token` only. */
    memberToken: z.object({ text: z.string().max(160), takenAtMs: instantMs }).optional(),
    /** The POS that handed the sale over, its number there, and the digest of what it handed over. */
    pos: z
      .object({ name: z.string().max(40), no: z.string().max(40), digest: z.string().max(64) })
      .optional(),
  }),
});
export type AwardEvent = z.infer<typeof awardEventSchema>;

/** A sale undone (`void`) or goods taken back (`refund`), at the counter that recorded the sale or another. */
export const refundEventSchema = z.object({
  ...common,
  v: z.literal(1),
  type: z.literal('refund'),
  member: idSchema<MemberId>(),
  body: z.object({
    refundId: idSchema<RefundId>(),
    saleId: idSchema<SaleId>(),
    saleEid: idSchema<EventId>(),
    saleNo: z.string().max(32),
    program: programRef,
    request: refundRequestSchema,
    why: z.enum(['mistake', 'wrong-member', 'goods-back', 'other']),
    /** As the rules gave it at the counter, from what the counter knew. */
    result: refundResultSchema,
    /** HQ had given the sale no effect: `result` is goods and money alone. */
    uncounted: z.literal(true).optional(),
    /** The vouchers given back, under their new ids. */
    issued: z.array(issuedVoucherSchema).max(20),
  }),
});
export type RefundEvent = z.infer<typeof refundEventSchema>;

/** A member enrolled at a counter, usable at once, merged by HQ if the mobile number is known. */
export const memberStubEventSchema = z.object({
  ...common,
  v: z.literal(1),
  type: z.literal('member_stub'),
  member: idSchema<MemberId>(),
  body: z.object({
    name: z.string().min(1).max(60),
    /** E.164, a Taiwanese mobile number: `+8869…`. */
    mobile: z.string().regex(/^\+8869\d{8}$/),
    /** `MM-DD`; the year is not asked. */
    birthday: z
      .string()
      .regex(/^\d{2}-\d{2}$/)
      .nullable(),
    cardCode: z.string().max(64),
    tierId: z.string().max(32),
    /** The card code of the member who invited this one, as read or typed; null without. */
    invitedByCode: z.string().max(64).nullable().default(null),
    /** Of a member HQ no longer knows (it was restored) and is told of again: when they had joined. */
    joinedOn: calendarDate.optional(),
    /** Of such a one: the last day of the tier; null = it has none. Left out by counters before 0.10. */
    tierUntil: calendarDate.nullable().optional(),
    /** Sign-up gifts: vouchers given on joining. */
    issued: z.array(issuedVoucherSchema).max(20).default([]),
    /** Sign-up gifts in points. */
    entries: z.array(ledgerEntrySchema).max(20).default([]),
    /** The rules the gifts were given by; like `giftIds` left out by counters before 0.10, and of one told anew. */
    program: programRef.optional(),
    /** The gifts given, goods among them: HQ works them out again, and counts them where they are limited. */
    giftIds: z.array(z.string().max(32)).max(100).optional(),
    /** Which wording of the notice the member agreed to (個資法 art. 8), and when. */
    consent: z.object({ textVersion: z.string().max(32), atMs: instantMs }),
  }),
});
export type MemberStubEvent = z.infer<typeof memberStubEventSchema>;

/** A right given back to HQ: what it reserves may be used elsewhere from the moment HQ reads this. */
export const leaseReturnEventSchema = z.object({
  ...common,
  v: z.literal(1),
  type: z.literal('lease_return'),
  member: idSchema<MemberId>(),
  body: z.object({
    rightId: idSchema<RightId>(),
    /** What was left of its points by the log of this counter. */
    leftPoints: wholeNumber.min(0),
    why: z.enum(['expired', 'unused', 'recalled']),
  }),
});
export type LeaseReturnEvent = z.infer<typeof leaseReturnEventSchema>;

/**
 * Something a person did at the counter that moves no points, for the record: signing in, an override, a look
 * at full personal data, an export. `member` is whom it was about, else `noMember`.
 */
export const staffActEventSchema = z.object({
  ...common,
  v: z.literal(1),
  type: z.literal('staff_act'),
  member: idSchema<MemberId>(),
  body: staffActBodySchema,
});
export type StaffActEvent = z.infer<typeof staffActEventSchema>;

/** A shift was closed, with the figures that were shown and counted. `member` is `noMember`. */
export const shiftCloseEventSchema = z.object({
  ...common,
  v: z.literal(1),
  type: z.literal('shift_close'),
  member: idSchema<MemberId>(),
  body: shiftCloseBodySchema,
});
export type ShiftCloseEvent = z.infer<typeof shiftCloseEventSchema>;

/** The e-invoice of a sale that was settled without it: the POS made it only afterwards. */
export const saleInvoiceEventSchema = z.object({
  ...common,
  v: z.literal(1),
  type: z.literal('sale_invoice'),
  member: idSchema<MemberId>(),
  body: z.object({
    saleId: idSchema<SaleId>(),
    saleEid: idSchema<EventId>(),
    saleNo: z.string().max(32),
    invoice: invoiceRefSchema,
  }),
});
export type SaleInvoiceEvent = z.infer<typeof saleInvoiceEventSchema>;

/** The member of an event that is about none: the Nil UUID, which stands for "no value" (RFC 9562, 5.9). */
export const noMember = '00000000-0000-0000-0000-000000000000' as MemberId;

const anyEvent = z.discriminatedUnion('type', [
  awardEventSchema,
  refundEventSchema,
  memberStubEventSchema,
  leaseReturnEventSchema,
  staffActEventSchema,
  shiftCloseEventSchema,
  saleInvoiceEventSchema,
]);
export type CounterEvent = z.infer<typeof anyEvent>;

/** Every event any version ever made, read as this version's (see `upcastEvent`). */
export const counterEventSchema = z.preprocess(upcastEvent, anyEvent) as unknown as z.ZodType<
  CounterEvent,
  unknown
>;
