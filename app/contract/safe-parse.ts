import type { z } from 'zod';

/** What of `ZodSafeParseResult` is used: the value, or where it does not fit. */
export type SafeParsed<T> =
  | { readonly success: true; readonly data: T; readonly error?: never }
  | {
      readonly success: false;
      readonly data?: never;
      readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] };
    };

/**
 * `schema.safeParse` for what strangers send: zod 4 measures the length of anything that has one, so
 * `{"length":{"toString":1}}` in the place of a bounded text or list makes it throw.
 */
export function safeParse<T>(schema: z.ZodType<T, unknown>, input: unknown): SafeParsed<T> {
  try {
    return schema.safeParse(input);
  } catch {
    return { success: false, error: { issues: [{ path: [] }] } };
  }
}
