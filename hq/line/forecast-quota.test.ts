import { expect, test } from 'vitest';
import { forecastQuota } from './forecast-quota.ts';

const month = (perDay: number, days: number) =>
  Array.from({ length: days }, (_, i) => {
    return { day: `2026-11-${String(i + 1).padStart(2, '0')}`, used: perDay * (i + 1) };
  });

test('the pace of the last week tells what the month will use and when nothing is left', () => {
  const busier = [...month(100, 14), { day: '2026-11-21', used: 1_400 + 7 * 300 }];
  expect([
    forecastQuota(month(100, 20), { quota: 5_000, today: '2026-11-20' }),
    forecastQuota(busier, { quota: 5_000, today: '2026-11-21' }),
    forecastQuota(busier, { quota: 3_500, today: '2026-11-21' })?.runsOutOn,
    forecastQuota(busier, { quota: null, today: '2026-11-21' })?.runsOutOn,
  ]).toEqual([
    { used: 2_000, quota: 5_000, perDay: 100, monthEndUsed: 3_000, runsOutOn: null },
    { used: 3_500, quota: 5_000, perDay: 300, monthEndUsed: 6_200, runsOutOn: '2026-11-26' },
    '2026-11-21',
    null,
  ]);
});

test('a month that has just begun, and samples of another, tell nothing of the pace', () => {
  const october = [{ day: '2026-10-31', used: 9_000 }];
  expect([
    forecastQuota(october, { quota: 100, today: '2026-11-01' }),
    forecastQuota([...october, { day: '2026-11-01', used: 5 }], {
      quota: 100,
      today: '2026-11-01',
    }),
    forecastQuota([{ day: '2026-11-11', used: 50 }], { quota: 100, today: '2026-11-11' }),
    forecastQuota([...month(0, 9)], { quota: 100, today: '2026-11-09' }),
  ]).toEqual([
    null,
    { used: 5, quota: 100, perDay: null, monthEndUsed: null, runsOutOn: null },
    { used: 50, quota: 100, perDay: 5, monthEndUsed: 145, runsOutOn: '2026-11-21' },
    { used: 0, quota: 100, perDay: 0, monthEndUsed: 0, runsOutOn: null },
  ]);
});
