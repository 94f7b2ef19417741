import { z } from 'zod';

/** How this PC's screen looks and sounds. */
export const appearanceSchema = z
  .object({
    /** `system`: as the PC is set. */
    theme: z.enum(['system', 'light', 'dark']),
    /** `large`: everything to press is bigger, for a touch screen at arm's length. */
    targets: z.enum(['normal', 'large']),
    /** Off: tones are seen and read, never only heard; the screen shows that it is silent. */
    sound: z.boolean(),
  })
  .strict();
export type Appearance = z.infer<typeof appearanceSchema>;

/** As a PC begins. */
export const appearanceDefaults: Appearance = { theme: 'system', targets: 'normal', sound: true };
