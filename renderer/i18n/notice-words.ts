import type { TFunction } from 'i18next';
import type { Notice } from '../../app/contract/counter-view.ts';
import type { Language } from './i18n.ts';
import { zhTw } from './zh-tw.ts';
import { formatDay, formatMoney, formatWhole } from './format.ts';
import { localized } from './localized.ts';

/** Whether a code (a string from the counter process) has its own text; all languages have the same. */
function hasText<T extends object>(texts: T, code: string): code is string & keyof T {
  return Object.hasOwn(texts, code);
}

/** Values that are codes with words of their own. */
const causeNames = new Set(['reason', 'trouble', 'field']);

/**
 * Values for a sentence, ready to read: `…Minor` as money, days with slashes, other numbers with
 * thousands commas, codes in words, texts of the program in the language shown.
 */
export function noticeValues(
  t: TFunction,
  params: Notice['params'],
  language: Language,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'object') values[name] = localized(value, language);
    else if (typeof value === 'string') values[name] = stringValue(t, name, value);
    else if (name.endsWith('Minor')) values[name] = formatMoney(value);
    else values[name] = formatWhole(value);
  }
  return values;
}

function stringValue(t: TFunction, name: string, value: string): string {
  if (causeNames.has(name)) return hasText(zhTw.cause, value) ? t(`cause.${value}`) : value;
  return name === 'date' ? formatDay(value) : value;
}

/** The sentence of a notice; a code without one gets the general sentence of its tone. */
export function noticeSentence(
  t: TFunction,
  notice: Pick<Notice, 'tone' | 'code' | 'params'>,
  language: Language,
): string {
  if (!hasText(zhTw.notice, notice.code)) return t(`noticeOther.${notice.tone}`);
  return t(`notice.${notice.code}`, { replace: noticeValues(t, notice.params, language) });
}

/** The sentence of a refused call: its code is a notice's, or the cause itself. */
export function refusalSentence(t: TFunction, code: string, language: Language): string {
  if (hasText(zhTw.cause, code)) return t(`cause.${code}`);
  return noticeSentence(t, { tone: 'deny', code, params: {} }, language);
}

/** Why a voucher cannot be used now, in a few words. */
export function blockedWords(t: TFunction, code: string): string {
  return hasText(zhTw.blocked, code) ? t(`blocked.${code}`) : t('blocked.other');
}

/** Why points cannot pay now, in a few words. */
export function spendBlockedWords(t: TFunction, code: string): string {
  return hasText(zhTw.spendBlocked, code) ? t(`spendBlocked.${code}`) : t('spendBlocked.other');
}

/** Why a sale cannot be undone as a whole, in a few words. */
export function voidBlockedWords(t: TFunction, code: string): string {
  return hasText(zhTw.voidBlocked, code) ? t(`voidBlocked.${code}`) : t('voidBlocked.other');
}
