import { z } from 'zod';
import { wedgeLayouts } from '../domain/wedge-layout.ts';
import { affixLengthMax, wedgeGapMs } from '../domain/wedge-settings.ts';

/** A character, or a key by name: `F9`, `Ctrl+KeyB`, `Enter`. */
const affixSchema = z.array(z.string().min(1).max(24)).max(affixLengthMax).readonly();

/** How the scanner that types like a keyboard is set up at this counter. */
export const wedgeSettingsSchema = z
  .object({
    layout: z.enum(wedgeLayouts),
    prefix: affixSchema,
    suffix: affixSchema,
    gapMs: z.number().int().min(wedgeGapMs.min).max(wedgeGapMs.max),
  })
  .strict();
