import { z } from 'zod';
import type { ShiftId } from '../domain/ids.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';
import { exportFormatSchema } from './manager-views.ts';
import { staffRefSchema } from './staff.ts';

/*
 * A shift: from when the people of a counter open it until they close it, over midnight if they like. Its
 * figures are sums of the rows written with the events recorded meanwhile, nothing kept beside; what HQ says
 * of them afterwards changes no report.
 */

/** What one person, or all, did in a shift. Points of kinds of the ledger are signed as they stand there. */
export const shiftLineSchema = z.object({
  sales: wholeNumber,
  /** After vouchers and points, whole NT$. */
  paidMinor: wholeNumber,
  discountMinor: wholeNumber,
  refunds: wholeNumber,
  voids: wholeNumber,
  refundedMinor: wholeNumber,
  /** Points given by sales and gifts; points paid with, negative; all other movements. */
  earned: wholeNumber,
  spent: wholeNumber,
  otherPoints: wholeNumber,
  vouchersUsed: wholeNumber,
  voucherMinor: wholeNumber,
  newMembers: wholeNumber,
  overrides: wholeNumber,
});
export type ShiftLine = z.infer<typeof shiftLineSchema>;

export const shiftCloseBodySchema = z.object({
  shiftId: idSchema<ShiftId>(),
  openedAtMs: instantMs,
  closedAtMs: instantMs,
  openedBy: staffRefSchema.nullable(),
  total: shiftLineSchema,
  byStaff: z.array(z.object({ staff: staffRefSchema.nullable(), line: shiftLineSchema })).max(100),
  /**
   * What was recorded while no shift was open, between the one before and this one; null for a counter's
   * first shift. In none of the sums above.
   */
  outside: shiftLineSchema.nullable(),
  /** Events of the shift but its close, and how many of them HQ had not confirmed when it was closed. */
  events: wholeNumber,
  unsent: wholeNumber,
});
export type ShiftCloseBody = z.infer<typeof shiftCloseBodySchema>;

export const shiftViewSchema = z.object({
  shiftId: idSchema<ShiftId>(),
  openedAtMs: instantMs,
  openedBy: staffRefSchema.nullable(),
});
export type ShiftView = z.infer<typeof shiftViewSchema>;

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({ kind: z.literal('refused'), code: z.string().max(60) });

export const shiftReportSchema = z.object({
  ...shiftCloseBodySchema.omit({ closedAtMs: true }).shape,
  /** Null = still open: so far. */
  closedAtMs: instantMs.nullable(),
  closedBy: staffRefSchema.nullable(),
});
export type ShiftReport = z.infer<typeof shiftReportSchema>;

export const shiftCalls = {
  /** Refused: `shift-open-already`. */
  'shift:open': { in: nothing, out: z.union([done, refused]) },
  /** Records the report as it stands. Refused: `no-shift`. */
  'shift:close': {
    in: z.object({ shiftId: idSchema<ShiftId>() }).strict(),
    out: z.union([z.object({ kind: z.literal('done'), report: shiftReportSchema }), refused]),
  },
  /** The open shift (null id) or a closed one. */
  'shift:report': {
    in: z.object({ shiftId: idSchema<ShiftId>().nullable() }).strict(),
    out: z.union([z.object({ kind: z.literal('report'), report: shiftReportSchema }), refused]),
  },
  /** Shifts of this counter, newest first. */
  'shift:list': {
    in: z.object({ offset: wholeNumber.min(0), limit: wholeNumber.min(1).max(50) }).strict(),
    out: z.object({
      shifts: z
        .array(
          z.object({
            shiftId: idSchema<ShiftId>(),
            openedAtMs: instantMs,
            closedAtMs: instantMs.nullable(),
            openedBy: staffRefSchema.nullable(),
            closedBy: staffRefSchema.nullable(),
          }),
        )
        .max(50),
      total: wholeNumber,
      /** Recorded since the last shift was closed; null while one is open, and before the first. */
      outside: shiftLineSchema.nullable(),
    }),
  },
  /** Saves a report as CSV; null = of the open shift, so far. */
  'shift:export': {
    in: z
      .object({
        shiftId: idSchema<ShiftId>().nullable(),
        format: exportFormatSchema.default('csv'),
      })
      .strict(),
    out: z.union([
      z.object({ kind: z.literal('saved'), path: z.string(), rows: wholeNumber }),
      refused,
    ]),
  },
} as const;
