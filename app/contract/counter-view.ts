import { z } from 'zod';
import type {
  DeviceId,
  MemberId,
  SaleId,
  StoreId,
  VoucherId,
  InstallId,
  CouponId,
} from '../domain/ids.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { invoiceRefSchema } from './events.ts';
import { localizedTextSchema } from './program.ts';

/** ok, warn or deny: each has its own colour, icon, word and sound on the screen. */
export const toneSchema = z.enum(['ok', 'warn', 'deny']);
export type Tone = z.infer<typeof toneSchema>;

/** Values a sentence may carry. Localized texts are picked by the screen's language. */
export const noticeParamsSchema = z.record(
  z.string().max(32),
  z.union([z.string().max(200), z.number(), localizedTextSchema]),
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

const voucherViewSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  couponId: idSchema<CouponId>(),
  code: z.string(),
  name: localizedTextSchema,
  validUntil: calendarDate,
  minSpendMinor: amountMinor,
  /** On the open sale already. */
  attached: z.boolean(),
  /** Null = usable now; else why not (`voucher-…` code of the evaluator, or `voucher-used`). */
  blockedBy: z.string().nullable(),
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
  lineState: z.enum(['none', 'bound', 'blocked']),
  points: wholeNumber,
  /** The points that stop being usable next. */
  expiringNext: z.object({ points: wholeNumber, expiresOn: calendarDate }).nullable(),
  /** `scan` is strong (may use vouchers); `search` is weak (may earn only). */
  identifiedBy: z.enum(['scan', 'search']),
  vouchers: z.array(voucherViewSchema).max(100),
});
export type MemberView = z.infer<typeof memberViewSchema>;

/** One reason in words of both rule languages, ready to show. */
export const reasonLineSchema = z.object({ code: z.string(), words: localizedTextSchema });

/** What settling now would do. */
export const previewSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('evaluated'),
    discountMinor: amountMinor,
    paidMinor: amountMinor,
    points: wholeNumber,
    reasons: z.array(reasonLineSchema).max(50),
  }),
  z.object({ kind: z.literal('refused'), code: z.string(), params: noticeParamsSchema }),
]);
export type Preview = z.infer<typeof previewSchema>;

export const openSaleViewSchema = z.object({
  /** Digits as typed, '' when nothing; never more than 7. */
  amountText: z.string().max(7),
  invoice: invoiceRefSchema.nullable(),
  preview: previewSchema.nullable(),
});

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
});
export type SettledSaleView = z.infer<typeof settledSaleViewSchema>;

/** Sync in words: what state, why, how much waits. */
export const syncViewSchema = z.object({
  state: z.enum(['local', 'starting', 'online', 'syncing', 'offline', 'attention']),
  /** Why offline or in need of attention; null when all is well. */
  reason: z
    .enum(['unreachable', 'not-hq', 'hq-failing', 'refused', 'clock', 'fork', 'stuck'])
    .nullable(),
  unsentCount: wholeNumber,
  oldestUnsentAtMs: instantMs.nullable(),
  lastContactAtMs: instantMs.nullable(),
  /** HQ time less this PC's time, when known. Beyond ±120,000 the screen warns. */
  clockOffsetMs: wholeNumber.nullable(),
  /** Rows taken during the first pull, for its progress. */
  pulledRows: wholeNumber,
});
export type SyncView = z.infer<typeof syncViewSchema>;

export const deviceViewSchema = z.object({
  deviceId: idSchema<DeviceId>(),
  name: z.string(),
  intake: z.enum(['serial', 'hid-pos', 'wedge', 'replay']),
  path: z.string().nullable(),
  baudRate: wholeNumber.nullable(),
  health: z.enum(['open', 'connecting', 'missing']),
  healthReason: z.enum(['not-found', 'busy', 'no-permission', 'failed']).nullable(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

const commonView = {
  /** Rises with every change, within one run of the counter process. */
  revision: wholeNumber,
  language: z.enum(['zh-TW', 'en']),
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
    notice: noticeSchema.nullable(),
    lastSales: z.array(settledSaleViewSchema).max(5),
    sync: syncViewSchema,
    devices: z.array(deviceViewSchema).max(16),
    keyProtection: z.enum(['os', 'file']),
    memberCount: wholeNumber,
    /** Wall time of the last byte of the scan that led to this view, if a scan did. */
    scanCompletedAtMs: z.number().nullable(),
  }),
]);
export type CounterView = z.infer<typeof counterViewSchema>;
export type ReadyView = Extract<CounterView, { kind: 'ready' }>;
