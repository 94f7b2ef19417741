import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { CounterView } from '../../app/contract/counter-view.ts';
import { en } from './en.ts';
import type { Texts } from './texts.ts';
import { zhTw } from './zh-tw.ts';

/** The languages of the screen. */
export type Language = CounterView['language'];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts };
    returnNull: false;
  }
}

/** Starts the texts; all languages are in the bundle, so that switching waits for nothing. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-TW',
    resources: { 'zh-TW': { translation: zhTw }, en: { translation: en } },
    // React escapes already.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
