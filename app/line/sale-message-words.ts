import type { RuleLanguage } from '../domain/program.ts';

/** The sentences of the sale message in one language. Numbers come in already formatted. */
export type SaleMessageWords = {
  readonly altText: (facts: {
    readonly points: string;
    readonly balance: string;
    readonly paid: string;
    readonly place: string;
    readonly earned: boolean;
  }) => string;
  readonly earned: (points: string) => string;
  readonly pointsOf: (points: string) => string;
  readonly balanceLabel: string;
  readonly paidLabel: string;
  readonly vouchersLabel: string;
  readonly reasonsLabel: string;
  readonly saleNoLabel: string;
  readonly andMore: (count: number) => string;
};

/**
 * Words of the sale message. The alt text begins with what the member wants to know, because the
 * chat list shows only its first words.
 */
export const saleMessageWords: { readonly [L in RuleLanguage]: SaleMessageWords } = {
  'zh-TW': {
    altText: ({ points, balance, paid, place, earned }) =>
      earned
        ? `獲得 ${points} 點，目前共 ${balance} 點。${place} 消費 ${paid}`
        : `消費 ${paid} 已記錄，目前共 ${balance} 點。${place}`,
    earned: (points) => `+${points} 點`,
    pointsOf: (points) => `${points} 點`,
    balanceLabel: '目前點數',
    paidLabel: '實付金額',
    vouchersLabel: '使用的優惠券',
    reasonsLabel: '點數說明',
    saleNoLabel: '交易',
    andMore: (count) => `其他 ${count} 項`,
  },
  en: {
    altText: ({ points, balance, paid, place, earned }) =>
      earned
        ? `You earned ${points} points, ${balance} in total. ${paid} at ${place}`
        : `${paid} recorded, ${balance} points in total. ${place}`,
    earned: (points) => `+${points} points`,
    pointsOf: (points) => `${points} points`,
    balanceLabel: 'Your points',
    paidLabel: 'Paid',
    vouchersLabel: 'Vouchers used',
    reasonsLabel: 'How the points came about',
    saleNoLabel: 'Sale',
    andMore: (count) => `and ${count} more`,
  },
};
