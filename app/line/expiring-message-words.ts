import type { Language } from '../contract/language.ts';

/** The sentences of the reminder in one language. Numbers and days come in already formatted. */
export type ExpiringMessageWords = {
  readonly what: string;
  readonly vouchers: (count: number) => string;
  readonly and: (first: string, second: string) => string;
  readonly altText: (facts: {
    /** What lapses: `2 張優惠券、120 點`. */
    readonly lapsing: string;
    readonly firstDay: string;
    readonly brand: string;
  }) => string;
  readonly pointsLabel: string;
  readonly vouchersLabel: string;
  /** How to refuse such messages, at no cost. */
  readonly refuse: string;
};

/**
 * Words of the reminder of what lapses soon. Every one says how to refuse further ones (Personal Data
 * Protection Act, Art. 20: the first must, and on refusal it stops at once).
 */
export const expiringMessageWords: { readonly [L in Language]: ExpiringMessageWords } = {
  'zh-TW': {
    what: '即將到期提醒',
    vouchers: (count) => `${count} 張優惠券`,
    and: (first, second) => `${first}、${second}`,
    altText: ({ lapsing, firstDay, brand }) => `${lapsing}即將到期，最早到 ${firstDay}。${brand}`,
    pointsLabel: '點數可用到',
    vouchersLabel: '即將到期的優惠券',
    refuse: '不想再收到提醒？隨時可在會員卡的「更多」免費關閉，消費與點數通知不受影響。',
  },
  en: {
    what: 'About to lapse',
    vouchers: (count) => (count === 1 ? '1 voucher' : `${count} vouchers`),
    and: (first, second) => `${first} and ${second}`,
    altText: ({ lapsing, firstDay, brand }) =>
      `${lapsing} about to lapse, the first on ${firstDay}. ${brand}`,
    pointsLabel: 'Points usable until',
    vouchersLabel: 'Vouchers about to lapse',
    refuse:
      'No more reminders? Turn them off at any time, free of charge, under “More” on your member card. Receipts still come.',
  },
  ja: {
    what: '有効期限が近づいています',
    vouchers: (count) => `クーポン${count}枚`,
    and: (first, second) => `${first}と${second}`,
    altText: ({ lapsing, firstDay, brand }) =>
      `${lapsing}の有効期限が近づいています（最短${firstDay}）。${brand}`,
    pointsLabel: 'ポイントの有効期限',
    vouchersLabel: '期限が近いクーポン',
    refuse:
      'お知らせが不要な場合は、会員カードの「その他」からいつでも無料で停止できます。お買い物の通知は引き続き届きます。',
  },
  th: {
    what: 'ใกล้หมดอายุ',
    vouchers: (count) => `คูปอง ${count} ใบ`,
    and: (first, second) => `${first} และ ${second}`,
    altText: ({ lapsing, firstDay, brand }) => `${lapsing} ใกล้หมดอายุ เริ่มจาก ${firstDay} · ${brand}`,
    pointsLabel: 'คะแนนใช้ได้ถึง',
    vouchersLabel: 'คูปองใกล้หมดอายุ',
    refuse:
      'ไม่ต้องการรับการแจ้งเตือนนี้? ปิดได้ฟรีทุกเมื่อที่ “เพิ่มเติม” ในบัตรสมาชิก โดยยังได้รับแจ้งยอดซื้อและคะแนนตามปกติ',
  },
};
