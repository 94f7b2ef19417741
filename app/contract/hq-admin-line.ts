import { z } from 'zod';
import { calendarDate, instantMs, wholeNumber } from './ids.ts';

/** A time of day, `HH:MM`. */
const clockSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** When members are left in peace; the same time twice = never. */
export const quietHoursSchema = z.object({ from: clockSchema, until: clockSchema }).strict();

/** GET /line/sending: when messages go out, and how far the month's reach. */
export const lineSendingAnswerSchema = z.object({
  quietHours: quietHoursSchema,
  /** Null until LINE has told of this month. */
  month: z
    .object({
      used: wholeNumber.min(0),
      /** Null = the plan has no limit. */
      quota: wholeNumber.min(0).nullable(),
      perDay: wholeNumber.min(0).nullable(),
      monthEndUsed: wholeNumber.min(0).nullable(),
      runsOutOn: calendarDate.nullable(),
      checkedAtMs: instantMs,
    })
    .nullable(),
});
export type LineSendingAnswer = z.infer<typeof lineSendingAnswerSchema>;

/** Printable, without blanks: what was copied out of LINE's console. */
const copiedText = (charsMax: number) =>
  z
    .string()
    .trim()
    .min(8)
    .max(charsMax)
    .regex(/^[\x21-\x7e]+$/);

const settingSourceSchema = z.enum(['environment', 'page', 'none']);

/** One secret of the channel: never itself, only which one it is. */
const lineSecretSchema = z.object({
  source: settingSourceSchema,
  lastFour: z.string().max(4).nullable(),
  setAtMs: instantMs.nullable(),
  /** Why it cannot be opened; null = it can. */
  trouble: z.enum(['no-key', 'wrong-key', 'damaged']).nullable(),
});
export type LineSecretState = z.infer<typeof lineSecretSchema>;

const linePlainSchema = z.object({
  source: settingSourceSchema,
  value: z.string().max(200).nullable(),
});

/** GET /line/channel: what is set, and where. */
export const lineChannelAnswerSchema = z.object({
  accessToken: lineSecretSchema,
  channelSecret: lineSecretSchema,
  loginChannelId: linePlainSchema,
  liffId: linePlainSchema,
  /** Where messages go, when that is not LINE itself. */
  otherOrigin: z.string().max(300).nullable(),
  /** Only the owner changes the channel. */
  mayChange: z.boolean(),
});
export type LineChannelAnswer = z.infer<typeof lineChannelAnswerSchema>;

/** POST /line/channel: null takes a setting away, what is left out stays. */
export const lineChannelChangeSchema = z
  .object({
    accessToken: copiedText(1_000).nullable(),
    channelSecret: copiedText(200).nullable(),
    loginChannelId: z
      .string()
      .trim()
      .regex(/^\d{6,20}$/)
      .nullable(),
    /** As LINE writes it: the number of the LINE Login channel, a hyphen, and a word. */
    liffId: z
      .string()
      .trim()
      .regex(/^\d{6,20}-[A-Za-z0-9]{4,40}$/)
      .nullable(),
  })
  .partial()
  .strict();
export type LineChannelChange = z.infer<typeof lineChannelChangeSchema>;

/** What came of changing the channel. */
export const lineChannelChangedSchema = z.object({
  kind: z.enum([
    'done',
    'only-owner',
    /** There is no key that would be kept, so nothing was sealed: the operator sets HQ_SECRET_KEY. */
    'no-key',
    /** The environment has this one, and wins. */
    'in-environment',
  ]),
});
export type LineChannelChanged = z.infer<typeof lineChannelChangedSchema>;

/** POST /line/channel/check: left out = the token that is in force. */
export const lineCheckRequestSchema = z
  .object({ accessToken: copiedText(1_000).optional() })
  .strict();

/** What LINE says to the token. */
export const lineCheckAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('fits'),
    /** The official account it is of. */
    displayName: z.string().max(200),
    basicId: z.string().max(100),
    /** Where LINE sends what members do; null = nowhere yet. */
    webhook: z.object({ endpoint: z.string().max(600), active: z.boolean() }).nullable(),
  }),
  z.object({ kind: z.enum(['refused', 'unreachable', 'no-token']) }),
]);
export type LineCheckAnswer = z.infer<typeof lineCheckAnswerSchema>;
