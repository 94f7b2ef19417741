import type { Language } from '../../app/contract/language.ts';
import type { HelpWords } from './help-topics.ts';
import { houseHelpEn } from './house-words-en.ts';
import { houseHelpJa } from './house-words-ja.ts';
import { houseHelpTh } from './house-words-th.ts';
import { houseHelpZhTw } from './house-words-zh-tw.ts';
import { saleHelpEn } from './sale-words-en.ts';
import { saleHelpJa } from './sale-words-ja.ts';
import { saleHelpTh } from './sale-words-th.ts';
import { saleHelpZhTw } from './sale-words-zh-tw.ts';

/** The help in every language of the screen. */
export const helpWords: Readonly<Record<Language, HelpWords>> = {
  'zh-TW': { ...saleHelpZhTw, ...houseHelpZhTw },
  en: { ...saleHelpEn, ...houseHelpEn },
  ja: { ...saleHelpJa, ...houseHelpJa },
  th: { ...saleHelpTh, ...houseHelpTh },
};
