import { ruleLanguageOf, type Language } from '../../app/contract/language.ts';
import type { LocalizedText } from '../../app/domain/program.ts';

/** A text of the program in the language of the screen; ja and th read the English one. */
export function localized(text: LocalizedText, language: Language): string {
  return text[ruleLanguageOf(language)];
}
