import type { ExpiryRule } from './program.ts';
import { addDays, addMonths, endOfNextYear, endOfPeriod } from './time.ts';
import type { CalendarDate } from './time.ts';

/**
 * The last day on which points earned on `date` can be used; null = for ever. `sliding` counts from
 * `date`: the caller moves what the member had before along (see `evaluateSale`).
 */
export function expiryFor(rule: ExpiryRule, date: CalendarDate): CalendarDate | null {
  switch (rule.kind) {
    case 'months': {
      const day = addMonths(date, rule.months);
      return rule.roundUp === null ? day : endOfPeriod(day, rule.roundUp);
    }
    case 'days':
      return addDays(date, rule.days);
    case 'end-of-next-year':
      return endOfNextYear(date);
    case 'sliding':
      return addMonths(date, rule.months);
    case 'none':
      return null;
  }
}
