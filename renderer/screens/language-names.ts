import type { Language } from '../i18n/i18n.ts';

/** Each language with the text of its own name (`common.…`), the first one first. */
export const languageNames = [
  ['zh-TW', 'zhTw'],
  ['en', 'en'],
  ['ja', 'ja'],
  ['th', 'th'],
] as const satisfies readonly (readonly [Language, string])[];
