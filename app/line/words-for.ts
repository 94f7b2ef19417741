import { ruleLanguageOf, type Language } from '../contract/language.ts';
import type { LocalizedText } from '../domain/program.ts';

/** A text of the program as the member reads it: those of ja and th inside sentences of their own language. */
export function wordsFor(text: LocalizedText, language: Language): string {
  return text[ruleLanguageOf(language)];
}
