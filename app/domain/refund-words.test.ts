import { expect, test } from 'vitest';
import type { RefundReason, RefundRefusal } from './refund.ts';
import { refundReasonWords, refundRefusalWords } from './refund-words.ts';

const name = { 'zh-TW': '滿千折百', en: 'NT$100 off' };

test.each<[RefundReason, string, string]>([
  [{ code: 'goods-back', amountMinor: 1234 }, '退回商品 NT$1,234', 'Goods taken back: NT$1,234'],
  [
    { code: 'sale-uncounted' },
    '總部已退回這筆，沒有點數可收回；退貨會記下並通知總部',
    'HQ sent this sale back, so no points move; HQ is told of the return',
  ],
  [{ code: 'points-taken-back', points: 2, kept: 0 }, '收回 2 點', '2 points taken back'],
  [
    { code: 'points-taken-back', points: 1, kept: 6 },
    '收回 1 點，這筆消費還保留 6 點',
    '1 point taken back, 6 points of this sale kept',
  ],
  [
    { code: 'points-given-back', points: 40, lapsed: 0 },
    '退回使用的 40 點',
    '40 points spent in this sale given back',
  ],
  [
    { code: 'points-given-back', points: 40, lapsed: 30 },
    '退回使用的 40 點，其中 30 點已過期，不能再用',
    '40 points spent in this sale given back, 30 of them past their last day and no longer usable',
  ],
  [
    { code: 'value-given-back', valueMinor: 90 },
    '儲值金與禮物卡退回 NT$90',
    'Stored value and gift cards given back: NT$90',
  ],
  [
    { code: 'shortfall', points: 2 },
    '點數不足，少收 2 點',
    'Not enough points left: 2 points could not be taken back',
  ],
  [
    { code: 'debt', points: 5 },
    '點數不足，欠 5 點，之後集到的點數會先補足',
    'Not enough points left: 5 points owed, the next points earned repay them',
  ],
  [
    { code: 'lapsed-counted', points: 3 },
    '這筆消費的點數有 3 點已過期，不再另外收回',
    '3 points of this sale had lapsed already and are not taken back again',
  ],
  [
    { code: 'voucher-cancelled', name },
    '這筆消費送的券「滿千折百」作廢',
    'Voucher “NT$100 off” given by this sale is void',
  ],
  [
    { code: 'voucher-stays', name },
    '這筆消費送的券「滿千折百」已使用，不收回',
    'Voucher “NT$100 off” given by this sale was used and stays used',
  ],
  [
    { code: 'voucher-reissued', name },
    '券「滿千折百」以新券退回，使用期限不變',
    'Voucher “NT$100 off” given back as a new voucher with the same last day',
  ],
  [
    { code: 'stamps-taken-back', name, stamps: 1 },
    '集點卡「滿千折百」收回 1 格',
    'Stamp card “NT$100 off”: 1 stamp taken back',
  ],
  [
    { code: 'stamps-taken-back', name, stamps: 2 },
    '集點卡「滿千折百」收回 2 格',
    'Stamp card “NT$100 off”: 2 stamps taken back',
  ],
  [
    { code: 'stamps-stay', name },
    '集點卡「滿千折百」已集滿，格數不收回',
    'Stamp card “NT$100 off” is full and keeps its stamps',
  ],
])('%o', (reason, chinese, english) => {
  expect(refundReasonWords(reason)).toEqual({ 'zh-TW': chinese, en: english });
});

test.each<[RefundRefusal['refusal'], string, string]>([
  [
    { code: 'nothing-left' },
    '這筆消費已全部退完，請確認單號',
    'All of this sale has been refunded. Check the sale number.',
  ],
  [
    { code: 'already-refunded' },
    '這筆消費已部分退貨，不能作廢，請改用退貨',
    'Part of this sale has been refunded, so it cannot be undone. Refund the rest instead.',
  ],
  [
    { code: 'amount-not-positive' },
    '請輸入大於 0 的金額或數量',
    'Enter an amount or quantity above 0.',
  ],
  [
    { code: 'amount-not-whole' },
    '金額與數量必須是整數，請重新輸入',
    'Amounts and quantities must be whole numbers. Enter it again.',
  ],
  [
    { code: 'line-unknown' },
    '這筆消費沒有這項商品，請重新選擇',
    'This sale has no such line. Choose again.',
  ],
  [
    { code: 'exceeds-refundable', refundableMinor: 1060 },
    '超過可退金額，最多還可退 NT$1,060',
    'More than can be refunded. At most NT$1,060 is left.',
  ],
  [
    { code: 'exceeds-line', line: 0, qtyLeft: 2 },
    '第 1 項最多還可退 2 件，請減少數量',
    'Line 1: at most 2 left to take back. Enter fewer.',
  ],
  [
    { code: 'too-late', lastDay: '2026-11-29' },
    '已超過退貨期限（2026/11/29），請聯絡總部',
    'The last day for a refund was 2026-11-29. Ask head office.',
  ],
  [
    { code: 'points-spent', points: 10 },
    '這筆消費的點數已用掉 10 點，請先作廢用掉點數的那筆消費',
    '10 points of this sale have been spent. Undo the sale that spent them first.',
  ],
])('%o', (refusal, chinese, english) => {
  expect(refundRefusalWords(refusal)).toEqual({ 'zh-TW': chinese, en: english });
});
