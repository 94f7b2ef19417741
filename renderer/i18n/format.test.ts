import { expect, test } from 'vitest';
import {
  countYears,
  formatDay,
  formatInstant,
  formatLongDay,
  formatMoney,
  formatRecent,
} from './format.ts';

test('days are of the Gregorian year unless the shop counts the years of the Republic', () => {
  expect([
    formatDay('2026-11-22'),
    formatDay('2026-11-22', 'roc'),
    formatDay('1912-01-01', 'roc'),
    // Only a wrong clock dates a sale before the Republic.
    formatDay('1911-12-31', 'roc'),
    countYears('2026/11/22 14:32', 'roc'),
    countYears('2026/11/223', 'roc'),
    countYears('滿千折百', 'roc'),
  ]).toEqual([
    '2026/11/22',
    '115/11/22',
    '1/01/01',
    '1911/12/31',
    '115/11/22 14:32',
    '2026/11/223',
    '滿千折百',
  ]);
});

test('the clock on the wall reads as its language writes days; Thai counts no Buddhist years', () => {
  const atMs = Date.UTC(2026, 10, 22, 4);
  const days = (['zh-TW', 'en', 'ja', 'th'] as const).map((language) =>
    formatLongDay(atMs, language),
  );
  // The engine's own spelling differs from version to version; what is said does not.
  const wanted = [
    /^11月22日\s?[週周]日$/,
    /^Sun, November 22$/,
    /^11月22日\(日\)$/,
    /^อา\S* 22 พ\.ย\.$/,
  ];
  expect(days.filter((day, index) => !wanted[index]?.test(day))).toEqual([]);
  expect(days.join(' ')).not.toContain('2569');
});

test('money looks alike in every language', () => {
  expect([formatMoney(1_234_567), formatMoney(-50)]).toEqual(['NT$1,234,567', '-NT$50']);
});

test('an instant of another year says its year', () => {
  const at = (text: string): number => Date.parse(`${text}+08:00`);
  const today = '2026-11-22';
  expect([
    formatRecent(at('2026-11-22T00:05'), today),
    formatRecent(at('2026-05-03T18:20'), today, 'roc'),
    formatRecent(at('2023-05-03T18:20'), today),
    formatRecent(at('2023-05-03T18:20'), today, 'roc'),
    formatInstant(at('2023-05-03T18:20'), 'roc'),
  ]).toEqual(['00:05', '05/03 18:20', '2023/05/03', '112/05/03', '112/05/03 18:20']);
});
