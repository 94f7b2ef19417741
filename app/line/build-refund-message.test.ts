import { describe, expect, test } from 'vitest';
import { buildRefundMessage } from './build-refund-message.ts';
import type { RefundMessageInput } from './build-refund-message.ts';
import { textsOf } from './message-texts.fixture.ts';

const refund: RefundMessageInput = {
  brandName: '山城茶舖',
  storeName: '站前店',
  saleNo: '1122-0042',
  atMs: Date.UTC(2026, 10, 21, 16, 5),
  language: 'zh-TW',
  memberPageUrl: null,
  mode: 'refund',
  moneyMinor: 1250,
  clawedBack: 12,
  returned: 100,
  balancePoints: -3,
  returnedVoucherNames: [{ 'zh-TW': '95 折', en: '5% off' }],
  cancelledVoucherNames: [{ 'zh-TW': '下次折五十', en: 'Fifty off next time' }],
};

describe('buildRefundMessage', () => {
  test('tells money, points and vouchers, in Chinese and in English', () => {
    const [chinese] = buildRefundMessage(refund);
    expect([chinese?.altText, textsOf(chinese?.contents)]).toEqual([
      '退貨已完成，退款 NT$1,250，目前共 -3 點。山城茶舖 站前店',
      [
        '山城茶舖',
        '站前店',
        '退貨已完成',
        '退款 NT$1,250',
        '收回點數',
        '12 點',
        '退還點數',
        '100 點',
        '目前點數',
        '-3 點',
        '退還的優惠券',
        '95 折',
        '作廢的優惠券',
        '下次折五十',
        '2026/11/22 00:05 · 交易 1122-0042',
      ],
    ]);
    const plain = { clawedBack: 0, returned: 0, balancePoints: 5 };
    const none = { returnedVoucherNames: [], cancelledVoucherNames: [] };
    const english = { ...refund, ...plain, ...none, language: 'en', mode: 'void' } as const;
    const [message] = buildRefundMessage(english);
    expect([message?.altText, textsOf(message?.contents).slice(2)]).toEqual([
      'Sale cancelled: NT$1,250 back, 5 points in total. 山城茶舖 站前店',
      [
        'Sale cancelled',
        'NT$1,250 back',
        'Your points',
        '5 points',
        '22 Nov 2026 00:05 · Sale 1122-0042',
      ],
    ]);
  });
});
