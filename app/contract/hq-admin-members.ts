import { z } from 'zod';
import type { MemberId, RefundId, SaleId } from '../domain/ids.ts';
import { adminMemberSchema, adminRowsMax } from './hq-admin.ts';
import { adminRemarkSchema, shownRemarksMax } from './hq-admin-remarks.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';

const count = wholeNumber.min(0);
/** Sentences may be longer than the names of a program. */
const sentence = z.object({ 'zh-TW': z.string().max(2_000), en: z.string().max(2_000) });

/** The most ledger movements, sales, refunds or vouchers a member's page answers with; newest first. */
export const memberRowsMax = 100;

/** GET members/detail?memberId=. An id that was merged answers with its survivor; 404 for unknown ones. */
export const memberDetailQuerySchema = z.object({ memberId: idSchema<MemberId>() });

/** Points that stop being usable on one day. */
export const adminLotSchema = z.object({
  points: wholeNumber,
  expiresOn: calendarDate.nullable(),
  isLapsed: z.boolean(),
});
export type AdminLot = z.infer<typeof adminLotSchema>;

/** What moved points, and where it is known why. `by` as HQ names it: `sale`, `refund`, `enrolment`, or a posting's `why`. */
export const adminMovementSchema = z.object({
  eid: z.uuid(),
  by: z.string().max(40),
  atMs: instantMs,
  storeName: z.string().max(60).nullable(),
  saleNo: z.string().max(32).nullable(),
  /** All entries of it together. */
  points: wholeNumber,
  entries: z
    .array(
      z.object({
        kind: z.enum(['earn', 'spend', 'expire', 'adjust', 'refund']),
        points: wholeNumber,
        expiresOn: calendarDate.nullable(),
      }),
    )
    .max(1_000),
  reasons: z.array(sentence).max(60),
});
export type AdminMovement = z.infer<typeof adminMovementSchema>;

export const adminVoucherSchema = z.object({
  voucherId: z.uuid(),
  code: z.string().max(64),
  /** Null where no program of HQ has the coupon. */
  name: localizedTextSchema.nullable(),
  validFrom: calendarDate,
  validUntil: calendarDate,
  state: z.enum(['usable', 'not-yet', 'over', 'used', 'cancelled']),
  uses: count,
  usesLeft: count,
  usedAtMs: instantMs.nullable(),
  usedStoreName: z.string().max(60).nullable(),
});
export type AdminVoucher = z.infer<typeof adminVoucherSchema>;

export const adminStampsSchema = z.object({
  cardId: z.string().max(32),
  name: localizedTextSchema.nullable(),
  cardNo: wholeNumber,
  stamps: wholeNumber,
  /** Null where the rules in force have no such card. */
  goal: count.nullable(),
  /** Cards filled before. */
  completed: count,
});
export type AdminStamps = z.infer<typeof adminStampsSchema>;

export const memberSaleSchema = z.object({
  saleId: idSchema<SaleId>(),
  saleNo: z.string().max(32),
  atMs: instantMs,
  storeName: z.string().max(60),
  paidMinor: amountMinor,
  discountMinor: amountMinor,
  points: wholeNumber,
  pointsSpent: count,
  refundedMinor: amountMinor,
  undone: z.boolean(),
});
export type MemberSale = z.infer<typeof memberSaleSchema>;

/** A sale or part of one taken back. `awaiting`: its sale has not reached HQ yet. */
export const adminRefundSchema = z.object({
  refundId: idSchema<RefundId>(),
  mode: z.enum(['void', 'refund']),
  state: z.enum(['awaiting', 'applied', 'no-effect']),
  atMs: instantMs,
  receivedAtMs: instantMs,
  storeName: z.string().max(60),
  counterLabel: z.string().max(40),
  memberId: idSchema<MemberId>(),
  /** Masked by HQ; empty when HQ does not know the member. */
  memberName: z.string().max(120),
  /** Null while HQ does not have the sale. */
  saleNo: z.string().max(32).nullable(),
  saleAtMs: instantMs.nullable(),
  /** Goods taken back, and the money handed over for them. */
  amountMinor,
  moneyMinor: amountMinor,
  /** Points taken back and given back. */
  clawedBack: count,
  returned: count,
  complete: z.boolean(),
});
export type AdminRefund = z.infer<typeof adminRefundSchema>;

