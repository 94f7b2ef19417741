import { expect, test } from 'vitest';
import { birthdayOn } from './birthday-facts.ts';

test.each<[string | null, string, 'no' | 'month' | 'day']>([
  [null, '2026-11-22', 'no'],
  ['11-22', '2026-11-22', 'day'],
  ['11-23', '2026-11-22', 'month'],
  ['12-22', '2026-11-22', 'no'],
  ['02-29', '2028-02-29', 'day'],
  ['02-29', '2028-02-28', 'month'],
  ['02-29', '2027-02-28', 'day'],
  ['02-29', '2027-02-27', 'month'],
  ['02-29', '2027-03-01', 'no'],
  ['02-29', '2100-02-28', 'day'],
  ['02-29', '2000-02-28', 'month'],
  ['02-28', '2027-02-28', 'day'],
  ['02-28', '2028-02-29', 'month'],
])('born %s, on %s: %s', (monthDay, date, fact) => {
  expect(birthdayOn(monthDay, date)).toBe(fact);
});
