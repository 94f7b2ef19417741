import { z } from 'zod';
import type { AnyId } from '../domain/ids.ts';

/** A UUID that names one kind of thing; at run time zod's own uuid check. */
export function idSchema<T extends AnyId>(): z.ZodType<T, T> {
  return z.uuid() as unknown as z.ZodType<T, T>;
}

/** A whole number that survives JSON exactly: zod's `int` is a safe one, `safe()` would only look twice. */
export const wholeNumber = z.number().int();

/** NT$ as a whole, not negative. */
export const amountMinor = wholeNumber.min(0);

/** A day `YYYY-MM-DD` that exists. */
export const calendarDate = z.iso.date();

/** An instant, UTC epoch milliseconds. */
export const instantMs = wholeNumber;
