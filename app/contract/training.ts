import { z } from 'zod';
import type { DeviceId } from '../domain/ids.ts';
import { appearanceSchema } from './appearance.ts';
import { idSchema, wholeNumber } from './ids.ts';
import { calendarSchema, languageSchema } from './language.ts';
import { serialSettingsSchema } from './serial-settings.ts';
import { wedgeSettingsSchema } from './wedge.ts';

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({ kind: z.literal('refused'), code: z.string().max(60) });

/** What a code of the practice card is good for; each has its own words on the screen. */
export const practiceKindSchema = z.enum([
  'gold-member',
  'plain-member',
  'birthday-member',
  'voucher',
  'expired-voucher',
  'others-voucher',
  'e-invoice',
  'unknown-card',
  'misread-card',
  'product',
]);
export type PracticeKind = z.infer<typeof practiceKindSchema>;

/** Something to try in training. Everything about it is invented. */
export const practiceItemSchema = z.object({
  kind: practiceKindSchema,
  /** What a scanner would read. */
  code: z.string().min(1).max(600),
  /** Whose it is, masked as everywhere; null where it is nobody's. */
  nameMasked: z.string().max(60).nullable(),
  /** The end of the member's phone number, to look for. */
  phoneTail: z
    .string()
    .regex(/^\d{3}$/)
    .nullable(),
});
export type PracticeItem = z.infer<typeof practiceItemSchema>;

/** The stamp of a training database: only a file that bears it is opened in training, and never otherwise. */
export const trainingStampSchema = z.object({ practice: z.array(practiceItemSchema).max(20) });
export type TrainingStamp = z.infer<typeof trainingStampSchema>;

/** What the training database takes over from the shop's: how the screen looks and which scanners there are. */
export const trainingSetupSchema = z.object({
  language: languageSchema,
  calendar: calendarSchema,
  appearance: appearanceSchema,
  wedge: wedgeSettingsSchema,
  customerWindow: z.boolean(),
  customerLanguage: languageSchema.nullable(),
  serialDevices: z
    .array(
      z.object({
        deviceId: idSchema<DeviceId>(),
        name: z.string().max(60),
        settings: serialSettingsSchema,
      }),
    )
    .max(16),
});
export type TrainingSetup = z.infer<typeof trainingSetupSchema>;

/** Training and the window for the customer: both are started and ended by the app around the counter. */
export const trainingCalls = {
  /**
   * Goes over to the training database, made anew with invented members; the counter process starts again.
   * Refused: `training-unavailable` (not in the app), `training-already`, `setup-first`.
   */
  'training:begin': { in: nothing, out: z.union([done, refused]) },
  /** Back to the shop's own database. Refused: `no-training`. */
  'training:end': { in: nothing, out: z.union([done, refused]) },
  /** What there is to try; empty outside training. */
  'training:practice': {
    in: nothing,
    out: z.object({ items: z.array(practiceItemSchema).max(20) }),
  },
  /** Scans an item of that list, by its place, as a scanner would. Refused: `no-training`. */
  'training:scan': {
    in: z.object({ place: wholeNumber.min(0) }).strict(),
    out: z.union([done, refused]),
  },
  'settings:set-customer-window': { in: z.object({ on: z.boolean() }).strict(), out: done },
  /** In which language that window speaks; null = as the counter's own screen does. */
  'settings:set-customer-language': {
    in: z.object({ language: languageSchema.nullable() }).strict(),
    out: done,
  },
} as const;

const customerCommon = {
  language: languageSchema,
  brandName: z.string(),
  /** Where anybody joins in LINE; the window draws it as a QR. Null = HQ has no LINE pages. */
  joinUrl: z.string().max(300).nullable(),
  training: z.boolean(),
};

/**
 * All the customer's window is ever told: nothing of other members, no codes, no phone numbers. Pushed whole
 * on every change.
 */
export const customerViewSchema = z.discriminatedUnion('kind', [
  z.object({ ...customerCommon, kind: z.literal('idle') }),
  z.object({
    ...customerCommon,
    kind: z.literal('sale'),
    /** Null while nobody was scanned. */
    member: z.object({ nameMasked: z.string(), points: wholeNumber }).nullable(),
    /** Null while there is no amount. */
    sale: z
      .object({
        amountMinor: wholeNumber,
        discountMinor: wholeNumber,
        pointsSpent: wholeNumber,
        paidMinor: wholeNumber,
        /** Null while nobody would earn them, or the rules refuse the sale as it stands. */
        earns: wholeNumber.nullable(),
      })
      .nullable(),
  }),
  /** After a sale, for some seconds. */
  z.object({
    ...customerCommon,
    kind: z.literal('thanks'),
    nameMasked: z.string(),
    paidMinor: wholeNumber,
    earned: wholeNumber,
    balance: wholeNumber,
  }),
]);
export type CustomerView = z.infer<typeof customerViewSchema>;

/** What travels to the customer's window; nothing is ever taken from there. */
export const customerMessageSchema = z.object({
  kind: z.literal('customer:changed'),
  view: customerViewSchema,
});
export type CustomerMessage = z.infer<typeof customerMessageSchema>;
