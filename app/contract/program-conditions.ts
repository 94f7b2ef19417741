import { z } from 'zod';
import type { StoreId } from '../domain/ids.ts';
import type { Conditions, LineScope } from '../domain/program.ts';
import { always, everyLine } from '../domain/program-conditions.ts';
import { amountMinor, calendarDate, idSchema, wholeNumber } from './ids.ts';

const names = z.array(z.string().min(1).max(64)).max(500).default([]);

/** See `LineScope`; what is left out is empty, and delivery counts. */
export const lineScopeSchema = z.strictObject({
  skus: names,
  categories: names,
  labels: names,
  exceptSkus: names,
  exceptCategories: names,
  exceptLabels: names,
  delivery: z.boolean().default(true),
}) satisfies z.ZodType<LineScope>;

/** A clock time `HH:MM`, 00:00 to 23:59; `until` may also be 24:00. */
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** See `Conditions`; what is left out is not asked. */
export const conditionsSchema = z.strictObject({
  minSpendMinor: amountMinor.default(0),
  maxSpendMinor: amountMinor.nullable().default(null),
  minUnits: wholeNumber.min(0).default(0),
  maxUnits: wholeNumber.min(0).nullable().default(null),
  measureOn: z.union([z.enum(['scope', 'sale']), lineScopeSchema]).default('scope'),
  spendBasis: z.enum(['before-discounts', 'after-discounts']).default('before-discounts'),
  needsSkus: names,
  needsCode: z.string().min(1).max(64).nullable().default(null),
  from: calendarDate.nullable().default(null),
  until: calendarDate.nullable().default(null),
  weekdays: z.array(wholeNumber.min(1).max(7)).max(7).default([]),
  hours: z
    .array(z.strictObject({ from: clock, until: z.union([clock, z.literal('24:00')]) }))
    .max(10)
    .default([]),
  tierIds: z.array(z.string().max(32)).max(20).default([]),
  birthday: z.enum(['any', 'month', 'day']).default('any'),
  joinedWithinDays: wholeNumber.min(0).max(3660).nullable().default(null),
  purchase: z.enum(['any', 'first']).default('any'),
  storeIds: z.array(idSchema<StoreId>()).max(2000).default([]),
  channels: z.array(z.string().min(1).max(32)).max(20).default([]),
}) satisfies z.ZodType<Conditions>;

/** A field that may be left out: every line, or always. */
export const scope = lineScopeSchema.default({ ...everyLine } as never);
export const when = conditionsSchema.default({ ...always } as never);
