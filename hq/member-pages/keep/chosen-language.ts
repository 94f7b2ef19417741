import type { Language } from '../../../app/contract/language.ts';
import { languageOf } from '../i18n/language-of.ts';

const key = 'counterfoil.language';

/** The language the member chose on this phone; null = none chosen. */
export function findChosenLanguage(): Language | null {
  try {
    return languageOf(localStorage.getItem(key) ?? '');
  } catch {
    return null;
  }
}

export function keepChosenLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // It is then asked of LINE each time.
  }
}

/** What the browser reads first of ours; Chinese when it reads none. */
export function browserLanguage(): Language {
  for (const tag of navigator.languages) {
    const language = languageOf(tag);
    if (language !== null) return language;
  }
  return 'zh-TW';
}
