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
