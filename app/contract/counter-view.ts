import { z } from 'zod';
import { activityClasses } from '../domain/activity-class.ts';
import { appearanceSchema } from './appearance.ts';
import type { MemberId, SaleId, StoreId, VoucherId, InstallId, CouponId } from '../domain/ids.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { deviceViewSchema, syncViewSchema, tapeViewSchema } from './house-views.ts';
import { invoiceRefSchema } from './events.ts';
import { guideSchema } from './guide.ts';
import { calendarSchema, languageDefault, languageSchema } from './language.ts';
import { lineDeskViewSchema } from './line-desk.ts';
import { parkedSalesSchema } from './parked.ts';
import { posOnCounterSchema } from './pos-settings.ts';
import { localizedTextSchema } from './program.ts';
import { scanPageSchema } from './scan-log.ts';
import { shiftViewSchema } from './shift.ts';
import { staffViewSchema } from './staff.ts';
import { wedgeSettingsSchema } from './wedge.ts';

/** A sentence for people in each rule language: longer than a name may be. */
const sentenceSchema = z.object({
  'zh-TW': z.string().min(1).max(300),
  en: z.string().min(1).max(300),
});

/** ok, warn or deny: each has its own colour, icon, word and sound on the screen. */
export const toneSchema = z.enum(['ok', 'warn', 'deny']);
export type Tone = z.infer<typeof toneSchema>;

/** Values a sentence may carry. Localized texts are picked by the screen's language. */
export const noticeParamsSchema = z.record(
  z.string().max(32),
  z.union([z.string().max(200), z.number(), sentenceSchema]),
);

/**
 * The answer to the last thing done: a stable code the screen turns into a sentence (`notice.<code>`)
 * saying what happened, why, and what to do.
 */
export const noticeSchema = z.object({
  id: wholeNumber,
  tone: toneSchema,
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  params: noticeParamsSchema,
  atMs: instantMs,
});
export type Notice = z.infer<typeof noticeSchema>;

/** One reason in words of both rule languages, ready to show. */
export const reasonLineSchema = z.object({ code: z.string(), words: sentenceSchema });
export type ReasonLine = z.infer<typeof reasonLineSchema>;

const voucherViewSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  couponId: idSchema<CouponId>(),
  code: z.string(),
  name: localizedTextSchema,
  validUntil: calendarDate,
  minSpendMinor: amountMinor,
  /** How often it can still be used; above 1 it is a count ticket. */
  usesLeft: wholeNumber,
  /** On the open sale already. */
  attached: z.boolean(),
  /** Part of the best combination for this sale. */
  best: z.boolean(),
  /** What it takes off this sale by itself; null while there is no amount or it cannot be used. */
  savesMinor: amountMinor.nullable(),
  /** Null = usable now; else why not (a code of `VoucherRefusal`, or `voucher-used`, `voucher-cancelled`). */
  blockedBy: z.string().nullable(),
  /** The same in words; null when usable. */
  blockedWords: sentenceSchema.nullable(),
});
export type VoucherView = z.infer<typeof voucherViewSchema>;

/** The member on the screen, masked: 王○明, 0912***678. */
export const memberViewSchema = z.object({
  memberId: idSchema<MemberId>(),
  nameMasked: z.string(),
  mobileMasked: z.string().nullable(),
  cardCode: z.string(),
  tier: z.object({ tierId: z.string(), name: localizedTextSchema, multiplierBps: wholeNumber }),
  birthdayMonth: z.boolean(),
  /** What kind of customer they are, by joining and buying; left out = not known. */
  activity: z.enum(activityClasses).optional(),
  lineState: z.enum(['none', 'bound', 'blocked']),
  points: wholeNumber,
  /** The points that stop being usable next. */
  expiringNext: z.object({ points: wholeNumber, expiresOn: calendarDate }).nullable(),
  /** From weak to strong: found by number or name, card read, signed code of this minute. */
  identifiedBy: z.enum(['scan', 'search', 'token']),
  /** What must be scanned before anything is redeemed; null = nothing more. Left out = not known. */
  redeemNeeds: z.enum(['scan', 'token']).nullable().optional(),
  vouchers: z.array(voucherViewSchema).max(100),
  /** Last day of the tier's period; null for the lowest tier. */
  tierUntil: calendarDate.nullable(),
  stamps: z
    .array(
      z.object({
        cardId: z.string(),
        name: localizedTextSchema,
        cardNo: wholeNumber,
        stamps: wholeNumber,
        goal: wholeNumber,
      }),
    )
    .max(20),
  /** What is missing to the next tier or stamp card, whatever the sale; a preview tells it with the sale. */
  nextSteps: z.array(reasonLineSchema).max(5),
});
export type MemberView = z.infer<typeof memberViewSchema>;

