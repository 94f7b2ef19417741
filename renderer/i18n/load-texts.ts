import type { i18n as I18n } from 'i18next';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  languageDefault,
  languageSchema,
  readLanguage,
  type Language,
} from '../../app/contract/language.ts';
import { pageLanguage } from './i18n.ts';
import type { Texts } from './texts.ts';

/** Each a script of its own: a start waits for the one language it shows. The first language is always there. */
const sources: Readonly<Record<Exclude<Language, 'zh-TW'>, () => Promise<Texts>>> = {
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
  th: async () => (await import('./th.ts')).th,
};

export function hasTexts(i18n: I18n, language: Language): boolean {
  return i18n.hasResourceBundle(language, 'translation');
}

/** Brings the texts of a language. Does not reject: without them the screen stays in the first language. */
export async function loadTexts(i18n: I18n, language: Language): Promise<void> {
  if (language === 'zh-TW' || hasTexts(i18n, language)) return;
  try {
    i18n.addResourceBundle(language, 'translation', await sources[language]());
  } catch {
    // A build without this file; every text falls back.
  }
}

/** All languages, one after the other, so that switching waits for nothing. */
export async function loadAllTexts(i18n: I18n): Promise<void> {
  for (const language of languageSchema.options) await loadTexts(i18n, language);
}

/**
 * Has the page speak the language the counter keeps. @returns whether it does: a first picture waits for it, later
 * ones show the language before for a moment.
 */
export function useLanguage(language: Language | undefined): boolean {
  const { i18n } = useTranslation();
  const [tried, setTried] = useState<Language | null>(null);
  useLayoutEffect(() => {
    if (language === undefined) return undefined;
    let isWanted = true;
    const speak = (): void => {
      if (!isWanted) return;
      document.documentElement.lang = pageLanguage[language];
      if (i18n.language !== language) void i18n.changeLanguage(language);
      setTried(language);
    };
    if (hasTexts(i18n, language)) speak();
    else void loadTexts(i18n, language).then(speak);
    return () => {
      isWanted = false;
    };
  }, [i18n, language]);
  return language === undefined || tried !== null || hasTexts(i18n, language);
}

const rememberedKey = 'counterfoil.language';

/** Kept beside the counter's own setting, so that the texts come while the counter process still starts. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(rememberedKey, language);
  } catch {
    // A profile without storage only loads them a moment later.
  }
}

/** The language of last time. */
export function rememberedLanguage(): Language {
  try {
    return readLanguage(localStorage.getItem(rememberedKey));
  } catch {
    return languageDefault;
  }
}
