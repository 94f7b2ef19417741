import { describe, expect, test } from 'vitest';
import { buildSaleMessage } from './build-sale-message.ts';
import type { SaleMessageInput } from './build-sale-message.ts';
import { textsOf } from './message-texts.fixture.ts';

const sale: SaleMessageInput = {
  brandName: '山城茶舖',
  storeName: '站前店',
  saleNo: '1122-0042',
  atMs: Date.UTC(2026, 10, 21, 16, 5),
  language: 'zh-TW',
  memberPageUrl: null,
  paidMinor: 1250,
  points: 12,
  pointsSpent: 0,
  balancePoints: 13_345,
  expiring: null,
  tier: null,
  progress: null,
  reasons: [{ 'zh-TW': '每 NT$100 得 1 點', en: '1 point for each NT$100' }],
  usedVoucherNames: [{ 'zh-TW': '95 折', en: '5% off' }],
  issuedVouchers: [],
  stamps: [],
};

describe('buildSaleMessage', () => {
  test('tells a member the points first, in all languages', () => {
    const [chinese] = buildSaleMessage(sale);
    expect([chinese?.altText, textsOf(chinese?.contents)]).toEqual([
      '獲得 12 點，目前共 13,345 點。山城茶舖 站前店 消費 NT$1,250',
      [
        '山城茶舖',
        '站前店',
        '消費集點',
        '+12 點',
        '目前點數',
        '13,345 點',
        '實付金額',
        'NT$1,250',
        '使用的優惠券',
        '95 折',
        '點數說明',
        '每 NT$100 得 1 點',
        '2026/11/22 00:05 · 交易 1122-0042',
      ],
    ]);
    const others = (['en', 'ja', 'th'] as const).map((language) => {
      const [message] = buildSaleMessage({ ...sale, language });
      return [message?.altText, textsOf(message?.contents).slice(2)];
    });
    expect(others).toEqual([
      [
        'You earned 12 points, 13,345 points in total. NT$1,250 at 山城茶舖 站前店',
        [
          'Points from your purchase',
          '+12 points',
          'Your points',
          '13,345 points',
          'Paid',
          'NT$1,250',
          'Vouchers used',
          '5% off',
          'How the points came about',
          '1 point for each NT$100',
          '22 Nov 2026 00:05 · Sale 1122-0042',
        ],
      ],
      [
        '12ポイント獲得、現在13,345ポイント。山城茶舖 站前店でのお買い物 NT$1,250',
        [
          'お買い物ポイント',
          '+12ポイント',
          '現在のポイント',
          '13,345ポイント',
          'お支払い金額',
          'NT$1,250',
          '使用したクーポン',
          '5% off',
          'ポイントの内訳',
          '1 point for each NT$100',
          '2026年11月22日 00:05 · 取引番号 1122-0042',
        ],
      ],
      [
        'ได้รับ 12 คะแนน รวม 13,345 คะแนน ยอดซื้อ NT$1,250 ที่ 山城茶舖 站前店',
        [
          'คะแนนจากการซื้อ',
          '+12 คะแนน',
          'คะแนนคงเหลือ',
          '13,345 คะแนน',
          'ยอดชำระ',
          'NT$1,250',
          'คูปองที่ใช้',
          '5% off',
          'ที่มาของคะแนน',
          '1 point for each NT$100',
          '22 พ.ย. ค.ศ. 2026 00:05 · เลขที่รายการ 1122-0042',
        ],
      ],
    ]);
  });

  test('tells what was spent, given, stamped and reached, what lapses next and what is missing', () => {
    const rich: SaleMessageInput = {
      ...sale,
      pointsSpent: 100,
      memberPageUrl: 'https://liff.line.me/1-a',
      expiring: { points: 1_200, expiresOn: '2026-12-31' },
      tier: { kind: 'reached', name: { 'zh-TW': '金卡', en: 'Gold' }, until: '2027-11-22' },
      progress: { name: { 'zh-TW': '黑卡', en: 'Black' }, missingMinor: 42_000, share: 0.3 },
      reasons: [],
      usedVoucherNames: [],
      issuedVouchers: [
        {
          name: { 'zh-TW': '下次折五十', en: 'Fifty off next time' },
          validFrom: '2026-11-23',
          validUntil: '2026-12-22',
          uses: 3,
        },
      ],
      stamps: [{ name: { 'zh-TW': '咖啡', en: 'Coffee' }, added: 2 }],
    };
    const [chinese] = buildSaleMessage(rich);
    expect([chinese?.altText, textsOf(chinese?.contents).slice(4, -2)]).toEqual([
      '恭喜升級為金卡！獲得 12 點，目前共 13,345 點。山城茶舖 站前店 消費 NT$1,250',
      [
        '恭喜升級為金卡！',
        '等級效期',
        '2027/11/22',
        '使用點數',
        '100 點',
        '目前點數',
        '13,345 點',
        '最快到期',
        '1,200 點，到 2026/12/31',
        '實付金額',
        'NT$1,250',
        '獲得的優惠券',
        '下次折五十',
        '可用 3 次，2026/11/23 起，可用到 2026/12/22',
        '集點卡',
        '咖啡 +2',
        '再消費 NT$42,000 升級為黑卡',
      ],
    ]);
    expect(textsOf(chinese?.contents).at(-1)).toBe('打開會員卡');
  });

  test('a sale that earned nothing does not claim a gain', () => {
    const [message] = buildSaleMessage({ ...sale, points: 0 });
    expect(message?.altText).toBe('消費 NT$1,250 已記錄，目前共 13,345 點。山城茶舖 站前店');
    expect(textsOf(message?.contents).slice(2, 6)).toEqual([
      '消費紀錄',
      'NT$1,250',
      '目前點數',
      '13,345 點',
    ]);
  });

  test('a name cannot turn the message around, break lines or be cut inside a character', () => {
    const [message] = buildSaleMessage({
      ...sale,
      brandName: '\u202Eevil\n\n\u0007名',
      storeName: '𠮷'.repeat(300),
      usedVoucherNames: [],
      reasons: Array.from({ length: 50 }, (_, i) => ({ 'zh-TW': `理由${i}`, en: `reason ${i}` })),
    });
    const texts = textsOf(message?.contents);
    expect(texts.slice(0, 2)).toEqual(['evil 名', `${'𠮷'.repeat(99)}…`]);
    expect(texts.slice(-3)).toEqual(['理由9', '其他 40 項', '2026/11/22 00:05 · 交易 1122-0042']);
  });
});
