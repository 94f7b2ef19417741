import type { Language } from '../../app/contract/language.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Texts } from './texts.ts';
import { th } from './th.ts';
import { zhTw } from './zh-tw.ts';

/** Every language at once: for what is no screen of the product. */
export const allTexts: Readonly<Record<Language, Texts>> = { 'zh-TW': zhTw, en, ja, th };
