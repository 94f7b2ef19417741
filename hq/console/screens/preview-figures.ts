import type { PreviewResult } from '../../../app/contract/hq-admin-programs.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import type { Texts } from '../i18n/texts.ts';
import { formatWhole } from '../i18n/time-words.ts';

/** One measure of a preview in words, under both programs. */
export type Figure = {
  readonly key: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** Signed; `—` where there is none. */
  readonly difference: string;
};

/** The measures that are looked at before publishing, in that order. */
export function previewFigures(t: Texts, result: PreviewResult): Figure[] {
  const words = t.programs.preview;
  const before = result.before.totals;
  const { after } = result;
  const row = (
    key: keyof typeof before,
    title: string,
    format: (value: number) => string,
  ): Figure => ({
    key,
    title,
    before: format(before[key]),
    after: format(after[key]),
    difference: signed(t, after[key] - before[key], format),
  });
  return [
    row('points', words.points, formatWhole),
    row('pointsValueMinor', words.pointsValue, formatTwd),
    row('discountMinor', words.discount, formatTwd),
    row('paidMinor', words.paid, formatTwd),
    row('vouchersIssued', words.vouchers, formatWhole),
    row('tierRises', words.tierRises, formatWhole),
    ...(before.refused + after.refused === 0 ? [] : [row('refused', words.refused, formatWhole)]),
  ];
}

function signed(t: Texts, value: number, format: (value: number) => string): string {
  if (value === 0) return t.common.none;
  return (value > 0 ? '+' : '') + format(value);
}

/** NT$ with one decimal, signed, of a sum over so many: `+NT$1.5`. Exact halves of a tenth go up. */
export function perSaleText(differenceMinor: number, count: number): string {
  if (count === 0) return 'NT$0';
  const tenths = Math.round((Math.abs(differenceMinor) * 10) / count);
  const whole = formatWhole(Math.floor(tenths / 10));
  const sign = tenths === 0 ? '' : differenceMinor < 0 ? '-' : '+';
  return `${sign}NT$${whole}${tenths % 10 === 0 ? '' : `.${tenths % 10}`}`;
}

/** What a customer gains or loses by a change, in words. */
export function gainText(t: Texts, differenceMinor: number): string {
  const words = t.programs.preview;
  const amount = formatTwd(Math.abs(differenceMinor));
  if (differenceMinor === 0) return words.even;
  return differenceMinor > 0 ? words.gains(amount) : words.loses(amount);
}
