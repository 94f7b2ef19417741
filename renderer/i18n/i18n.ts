import i18next, { type FormatterModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Calendar, Language } from '../../app/contract/language.ts';
import { countYears } from './format.ts';
import type { Texts } from './texts.ts';
import { zhTw } from './zh-tw.ts';

/** The languages of the screen. */
export type { Language } from '../../app/contract/language.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts };
    returnNull: false;
  }
}

/** What the page says of itself (`<html lang>`): fonts, quotation marks and line breaks follow it. */
export const pageLanguage: Readonly<Record<Language, string>> = {
  'zh-TW': 'zh-Hant-TW',
  en: 'en',
  ja: 'ja',
  th: 'th',
};

/** Starts the texts with those given; the first language is always there, others can be added (`loadTexts`). */
export function createI18n(
  language: Language,
  texts: Readonly<Partial<Record<Language, Texts>>> = {},
): i18n {
  const instance = i18next.createInstance();
  void instance
    .use(initReactI18next)
    .use(dateFormatter(instance))
    .init({
      lng: language,
      fallbackLng: 'zh-TW',
      resources: Object.fromEntries(
        Object.entries({ 'zh-TW': zhTw, ...texts }).map(([name, translation]) => [
          name,
          { translation },
        ]),
      ),
      // React escapes already.
      interpolation: { escapeValue: false, alwaysFormat: true },
      initAsync: false,
    });
  return instance;
}

/** What in sentences may be a day or an instant. */
const dateNames: ReadonlySet<unknown> = new Set(['date', 'from', 'to', 'time', 'at', 'on']);

/** Days in sentences come as `2026/11/22`; the years are counted as the shop counts them. */
function dateFormatter(instance: i18n): FormatterModule {
  const nothing = (): void => undefined;
  return {
    type: 'formatter',
    init: nothing,
    add: nothing,
    addCached: nothing,
    format: (value: unknown, _format, _language, options) =>
      dateNames.has(options?.['interpolationkey']) && typeof value === 'string'
        ? countYears(value, calendarOf(instance))
        : String(value),
  };
}

/** How years are counted in the dates of sentences; 2026 unless told. */
export function setCalendar(instance: i18n, calendar: Calendar): void {
  instance.options.interpolation = {
    ...instance.options.interpolation,
    defaultVariables: { calendar },
  };
}

/** How years are counted in this instance's sentences. */
export function calendarOf(instance: i18n): Calendar {
  const calendar: unknown = instance.options.interpolation?.defaultVariables?.['calendar'];
  return calendar === 'roc' ? 'roc' : 'gregory';
}