/** What settling now would do. */
export const previewSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('evaluated'),
    amountMinor,
    discountMinor: amountMinor,
    pointsSpent: wholeNumber,
    pointsValueMinor: amountMinor,
    /** What earns. */
    baseMinor: amountMinor,
    paidMinor: amountMinor,
    points: wholeNumber,
    reasons: z.array(reasonLineSchema).max(50),
    /** What this sale brings beyond points: vouchers, stamps, a new tier, goods to hand over. */
    brings: z.array(reasonLineSchema).max(20),
    /** What is missing to the next tier, coupon or stamp. */
    nextSteps: z.array(reasonLineSchema).max(5),
  }),
  z.object({ kind: z.literal('refused'), code: z.string(), params: noticeParamsSchema }),
]);
export type Preview = z.infer<typeof previewSchema>;

export const openSaleViewSchema = z.object({
  /** Digits as typed, '' when nothing; never more than 7. */
  amountText: z.string().max(7),
  invoice: invoiceRefSchema.nullable(),
  /** The goods, where an e-invoice or the POS named them; then the amount is the sum of `totalMinor`. */
  lines: z
    .array(
      z.object({
        name: z.string().nullable(),
        qty: wholeNumber,
        unitMinor: amountMinor,
        totalMinor: amountMinor,
      }),
    )
    .max(200)
    .optional(),
  preview: previewSchema.nullable(),
  /** Points put on the sale to pay with, and how many could be; null = points cannot pay now. */
  spendPoints: wholeNumber,
  spendPointsMax: wholeNumber.nullable(),
  /** Why points cannot pay (a code of `SaleRefusal`), null when they can. */
  spendBlockedBy: z.string().nullable(),
  /** The best combination of the vouchers at hand, where it saves more than what is attached. */
  best: z
    .object({ voucherIds: z.array(idSchema<VoucherId>()).max(20), savesMinor: amountMinor })
    .nullable(),
  /** Codes of shared coupons on the sale; `savesMinor` null while the rules do not use it. Left out = none. */
  codes: z
    .array(
      z.object({
        code: z.string().max(64),
        name: localizedTextSchema,
        savesMinor: amountMinor.nullable(),
      }),
    )
    .max(200)
    .optional(),
});

/** A sale of this counter. */
export const settledSaleViewSchema = z.object({
  saleId: idSchema<SaleId>(),
  saleNo: z.string(),
  atMs: instantMs,
  nameMasked: z.string(),
  paidMinor: amountMinor,
  discountMinor: amountMinor,
  points: wholeNumber,
  /** `waiting`: recorded here, not yet at HQ. `local`: no HQ connected. */
  sync: z.enum(['local', 'waiting', 'at-hq', 'rejected']),
  reasons: z.array(reasonLineSchema).max(50),
  pointsSpent: wholeNumber,
  /** Goods value taken back so far, and whether nothing is left. */
  refundedMinor: amountMinor,
  undone: z.boolean(),
  /** Whether this counter can undo or refund it. */
  refundable: z.boolean(),
  /** How LINE stands with its member now; left out = not known. */
  lineState: z.enum(['none', 'bound', 'blocked']).optional(),
});
export type SettledSaleView = z.infer<typeof settledSaleViewSchema>;

/** A sale opened to take goods back. Amounts are goods value after coupons, whole NT$. */
export const refundableSaleSchema = z.object({
  sale: settledSaleViewSchema,
  lines: z
    .array(
      z.object({
        line: wholeNumber,
        name: z.string(),
        qty: wholeNumber,
        qtyLeft: wholeNumber,
        leftMinor: amountMinor,
      }),
    )
    .max(200),
  refundableMinor: amountMinor,
  /** Null = it can be undone as a whole; else why not (a code of `RefundRefusal`). */
  voidBlockedBy: z.string().nullable(),
});
export type RefundableSale = z.infer<typeof refundableSaleSchema>;

/** What a refund would do. */
export const refundPreviewSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('evaluated'),
    amountMinor,
    moneyMinor: amountMinor,
    clawedBack: wholeNumber,
    returned: wholeNumber,
    /** The member's points afterwards; below 0 is a debt. */
    balanceAfter: wholeNumber,
    reasons: z.array(reasonLineSchema).max(50),
  }),
  z.object({ kind: z.literal('refused'), code: z.string(), params: noticeParamsSchema }),
]);
export type RefundPreview = z.infer<typeof refundPreviewSchema>;

