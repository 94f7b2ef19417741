import type { LocalizedText } from './program-text.ts';
import type { CalendarDate } from './time.ts';

/** Basis points without needless zeros: 15,000 over 10,000 → `1.5`, 500 over 100 → `5`. */
export function shareText(bps: number, whole: number): string {
  return String(bps / whole);
}

/** `1 point`, `12 points`. */
export function pointsEn(points: number): string {
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

/** A day as it is written in Chinese, `2027/12/31`. */
export function dayZh(date: CalendarDate): string {
  return date.replaceAll('-', '/');
}

/** Both languages at once. */
export function inBoth(chinese: string, english: string): LocalizedText {
  return { 'zh-TW': chinese, en: english };
}
