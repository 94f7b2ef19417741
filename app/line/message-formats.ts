import type { Language } from '../contract/language.ts';
import type { CalendarDate } from '../domain/time.ts';

/** 12345 → `12,345`; below 0 with its sign. The same in all four languages. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * Whole NT$: `NT$1,250`. Written so in every language, because it is what stands on the receipt and on the
 * shelf; `TWD`, `元` or `บาท` beside it would be read as another price.
 */
export function formatMinor(minor: number): string {
  return minor < 0 ? `-NT$${groupDigits(-minor)}` : `NT$${groupDigits(minor)}`;
}

const monthsEn = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const monthsTh = 'ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.'.split(' ');

const dayFormats: { readonly [L in Language]: (y: string, m: number, d: number) => string } = {
  'zh-TW': (y, m, d) => `${y}/${m}/${d}`,
  en: (y, m, d) => `${d} ${monthsEn[m - 1] ?? m} ${y}`,
  ja: (y, m, d) => `${y}年${m}月${d}日`,
  // A Thai year alone is read as one of the Buddhist era, 543 more: `ค.ศ.` says it is not.
  th: (y, m, d) => `${d} ${monthsTh[m - 1] ?? m} ค.ศ. ${y}`,
};

/**
 * A day (`YYYY-MM-DD`) as people write it. Always the common (Gregorian) year, as on every receipt,
 * voucher and screen of the shop; in Thai it says so.
 */
export function formatDay(day: CalendarDate, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return dayFormats[language](year, Number(month), Number(date));
}

/** An instant to the minute, in Asia/Taipei (UTC+8 without summer time since 1980). */
export function formatMinute(atMs: number, language: Language): string {
  const text = new Date(atMs + 8 * 3_600_000).toISOString();
  return `${formatDay(text.slice(0, 10), language)} ${text.slice(11, 16)}`;
}
