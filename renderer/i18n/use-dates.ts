import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatInstant, formatRecent } from './format.ts';
import { calendarOf } from './i18n.ts';

/** Dates as people read them here, their years counted as the shop counts them. */
export type Dates = {
  /** `YYYY-MM-DD` → `2026/11/22` or `115/11/22`. */
  readonly day: (date: string) => string;
  /** `2026/11/22 14:32`. */
  readonly instant: (atMs: number) => string;
  /** `14:32` today, `11/20 14:32` this year, `2025/11/20` before; `today`: `YYYY-MM-DD`. */
  readonly recent: (atMs: number, today: string) => string;
};

/** For dates that stand by themselves; those within sentences are counted by the sentence (`{{date}}`, `{{from}}`, …). */
export function useDates(): Dates {
  const { i18n } = useTranslation();
  const calendar = calendarOf(i18n);
  return useMemo(
    () => ({
      day: (date) => formatDay(date, calendar),
      instant: (atMs) => formatInstant(atMs, calendar),
      recent: (atMs, today) => formatRecent(atMs, today, calendar),
    }),
    [calendar],
  );
}
