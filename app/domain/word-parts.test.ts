import { expect, test } from 'vitest';
import { dayZh, inBoth, pointsEn, shareText } from './word-parts.ts';

test('parts of sentences', () => {
  expect([
    shareText(15_000, 10_000),
    shareText(500, 100),
    pointsEn(0),
    pointsEn(1),
    pointsEn(12),
    dayZh('2027-12-31'),
    inBoth('一點', 'one point'),
  ]).toEqual([
    '1.5',
    '5',
    '0 points',
    '1 point',
    '12 points',
    '2027/12/31',
    { 'zh-TW': '一點', en: 'one point' },
  ]);
});
