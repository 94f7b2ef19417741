import type { ReadyView } from '../../app/contract/counter-view.ts';

/** What a sale would bring: an everyday one, and one with everything at once. */
export const preview: Extract<ReadyView['sale']['preview'], { kind: 'evaluated' }> = {
  kind: 'evaluated',
  amountMinor: 1_280,
  discountMinor: 100,
  pointsSpent: 0,
  pointsValueMinor: 0,
  baseMinor: 1_180,
  paidMinor: 1_180,
  points: 66,
  reasons: [
    words('discount', '券「生日禮券 NT$100」折 NT$100', 'Voucher “Birthday NT$100”: NT$100 off'),
    words(
      'earn',
      '每滿 NT$100 送 1 點：NT$1,180 得 11 點',
      '1 point per full NT$100: NT$1,180 make 11 points',
    ),
    words('multiplier', '金卡 1.5 倍：11 → 16 點', 'Gold ×1.5: 11 → 16 points'),
    words('gift', '生日禮 50 點', 'Birthday gift: 50 points'),
    words('expires', '點數可用到 2027/12/31', 'Points can be used until 2027-12-31'),
  ],
  brings: [words('stamps', '咖啡集點 +1，共 7/10', 'Coffee card +1: 7/10')],
  nextSteps: [
    words('next-point', '再 NT$20 多 1 點', 'NT$20 more: 1 more point'),
    words('next-tier', '再消費 NT$3,320 升白金卡', 'NT$3,320 more: Platinum'),
  ],
};

export const rich: typeof preview = {
  ...preview,
  pointsSpent: 400,
  pointsValueMinor: 400,
  baseMinor: 780,
  paidMinor: 780,
  reasons: [
    ...preview.reasons.slice(0, 1),
    words('points-spent', '用 400 點折 NT$400', '400 points pay NT$400'),
    words(
      'base',
      '計點金額 NT$780，不含點數折抵 NT$400',
      'Earns on NT$780: NT$400 paid with points earn nothing',
    ),
    ...preview.reasons.slice(1),
    words(
      'gift',
      '秋季感恩週年慶指定商品加碼贈點活動：NT$780 滿 NT$500 加 30 點',
      'Autumn anniversary chosen goods bonus: 30 points from NT$500',
    ),
  ],
  brings: [
    words('tier-up', '升為白金卡，至 2027/11/30', 'Now Platinum until 2027-11-30'),
    words('voucher-issued', '送出「白金會員專屬九折」', 'Voucher “Platinum 10% off” given'),
    words('hand-over', '請交付：限量帆布袋 1 個', 'Hand over: 1 canvas bag'),
    words('stamp-card-full', '咖啡集點集滿', 'Coffee card is full'),
  ],
  nextSteps: [
    ...preview.nextSteps,
    words('next-voucher', '再 NT$220 可用「滿千折百」', 'NT$220 more: “NT$100 off from NT$1,000”'),
  ],
};

function words(code: string, zh: string, en: string) {
  return { code, words: { 'zh-TW': zh, en } };
}
