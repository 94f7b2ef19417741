import { expect, test } from 'vitest';
import type { PreviewResult, PreviewTotals } from '../../../app/contract/hq-admin-programs.ts';
import { en } from '../i18n/en.ts';
import { zhTw } from '../i18n/zh-tw.ts';
import { gainText, perSaleText, previewFigures } from './preview-figures.ts';

const totals: PreviewTotals = {
  points: 1_000,
  pointsValueMinor: 500,
  discountMinor: 300,
  paidMinor: 90_000,
  vouchersIssued: 2,
  tierRises: 1,
  refused: 0,
};
const result: PreviewResult = {
  from: '2026-10-01',
  until: '2026-10-31',
  salesCount: 40,
  isCut: false,
  before: { version: 3, name: { 'zh-TW': '集點', en: 'Points' }, totals },
  after: { ...totals, points: 1_500, pointsValueMinor: 750, discountMinor: 200, tierRises: 0 },
  members: { all: 9, better: 3, worse: 1 },
  salesAffected: 12,
  differenceMinor: 150,
  most: [],
};

test('each measure stands on both sides with its signed difference', () => {
  expect(
    previewFigures(zhTw, result).map(({ title, before, after, difference }) =>
      [title, before, after, difference].join(' '),
    ),
  ).toEqual([
    '發出點數 1,000 1,500 +500',
    '點數可折抵金額 NT$500 NT$750 +NT$250',
    '折扣成本 NT$300 NT$200 -NT$100',
    '實收 NT$90,000 NT$90,000 —',
    '發出票券 2 2 —',
    '升級次數 1 0 -1',
  ]);
  const refused = { ...result, after: { ...result.after, refused: 4 } };
  expect(previewFigures(en, refused).at(-1)).toMatchObject({ before: '0', difference: '+4' });
});

test('an average per sale has one decimal and a sign', () => {
  expect([
    perSaleText(150, 40),
    perSaleText(-150, 40),
    perSaleText(80, 40),
    perSaleText(1, 1_000),
    perSaleText(5, 0),
  ]).toEqual(['+NT$3.8', '-NT$3.8', '+NT$2', 'NT$0', 'NT$0']);
  expect([gainText(zhTw, 5), gainText(zhTw, -5), gainText(en, 0)]).toEqual([
    '顧客多得 NT$5',
    '顧客少得 NT$5',
    'Same amount',
  ]);
});
