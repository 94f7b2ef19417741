import { z } from 'zod';
import type { CouponId, LotId, MemberId, StoreId, VoucherId } from '../domain/ids.ts';
import type {
  AppliedDiscount,
  LedgerEntry,
  MemberState,
  PricedLine,
  SaleInput,
  StampEntry,
  ValueEntry,
} from '../domain/sale.ts';
import type { RefundRequest, RefundResult } from '../domain/refund.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';

/** Most entries of one event: two for each of 1,000 lots (spent or lapsed, moved) and a few more. */
export const entriesMax = 2100;
/** Most entries of stored value: each of 200 lots, and gift cards. */
export const valuesMax = 250;

/** Most points or stamps of one entry, and most points one award gives one member; far above any program. */
export const entryPointsMax = 1_000_000_000;

const name = z.string().min(1).max(64);
const count = wholeNumber.min(0);

/** One line of the ledger as it stands in an event. Points are signed. */
export const ledgerEntrySchema = z.object({
  leg: count,
  kind: z.enum(['earn', 'spend', 'expire', 'adjust', 'refund']),
  memberId: idSchema<MemberId>(),
  lotId: idSchema<LotId>(),
  points: wholeNumber.min(-entryPointsMax).max(entryPointsMax),
  expiresOn: calendarDate.nullable(),
}) satisfies z.ZodType<LedgerEntry>;

export const valueEntrySchema = z.object({
  holder: z.enum(['member', 'gift-card']),
  holderId: name,
  amountMinor: wholeNumber,
  expiresOn: calendarDate.nullable(),
}) satisfies z.ZodType<ValueEntry>;

export const stampEntrySchema = z.object({
  memberId: idSchema<MemberId>(),
  cardId: name,
  cardNo: wholeNumber.min(1),
  stamps: wholeNumber.min(-entryPointsMax).max(entryPointsMax),
  completed: z.boolean(),
  atMs: instantMs,
}) satisfies z.ZodType<StampEntry>;

export const lotSchema = z.object({
  lotId: idSchema<LotId>(),
  points: wholeNumber,
  expiresOn: calendarDate.nullable(),
});

export const saleLineSchema = z.object({
  sku: name.nullable(),
  name: z.string().max(120).nullable(),
  qty: wholeNumber.min(1).max(10_000),
  unitMinor: amountMinor.max(9_999_999),
  category: name.nullable(),
  labels: z.array(name).max(20),
  kind: z.enum(['goods', 'delivery', 'stored-value']),
});

export const saleInputSchema = z.object({
  date: calendarDate,
  time: z.string().regex(/^\d{2}:\d{2}$/),
  atMs: instantMs,
  storeId: idSchema<StoreId>().nullable(),
  channel: z.string().max(32),
  identifiedBy: z.enum(['scan', 'search', 'token']),
  lines: z.array(saleLineSchema).min(1).max(200),
  vouchers: z
    .array(
      z.object({
        voucherId: idSchema<VoucherId>(),
        couponId: idSchema<CouponId>(),
        memberId: idSchema<MemberId>(),
        validFrom: calendarDate,
        validUntil: calendarDate,
        usesLeft: count,
        uses: wholeNumber.min(1),
      }),
    )
    .max(20),
  codes: z.array(z.string().max(64)).max(20),
  rewards: z.array(z.object({ rewardId: z.string().max(32), units: wholeNumber.min(1) })).max(20),
  spendPoints: count,
  storedValueMinor: amountMinor,
  giftCards: z
    .array(z.object({ cardId: name, balanceMinor: amountMinor, useMinor: amountMinor }))
    .max(10),
  lotIds: z.array(idSchema<LotId>()).min(4).max(16),
}) satisfies z.ZodType<SaleInput>;

export const memberStateSchema = z.object({
  memberId: idSchema<MemberId>(),
  tierId: z.string().max(32),
  tierUntil: calendarDate.nullable(),
  joinedOn: calendarDate.nullable(),
  birthday: z.enum(['no', 'month', 'day']),
  spentMinor: wholeNumber,
  spentSinceTierMinor: wholeNumber,
  saleCount: count,
  inviterId: idSchema<MemberId>().nullable(),
  lots: z.array(lotSchema).max(1000),
  storedValue: z.array(lotSchema).max(200),
  stamps: z
    .array(
      z.object({
        cardId: name,
        cardNo: wholeNumber.min(1),
        stamps: wholeNumber,
        lastAtMs: instantMs.nullable(),
      }),
    )
    .max(50),
  // As many as a program may have coupons, rewards and gifts.
  useCounts: z
    .array(
      z.object({
        id: name,
        program: count,
        day: count,
        storeDay: count,
        member: count,
        memberDay: count,
      }),
    )
    .max(1000),
}) satisfies z.ZodType<MemberState>;

export const pricedLineSchema = z.object({
  grossMinor: amountMinor,
  discountMinor: amountMinor,
  tiedDiscountMinor: amountMinor,
  rewardMinor: amountMinor,
  pointsMinor: amountMinor,
  valueMinor: amountMinor,
}) satisfies z.ZodType<PricedLine>;

export const appliedDiscountSchema = z.object({
  source: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('voucher'),
      voucherId: idSchema<VoucherId>(),
      couponId: idSchema<CouponId>(),
    }),
    z.object({ kind: z.literal('coupon'), couponId: idSchema<CouponId>() }),
    z.object({ kind: z.literal('reward'), rewardId: z.string().max(32) }),
  ]),
  discountMinor: amountMinor,
  byLine: z.array(amountMinor).max(200),
  uses: wholeNumber.min(1),
}) satisfies z.ZodType<AppliedDiscount>;

export const refundRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({
    kind: z.literal('lines'),
    lines: z
      .array(z.object({ line: count, qty: wholeNumber.min(1) }))
      .min(1)
      .max(200),
  }),
  z.object({ kind: z.literal('amount'), amountMinor: wholeNumber }),
]) satisfies z.ZodType<RefundRequest>;

export const refundResultSchema = z.object({
  mode: z.enum(['void', 'refund']),
  byLine: z.array(amountMinor).max(200),
  qtyByLine: z.array(count).max(200),
  amountMinor,
  moneyMinor: amountMinor,
  pointsValueMinor: amountMinor,
  valueMinor: amountMinor,
  spentMinor: amountMinor,
  clawedBack: count,
  returned: count,
  shortfall: count,
  entries: z.array(ledgerEntrySchema).max(entriesMax),
  values: z.array(valueEntrySchema).max(valuesMax),
  stamps: z.array(stampEntrySchema).max(50),
  cancelled: z.array(idSchema<VoucherId>()).max(150),
  reissued: z
    .array(
      z.object({
        voucherId: idSchema<VoucherId>(),
        couponId: idSchema<CouponId>(),
        uses: wholeNumber.min(1),
        validFrom: calendarDate,
        validUntil: calendarDate,
      }),
    )
    .max(20),
  complete: z.boolean(),
}) satisfies z.ZodType<RefundResult>;
