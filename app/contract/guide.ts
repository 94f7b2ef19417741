import { z } from 'zod';

/**
 * The guide of a shop's first days: whether it is shown, and the two steps that no other fact of the counter
 * tells. All else (members, sales, staff, HQ) ticks itself off.
 */
export const guideSchema = z
  .object({ shown: z.boolean(), scanTried: z.boolean(), cardPrinted: z.boolean() })
  .strict();
export type Guide = z.infer<typeof guideSchema>;

/** A counter that was set up before there was a guide does not get one by itself. */
export const guideDefaults: Guide = { shown: false, scanTried: false, cardPrinted: false };

export const guideCalls = {
  'settings:set-guide': { in: guideSchema, out: z.object({ kind: z.literal('done') }) },
} as const;
