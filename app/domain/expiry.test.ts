import { expect, test } from 'vitest';
import { expiryFor } from './expiry.ts';
import type { ExpiryRule } from './program.ts';

function months(count: number, roundUp: 'month' | 'quarter' | 'half-year' | 'year' | null = null) {
  return { kind: 'months', months: count, roundUp } as const;
}

test.each<[ExpiryRule, string, string | null]>([
  [months(1), '2025-01-25', '2025-02-25'],
  [months(1), '2025-01-31', '2025-02-28'],
  [months(1), '2025-01-29', '2025-02-28'],
  [months(1), '2024-01-31', '2024-02-29'],
  [months(0), '2025-01-01', '2025-01-01'],
  [months(12), '2026-11-22', '2027-11-22'],
  [months(0, 'month'), '2026-11-22', '2026-11-30'],
  [months(1, 'quarter'), '2025-01-25', '2025-03-31'],
  [months(1, 'quarter'), '2025-03-25', '2025-06-30'],
  [months(1, 'half-year'), '2025-05-31', '2025-06-30'],
  [months(1, 'half-year'), '2025-06-01', '2025-12-31'],
  [months(0, 'year'), '2025-01-01', '2025-12-31'],
  [{ kind: 'days', days: 30 }, '2026-11-22', '2026-12-22'],
  [{ kind: 'days', days: 1 }, '2026-12-31', '2027-01-01'],
  [{ kind: 'end-of-next-year' }, '2025-08-30', '2026-12-31'],
  [{ kind: 'end-of-next-year' }, '2025-12-31', '2026-12-31'],
  [{ kind: 'end-of-next-year' }, '2026-01-01', '2027-12-31'],
  [{ kind: 'sliding', months: 6 }, '2026-08-31', '2027-02-28'],
  [{ kind: 'none' }, '2026-11-22', null],
])('%o, earned %s: usable through %s', (rule, date, lastDay) => {
  expect(expiryFor(rule, date)).toBe(lastDay);
});