const commonView = {
  /** Rises with every change, within one run of the counter process. */
  revision: wholeNumber,
  /** One this version does not know reads as zh-TW. */
  language: languageSchema.catch(languageDefault),
  appVersion: z.string(),
};

/** Everything the screen shows, pushed whole on every change. */
export const counterViewSchema = z.discriminatedUnion('kind', [
  z.object({
    ...commonView,
    kind: z.literal('refused'),
    /** Why the counter does not open its database; it never goes on in memory. */
    code: z.enum([
      'database-newer',
      'database-unreadable',
      'database-in-use',
      'key-missing',
      'disk-failed',
      'not-durable',
      'training-file',
      'not-training-file',
    ]),
    detail: z.string().max(300),
  }),
  z.object({
    ...commonView,
    kind: z.literal('first-run'),
    busy: z.boolean(),
    notice: noticeSchema.nullable(),
  }),
  z.object({
    ...commonView,
    kind: z.literal('ready'),
    mode: z.enum(['local', 'hq']),
    brandName: z.string(),
    store: z
      .object({ storeId: idSchema<StoreId>(), name: z.string(), taxId: z.string() })
      .nullable(),
    counterLabel: z.string(),
    install: idSchema<InstallId>().nullable(),
    hqUrl: z.string().nullable(),
    businessDate: calendarDate,
    member: memberViewSchema.nullable(),
    sale: openSaleViewSchema,
    /** What of a POS stands or waits here; absent where none ever handed anything over. */
    pos: posOnCounterSchema.optional(),
    /** Why no POS can reach this counter though it should; left out = one can, or none is to. */
    posShut: z.enum(['port-taken', 'failed']).optional(),
    /** What is known of LINE; absent without HQ. */
    line: lineDeskViewSchema.optional(),
    notice: noticeSchema.nullable(),
    lastSales: z.array(settledSaleViewSchema).max(5),
    sync: syncViewSchema,
    tape: tapeViewSchema,
    devices: z.array(deviceViewSchema).max(16),
    keyProtection: z.enum(['os', 'file']),
    memberCount: wholeNumber,
    /**
     * The last scan that was for a desk other than the sale (see `scan:aim`); null before the first.
     * `no` is another one with each, so that the screen follows it once; `text` is what the desk shall
     * look for, null when the notice says why it led to nothing.
     */
    deskScan: z
      .object({
        no: wholeNumber,
        at: z.enum(['refund', 'inviter']),
        text: z.string().max(64).nullable(),
      })
      .nullable(),
    /** The scanner that types like a keyboard; left out = as scanners come. */
    wedge: wedgeSettingsSchema.optional(),
    /** Only while the page of the scanners is open, or test mode is on. */
    scanPage: scanPageSchema.optional(),
    /**
     * Scans that were not acted upon: how often the code that led to the notice came again at once, and how
     * many found too many others waiting, since the last time nothing waited.
     */
    /** How this PC's screen looks and sounds; absent = as it begins. */
    appearance: appearanceSchema.optional(),
    /** How years are counted on the screen; absent = 2026. */
    calendar: calendarSchema.optional(),
    scanMarks: z.object({ repeated: wholeNumber, lost: wholeNumber }).optional(),
    /** Sales set aside; left out = none. */
    parked: parkedSalesSchema.optional(),
    /** What of the store's inbox nobody has seen yet; left out = nothing. */
    inboxUnseen: wholeNumber.optional(),
    /** Who works here and who is at the counter; left out while nobody is listed: then nobody signs in. */
    staff: staffViewSchema.optional(),
    /** The open shift; left out while none is. */
    shift: shiftViewSchema.optional(),
    /** Nothing counts here: a database of its own, invented members, no network. */
    training: z.literal(true).optional(),
    /** Whether the second window, for the customer, is shown; left out = no. */
    customerWindow: z.boolean().optional(),
    /** In which language that window speaks; left out = in the counter's own. */
    customerLanguage: languageSchema.optional(),
    /** Where anybody joins in LINE; left out = HQ has no LINE pages, or did not say. */
    joinUrl: z.string().max(300).optional(),
    /** The guide of the first days; left out = not known, as if hidden. */
    guide: guideSchema.optional(),
    /** Wall time of the last byte of the scan that led to this view, if a scan did. */
    scanCompletedAtMs: z.number().nullable(),
  }),
]);
export type CounterView = z.infer<typeof counterViewSchema>;
export type ReadyView = Extract<CounterView, { kind: 'ready' }>;
