import type { LocalizedText } from '../../../app/domain/program-text.ts';

/** Both languages at once. */
export function both(chinese: string, english: string): LocalizedText {
  return { 'zh-TW': chinese, en: english };
}

/** Parts as one sentence; nothing for no parts. */
export function joined(parts: readonly LocalizedText[]): LocalizedText[] {
  if (parts.length === 0) return [];
  return [
    both(parts.map((part) => part['zh-TW']).join('，'), parts.map((part) => part.en).join(', ')),
  ];
}

/** Basis points over a whole without needless zeros: 15,000 over 10,000 → `1.5`. */
export function shareOf(bps: number, whole: number): string {
  return String(bps / whole);
}

/** A factor: `×1.5`. */
export function timesWords(bps: number): LocalizedText {
  return both(`${shareOf(bps, 10_000)} 倍`, `×${shareOf(bps, 10_000)}`);
}

/** A share off, as shops say it: 500 → `95 折`, `5% off`. All of it is free. */
export function offWords(offBps: number): LocalizedText {
  if (offBps >= 10_000) return both('免費', 'free');
  const pays = (10_000 - offBps) / 100;
  const english = `${shareOf(offBps, 100)}% off`;
  if (!Number.isInteger(pays)) return both(`減 ${shareOf(offBps, 100)}%`, english);
  return both(`${pays % 10 === 0 ? pays / 10 : pays} 折`, english);
}

/** A list with the marks of each language. */
export function listed(items: readonly string[]): LocalizedText {
  return both(items.join('、'), items.join(', '));
}

/** `1 point`, `12 points`. */
export function pointsEn(points: number): string {
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

/** `1 month`, `12 months`. */
export function countEn(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}

/** `YYYY-MM-DD` as each language writes it. */
export function dayWords(date: string): LocalizedText {
  return both(date.replaceAll('-', '/'), date);
}
