import { z } from 'zod';

/** A text for people in each rule language; neither may be empty. */
export const localizedTextSchema = z.object({
  'zh-TW': z.string().min(1).max(80),
  en: z.string().min(1).max(80),
});
