import type { RuleLanguage } from '../domain/program.ts';

/** The sentences of the sale message in one language. Numbers come in already formatted. */
export type SaleMessageWords = {
  readonly altText: (facts: {
    readonly points: string;
    readonly balance: string;
    readonly paid: string;
    readonly place: string;
    readonly earned: boolean;
    /** The tier reached, or ''. */
    readonly tier: string;
  }) => string;
  readonly earned: (points: string) => string;
  readonly pointsOf: (points: string) => string;
  readonly balanceLabel: string;
  readonly paidLabel: string;
  readonly tierLabel: string;
  readonly spentLabel: string;
  readonly expiringLabel: string;
  /** `lastDay` = `YYYY-MM-DD`. */
  readonly expiring: (points: string, lastDay: string) => string;
  readonly vouchersLabel: string;
  readonly issuedLabel: string;
  readonly stampsLabel: string;
  readonly stamped: (name: string, added: string) => string;
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
    altText: ({ points, balance, paid, place, earned, tier }) =>
      (tier === '' ? '' : `恭喜升級為${tier}！`) +
      (earned
        ? `獲得 ${points} 點，目前共 ${balance} 點。${place} 消費 ${paid}`
        : `消費 ${paid} 已記錄，目前共 ${balance} 點。${place}`),
    earned: (points) => `+${points} 點`,
    pointsOf: (points) => `${points} 點`,
    balanceLabel: '目前點數',
    paidLabel: '實付金額',
    tierLabel: '會員等級',
    spentLabel: '使用點數',
    expiringLabel: '即將到期',
    expiring: (points, lastDay) => `${points} 點，${lastDay} 前有效`,
    vouchersLabel: '使用的優惠券',
    issuedLabel: '獲得的優惠券',
    stampsLabel: '集點卡',
    stamped: (name, added) => `${name} +${added}`,
    reasonsLabel: '點數說明',
    saleNoLabel: '交易',
    andMore: (count) => `其他 ${count} 項`,
  },
  en: {
    altText: ({ points, balance, paid, place, earned, tier }) =>
      (tier === '' ? '' : `You are now ${tier}! `) +
      (earned
        ? `You earned ${points} points, ${balance} in total. ${paid} at ${place}`
        : `${paid} recorded, ${balance} points in total. ${place}`),
    earned: (points) => `+${points} points`,
    pointsOf: (points) => `${points} points`,
    balanceLabel: 'Your points',
    paidLabel: 'Paid',
    tierLabel: 'Member level',
    spentLabel: 'Points used',
    expiringLabel: 'Next to lapse',
    expiring: (points, lastDay) => `${points} points, usable until ${lastDay}`,
    vouchersLabel: 'Vouchers used',
    issuedLabel: 'Vouchers for you',
    stampsLabel: 'Stamp cards',
    stamped: (name, added) => `${name} +${added}`,
    reasonsLabel: 'How the points came about',
    saleNoLabel: 'Sale',
    andMore: (count) => `and ${count} more`,
  },
};
