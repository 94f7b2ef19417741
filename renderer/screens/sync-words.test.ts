import { expect, test } from 'vitest';
import { languageSchema } from '../../app/contract/language.ts';
import { allTexts } from '../i18n/all-texts.ts';
import { createI18n } from '../i18n/i18n.ts';
import { clockTrouble, spanOf, spanWords } from './sync-words.ts';

test('tells a clock that is more than two minutes off, which way, and in a unit that says it', () => {
  const hourMs = 3_600_000;
  const offsets = [null, 120_000, -120_000, 120_001, -540_000, 5 * hourMs, 72 * hourMs];
  expect([...offsets, -(2 * 365 + 3) * 24 * hourMs].map(clockTrouble)).toEqual([
    null,
    null,
    null,
    { fast: false, span: { unit: 'minutes', n: 2, days: 0 } },
    { fast: true, span: { unit: 'minutes', n: 9, days: 0 } },
    { fast: false, span: { unit: 'hours', n: 5, days: 0 } },
    { fast: false, span: { unit: 'days', n: 3, days: 3 } },
    { fast: true, span: { unit: 'years', n: 2, days: 3 } },
  ]);
});

test('a span is said by the parts of it that are not zero, in each language', () => {
  const dayMs = 86_400_000;
  const spans = [120_000, 3_600_000 * 5, dayMs * 3, dayMs * 365, dayMs * 368, dayMs * 730];
  const said = languageSchema.options.map((language) => {
    const { t } = createI18n(language, allTexts);
    return spans.map((ms) => spanWords(t, spanOf(ms)));
  });
  expect(said).toEqual([
    [' 2 分鐘', ' 5 小時', ' 3 天', ' 1 年', ' 1 年 3 天', ' 2 年'],
    ['2 min', '5 h', '3 d', '1 y', '1 y 3 d', '2 y'],
    [' 2 分', ' 5 時間', ' 3 日', ' 1 年', ' 1 年 3 日', ' 2 年'],
    ['2 นาที', '5 ชั่วโมง', '3 วัน', '1 ปี', '1 ปี 3 วัน', '2 ปี'],
  ]);
});
