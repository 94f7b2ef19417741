import { z } from 'zod';
import type { RuleLanguage } from '../domain/program-text.ts';

/** The languages people read here; zh-TW first. */
export const languageSchema = z.enum(['zh-TW', 'en', 'ja', 'th']);
export type Language = z.infer<typeof languageSchema>;

/** What a counter or a page begins in, and falls back to where a language is not known here. */
export const languageDefault: Language = 'zh-TW';

/** A language as it is kept or sent by another version: an unknown one reads as the first. */
export function readLanguage(value: unknown): Language {
  return languageSchema.catch(languageDefault).parse(value);
}

/**
 * In which language the words of the program (names, reasons) are shown to who reads `language`. Shops
 * write them in Chinese and English only: ja and th get English, never Chinese.
 */
export function ruleLanguageOf(language: Language): RuleLanguage {
  return language === 'zh-TW' ? 'zh-TW' : 'en';
}

/** How a year is counted where a date is shown: 2026, or 115 of the Republic of China. */
export const calendarSchema = z.enum(['gregory', 'roc']);
export type Calendar = z.infer<typeof calendarSchema>;
