import { expect, test } from 'vitest';
import type { Reason } from './evaluate-sale.ts';
import type { VoucherId } from './ids.ts';
import { reasonWords } from './reason-words.ts';

const voucher = {
  code: 'voucher' as const,
  voucherId: 'v' as VoucherId,
  name: { 'zh-TW': '滿千折百', en: 'NT$100 off 1,000' },
  discountMinor: 100,
  offBps: null,
  capped: false,
};

test.each<[Reason, string, string]>([
  [
    { code: 'earn-per-amount', baseMinor: 1280, perMinor: 100, pointsPer: 1, points: 12 },
    'NT$1,280 每滿 NT$100 送 1 點：12 點',
    'NT$1,280, 1 point per full NT$100: 12 points',
  ],
  [
    {
      code: 'tier-multiplier',
      tierId: 'gold',
      name: { 'zh-TW': '金卡', en: 'Gold' },
      multiplierBps: 15_000,
      pointsBefore: 12,
      pointsAfter: 18,
    },
    '金卡 1.5 倍：12 → 18 點',
    'Gold ×1.5: 12 → 18 points',
  ],
  [voucher, '券「滿千折百」折 NT$100', 'Voucher “NT$100 off 1,000”: NT$100 off'],
  [
    { ...voucher, name: { 'zh-TW': '全館 95 折', en: '5% off' }, offBps: 550, capped: true },
    '券「全館 95 折」折 NT$100（已達折抵上限）',
    'Voucher “5% off” (5.5%): NT$100 off (its maximum)',
  ],
  [
    { code: 'expires', expiresOn: '2027-12-31' },
    '點數可用到 2027/12/31',
    'Points can be used until 2027-12-31',
  ],
  [{ code: 'expires', expiresOn: null }, '點數沒有使用期限', 'Points do not expire'],
])('%o', (reason, chinese, english) => {
  expect(reasonWords(reason)).toEqual({ 'zh-TW': chinese, en: english });
});
