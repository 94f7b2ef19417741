import type { Language } from '../contract/language.ts';

/** The sentences of the sale message in one language. Numbers and days come in already formatted. */
export type SaleMessageWords = {
  readonly what: string;
  /** Of a sale that earned nothing. */
  readonly whatPaid: string;
  readonly altText: (facts: {
    /** `12 點`. */
    readonly points: string;
    readonly balance: string;
    readonly paid: string;
    readonly place: string;
    readonly earned: boolean;
    /** The tier reached, or ''. */
    readonly tier: string;
  }) => string;
  readonly paidLabel: string;
  readonly spentLabel: string;
  readonly expiringLabel: string;
  readonly expiring: (points: string, lastDay: string) => string;
  readonly tierReached: (tier: string) => string;
  readonly tierRenewed: (tier: string, until: string) => string;
  readonly usedLabel: string;
  readonly issuedLabel: string;
  readonly stampsLabel: string;
  readonly stamped: (name: string, added: string) => string;
  readonly reasonsLabel: string;
};

/**
 * Words of the sale message. The alt text begins with what the member wants to know, because the
 * chat list shows only its first words.
 */
export const saleMessageWords: { readonly [L in Language]: SaleMessageWords } = {
  'zh-TW': {
    what: '消費集點',
    whatPaid: '消費紀錄',
    altText: ({ points, balance, paid, place, earned, tier }) =>
      (tier === '' ? '' : `恭喜升級為${tier}！`) +
      (earned
        ? `獲得 ${points}，目前共 ${balance}。${place} 消費 ${paid}`
        : `消費 ${paid} 已記錄，目前共 ${balance}。${place}`),
    paidLabel: '實付金額',
    spentLabel: '使用點數',
    expiringLabel: '最快到期',
    expiring: (points, lastDay) => `${points}，到 ${lastDay}`,
    tierReached: (tier) => `恭喜升級為${tier}！`,
    tierRenewed: (tier, until) => `${tier}效期延長到 ${until}`,
    usedLabel: '使用的優惠券',
    issuedLabel: '獲得的優惠券',
    stampsLabel: '集點卡',
    stamped: (name, added) => `${name} +${added}`,
    reasonsLabel: '點數說明',
  },
  en: {
    what: 'Points from your purchase',
    whatPaid: 'Your purchase',
    altText: ({ points, balance, paid, place, earned, tier }) =>
      (tier === '' ? '' : `You are now ${tier}! `) +
      (earned
        ? `You earned ${points}, ${balance} in total. ${paid} at ${place}`
        : `${paid} recorded, ${balance} in total. ${place}`),
    paidLabel: 'Paid',
    spentLabel: 'Points used',
    expiringLabel: 'Next to lapse',
    expiring: (points, lastDay) => `${points}, usable until ${lastDay}`,
    tierReached: (tier) => `You are now ${tier}!`,
    tierRenewed: (tier, until) => `${tier} is yours until ${until}`,
    usedLabel: 'Vouchers used',
    issuedLabel: 'Vouchers for you',
    stampsLabel: 'Stamp cards',
    stamped: (name, added) => `${name} +${added}`,
    reasonsLabel: 'How the points came about',
  },
  ja: {
    what: 'お買い物ポイント',
    whatPaid: 'お買い物の記録',
    altText: ({ points, balance, paid, place, earned, tier }) =>
      (tier === '' ? '' : `${tier}にランクアップしました！`) +
      (earned
        ? `${points}獲得、現在${balance}。${place}でのお買い物 ${paid}`
        : `${paid}のお買い物を記録しました。現在${balance}。${place}`),
    paidLabel: 'お支払い金額',
    spentLabel: '使用ポイント',
    expiringLabel: '次に失効するポイント',
    expiring: (points, lastDay) => `${points}（${lastDay}まで有効）`,
    tierReached: (tier) => `${tier}にランクアップしました！`,
    tierRenewed: (tier, until) => `${tier}の有効期限が${until}まで延びました`,
    usedLabel: '使用したクーポン',
    issuedLabel: '獲得したクーポン',
    stampsLabel: 'スタンプカード',
    stamped: (name, added) => `${name} +${added}`,
    reasonsLabel: 'ポイントの内訳',
  },
  th: {
    what: 'คะแนนจากการซื้อ',
    whatPaid: 'รายการซื้อ',
    altText: ({ points, balance, paid, place, earned, tier }) =>
      (tier === '' ? '' : `เลื่อนเป็นระดับ ${tier} แล้ว! `) +
      (earned
        ? `ได้รับ ${points} รวม ${balance} ยอดซื้อ ${paid} ที่ ${place}`
        : `บันทึกยอดซื้อ ${paid} แล้ว รวม ${balance} ที่ ${place}`),
    paidLabel: 'ยอดชำระ',
    spentLabel: 'คะแนนที่ใช้',
    expiringLabel: 'คะแนนใกล้หมดอายุ',
    expiring: (points, lastDay) => `${points} ใช้ได้ถึง ${lastDay}`,
    tierReached: (tier) => `ยินดีด้วย คุณเลื่อนเป็นระดับ ${tier} แล้ว!`,
    tierRenewed: (tier, until) => `ต่ออายุระดับ ${tier} ถึง ${until}`,
    usedLabel: 'คูปองที่ใช้',
    issuedLabel: 'คูปองที่ได้รับ',
    stampsLabel: 'บัตรสะสมแต้ม',
    stamped: (name, added) => `${name} +${added}`,
    reasonsLabel: 'ที่มาของคะแนน',
  },
};
