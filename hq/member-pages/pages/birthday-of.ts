/** Days a month can have; the year is not asked, so February has 29. */
export const daysOfMonth: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `MM-DD`; null when neither was chosen; undefined when it is no day. */
export function birthdayOf(month: string, day: string): string | null | undefined {
  if (month === '' && day === '') return null;
  const days = daysOfMonth[Number(month) - 1];
  if (month === '' || day === '' || days === undefined || Number(day) > days) return undefined;
  return `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
