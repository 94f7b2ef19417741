import type { MemberState } from './sale.ts';
import type { CalendarDate } from './time.ts';

/**
 * Whether a day (Asia/Taipei) is a member's birthday or lies in its month. `monthDay` is `MM-DD`, null
 * where the birthday is not known. Who was born on 29 February has the day on the 28th in common years.
 */
export function birthdayOn(monthDay: string | null, date: CalendarDate): MemberState['birthday'] {
  if (monthDay === null || monthDay.slice(0, 2) !== date.slice(5, 7)) return 'no';
  const isLeapDay = monthDay === '02-29' && !isLeapYear(Number(date.slice(0, 4)));
  return date.slice(5) === (isLeapDay ? '02-28' : monthDay) ? 'day' : 'month';
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
