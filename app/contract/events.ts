import { z } from 'zod';
import type {
  EventId,
  LotId,
  MemberId,
  ProgramId,
  SaleId,
  StoreId,
  VoucherId,
  CouponId,
} from '../domain/ids.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';

/** One line of the ledger as it stands in an event. Points are signed. */
export const ledgerEntrySchema = z.object({
  leg: wholeNumber.min(0),
  kind: z.enum(['earn', 'spend', 'expire', 'adjust', 'refund']),
  memberId: idSchema<MemberId>(),
  lotId: idSchema<LotId>(),
  points: wholeNumber,
  expiresOn: calendarDate.nullable(),
});

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
});

const common = {
  eid: idSchema<EventId>(),
  v: z.literal(1),
  /** Null while the counter runs without HQ; HQ then takes the store of the install. */
  store: idSchema<StoreId>().nullable(),
  bizDate: calendarDate,
  t: eventTimeSchema,
};

/** A voucher used in a sale. */
export const usedVoucherSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  couponId: idSchema<CouponId>(),
  code: z.string().max(64),
  validFrom: calendarDate,
  validUntil: calendarDate,
  discountMinor: amountMinor,
});

/** A settled sale: what was paid, what it earned, which vouchers it used, under which rules. */
export const awardEventSchema = z.object({
  ...common,
  type: z.literal('award'),
  member: idSchema<MemberId>(),
  body: z.object({
    saleId: idSchema<SaleId>(),
    /** Short number for people, e.g. `1122-0042`. */
    saleNo: z.string().max(32),
    amountSource: z.enum(['typed', 'einvoice']),
    invoice: invoiceRefSchema.nullable(),
    program: z.object({ id: idSchema<ProgramId>(), version: wholeNumber.min(1) }),
    tierId: z.string().max(32),
    amountMinor,
    discountMinor: amountMinor,
    paidMinor: amountMinor,
    baseMinor: amountMinor,
    points: wholeNumber.min(0),
    expiresOn: calendarDate.nullable(),
    vouchers: z.array(usedVoucherSchema).max(10),
    entries: z.array(ledgerEntrySchema).max(50),
  }),
});
export type AwardEvent = z.infer<typeof awardEventSchema>;

/** A member enrolled at a counter, usable at once, merged by HQ if the mobile number is known. */
export const memberStubEventSchema = z.object({
  ...common,
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
    /** Which wording of the notice the member agreed to (個資法 art. 8), and when. */
    consent: z.object({ textVersion: z.string().max(32), atMs: instantMs }),
  }),
});
export type MemberStubEvent = z.infer<typeof memberStubEventSchema>;

/** Every event this version can make or read. */
export const counterEventSchema = z.discriminatedUnion('type', [
  awardEventSchema,
  memberStubEventSchema,
]);
export type CounterEvent = z.infer<typeof counterEventSchema>;
