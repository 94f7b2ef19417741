import type { RuleLanguage } from '../domain/program.ts';

/** The sentences of the refund message in one language. Numbers come in already formatted. */
export type RefundMessageWords = {
  readonly headline: { readonly [mode in 'void' | 'refund']: string };
  readonly altText: (facts: {
    readonly headline: string;
    readonly money: string;
    readonly balance: string;
    readonly place: string;
  }) => string;
  readonly pointsOf: (points: string) => string;
  readonly moneyLabel: string;
  readonly clawedBackLabel: string;
  readonly returnedLabel: string;
  readonly balanceLabel: string;
  readonly returnedVouchersLabel: string;
  readonly cancelledVouchersLabel: string;
  readonly saleNoLabel: string;
  readonly andMore: (count: number) => string;
};

/** Words of the refund message. */
export const refundMessageWords: { readonly [L in RuleLanguage]: RefundMessageWords } = {
  'zh-TW': {
    headline: { void: '消費已作廢', refund: '退貨已完成' },
    altText: ({ headline, money, balance, place }) =>
      `${headline}，退款 ${money}，目前共 ${balance} 點。${place}`,
    pointsOf: (points) => `${points} 點`,
    moneyLabel: '退款金額',
    clawedBackLabel: '收回點數',
    returnedLabel: '退還點數',
    balanceLabel: '目前點數',
    returnedVouchersLabel: '退還的優惠券',
    cancelledVouchersLabel: '作廢的優惠券',
    saleNoLabel: '交易',
    andMore: (count) => `其他 ${count} 項`,
  },
  en: {
    headline: { void: 'Sale cancelled', refund: 'Refund completed' },
    altText: ({ headline, money, balance, place }) =>
      `${headline}: ${money} back, ${balance} points in total. ${place}`,
    pointsOf: (points) => `${points} points`,
    moneyLabel: 'Money back',
    clawedBackLabel: 'Points taken back',
    returnedLabel: 'Points given back',
    balanceLabel: 'Your points',
    returnedVouchersLabel: 'Vouchers given back',
    cancelledVouchersLabel: 'Vouchers cancelled',
    saleNoLabel: 'Sale',
    andMore: (count) => `and ${count} more`,
  },
};