/** GET refunds?before=&limit=. Newest first by the time of the refund. */
export const refundsQuerySchema = z.object({
  before: z.string().min(1).max(120).optional(),
  limit: z.coerce.number().int().min(1).max(adminRowsMax).default(50),
});
export const refundsAnswerSchema = z.object({
  rows: z.array(adminRefundSchema).max(adminRowsMax),
  older: z.string().max(120).nullable(),
});
export type RefundsAnswer = z.infer<typeof refundsAnswerSchema>;

export const memberDetailAnswerSchema = z.object({
  member: adminMemberSchema.extend({
    cardCodes: z.array(z.string().max(64)),
    /** Came with a merge nobody has confirmed: they may earn, not spend. */
    weakCodes: z.array(z.string().max(64)),
    tierName: localizedTextSchema.nullable(),
    /** 0 = the lowest tier of the rules in force. */
    tierRank: count,
    tierUntil: calendarDate.nullable(),
    tierSince: calendarDate.nullable(),
    /** Spent in the tier window, net of refunds. */
    spentMinor: wholeNumber,
    inviterName: z.string().max(120).nullable(),
    /** HQ only knows the member from a sale or refund. */
    placeholder: z.boolean(),
    /** How many other members turned out to be this one. */
    mergedCount: count,
  }),
  /** What shops remarked about the member, newest first. */
  remarks: z.array(adminRemarkSchema).max(shownRemarksMax),
  lots: z.array(adminLotSchema),
  movements: z.array(adminMovementSchema).max(memberRowsMax),
  vouchers: z.array(adminVoucherSchema).max(memberRowsMax),
  stamps: z.array(adminStampsSchema),
  sales: z.array(memberSaleSchema).max(memberRowsMax),
  refunds: z.array(adminRefundSchema).max(memberRowsMax),
  counts: z.object({
    remarks: count,
    movements: count,
    vouchers: count,
    sales: count,
    refunds: count,
  }),
  today: calendarDate,
});
export type MemberDetail = z.infer<typeof memberDetailAnswerSchema>;

/** POST members/merge: everything of `from` counts for `into` from now on. There is no way back. */
export const mergeRequestSchema = z
  .object({ from: idSchema<MemberId>(), into: idSchema<MemberId>() })
  .strict();
export type MergeRequest = z.infer<typeof mergeRequestSchema>;
export const mergeAnswerSchema = z.object({
  kind: z.enum(['merged', 'same-member', 'unknown-member']),
});
export type MergeAnswer = z.infer<typeof mergeAnswerSchema>;

/** POST members/confirm-merge: codes that came with a merge may spend from now on. */
export const confirmMergeRequestSchema = z.object({ memberId: idSchema<MemberId>() }).strict();
export const confirmMergeAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('confirmed'), codes: count }),
  z.object({ kind: z.literal('unknown-member') }),
]);
export type ConfirmMergeAnswer = z.infer<typeof confirmMergeAnswerSchema>;

/** POST members/token: the member's signed code for the next minute. Each is recorded with who asked. */
export const memberTokenRequestSchema = z.object({ memberId: idSchema<MemberId>() }).strict();
export const memberTokenAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('made'),
    text: z.string().max(160),
    issuedAtMs: instantMs,
    expiresAtMs: instantMs,
  }),
  z.object({ kind: z.literal('unknown-member') }),
]);
export type MemberTokenAnswer = z.infer<typeof memberTokenAnswerSchema>;

/** POST members/mobile: as typed; empty = none from now on. */
export const changeMobileRequestSchema = z
  .object({ memberId: idSchema<MemberId>(), mobile: z.string().max(40) })
  .strict();
export const changeMobileAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['changed', 'unchanged', 'not-a-mobile', 'unknown-member']) }),
  z.object({
    kind: z.literal('mobile-taken'),
    ownerId: idSchema<MemberId>(),
    /** Masked by HQ. */
    ownerName: z.string().max(120),
  }),
]);
export type ChangeMobileAnswer = z.infer<typeof changeMobileAnswerSchema>;
