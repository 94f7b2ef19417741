import { expect, test } from 'vitest';
import { formatDay, formatMinor, formatMinute, groupDigits } from './message-formats.ts';

test('numbers and days are written as people of each language write them', () => {
  expect([0, 999, 1_000, 1_234_567, -1_000].map(groupDigits)).toEqual([
    '0',
    '999',
    '1,000',
    '1,234,567',
    '-1,000',
  ]);
  expect([formatMinor(1_250), formatMinor(-80)]).toEqual(['NT$1,250', '-NT$80']);
  const languages = ['zh-TW', 'en', 'ja', 'th'] as const;
  expect(languages.map((language) => formatDay('2026-01-05', language))).toEqual([
    '2026/1/5',
    '5 Jan 2026',
    '2026年1月5日',
    '5 ม.ค. ค.ศ. 2026',
  ]);
  // The last minute of a year in Taipei is still the year before in UTC, and the other way round.
  const midnightMs = Date.UTC(2026, 11, 31, 16, 0);
  expect(languages.map((language) => formatMinute(midnightMs, language))).toEqual([
    '2027/1/1 00:00',
    '1 Jan 2027 00:00',
    '2027年1月1日 00:00',
    '1 ม.ค. ค.ศ. 2027 00:00',
  ]);
});
