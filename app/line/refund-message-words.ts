import type { Language } from '../contract/language.ts';

/** The sentences of the refund message in one language. Numbers come in already formatted. */
export type RefundMessageWords = {
  readonly what: { readonly [mode in 'void' | 'refund']: string };
  readonly altText: (facts: {
    readonly what: string;
    readonly money: string;
    readonly balance: string;
    readonly place: string;
  }) => string;
  readonly headline: (money: string) => string;
  readonly clawedBackLabel: string;
  readonly returnedLabel: string;
  readonly returnedVouchersLabel: string;
  readonly cancelledVouchersLabel: string;
};

/** Words of the refund message. */
export const refundMessageWords: { readonly [L in Language]: RefundMessageWords } = {
  'zh-TW': {
    what: { void: '消費已作廢', refund: '退貨已完成' },
    altText: ({ what, money, balance, place }) =>
      `${what}，退款 ${money}，目前共 ${balance}。${place}`,
    headline: (money) => `退款 ${money}`,
    clawedBackLabel: '收回點數',
    returnedLabel: '退還點數',
    returnedVouchersLabel: '退還的優惠券',
    cancelledVouchersLabel: '作廢的優惠券',
  },
  en: {
    what: { void: 'Sale cancelled', refund: 'Refund completed' },
    altText: ({ what, money, balance, place }) =>
      `${what}: ${money} back, ${balance} in total. ${place}`,
    headline: (money) => `${money} back`,
    clawedBackLabel: 'Points taken back',
    returnedLabel: 'Points given back',
    returnedVouchersLabel: 'Vouchers given back',
    cancelledVouchersLabel: 'Vouchers cancelled',
  },
  ja: {
    what: { void: 'お会計を取り消しました', refund: '返品の手続きが完了しました' },
    altText: ({ what, money, balance, place }) => `${what}。返金${money}、現在${balance}。${place}`,
    headline: (money) => `返金 ${money}`,
    clawedBackLabel: '取り消したポイント',
    returnedLabel: 'お戻ししたポイント',
    returnedVouchersLabel: 'お戻ししたクーポン',
    cancelledVouchersLabel: '無効になったクーポン',
  },
  th: {
    what: { void: 'ยกเลิกรายการซื้อแล้ว', refund: 'คืนสินค้าเรียบร้อยแล้ว' },
    altText: ({ what, money, balance, place }) =>
      `${what} คืนเงิน ${money} คะแนนรวม ${balance} ที่ ${place}`,
    headline: (money) => `คืนเงิน ${money}`,
    clawedBackLabel: 'คะแนนที่เรียกคืน',
    returnedLabel: 'คะแนนที่คืนให้',
    returnedVouchersLabel: 'คูปองที่คืนให้',
    cancelledVouchersLabel: 'คูปองที่ถูกยกเลิก',
  },
};
