import { z } from 'zod';

/** The languages people read here; zh-TW first. */
export const languageSchema = z.enum(['zh-TW', 'en', 'ja', 'th']);
export type Language = z.infer<typeof languageSchema>;
