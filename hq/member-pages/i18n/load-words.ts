import type { Language } from '../../../app/contract/language.ts';
import type { Words } from './words.ts';
import { zhTw } from './zh-tw.ts';

/** The words of a language; Chinese is at hand, each other one is a file of its own. Rejects without a network. */
export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'zh-TW':
      return zhTw;
    case 'en':
      return (await import('./en.ts')).en;
    case 'ja':
      return (await import('./ja.ts')).ja;
    case 'th':
      return (await import('./th.ts')).th;
  }
}

/** The tag that the page carries, so that a screen reader and the fonts follow. */
export const htmlLanguages: Record<Language, string> = {
  'zh-TW': 'zh-Hant-TW',
  en: 'en',
  ja: 'ja',
  th: 'th',
};

/** Each language in its own writing, for the list of them. */
export const languageNames: Record<Language, string> = {
  'zh-TW': '繁體中文',
  en: 'English',
  ja: '日本語',
  th: 'ไทย',
};
