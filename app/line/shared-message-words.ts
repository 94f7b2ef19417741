import type { Language } from '../contract/language.ts';

/** Words that several messages use. Numbers and days come in already formatted. */
export type SharedMessageWords = {
  /** `count` decides between one and many where the language does. */
  readonly points: (points: string, count: number) => string;
  readonly balanceLabel: string;
  readonly usableUntil: (day: string) => string;
  readonly from: (firstDay: string) => string;
  readonly uses: (count: number) => string;
  readonly saleNoLabel: string;
  readonly storeAndBrand: (brand: string, store: string) => string;
  readonly andMore: (count: number) => string;
  readonly openCard: string;
  readonly vouchersLabel: string;
  readonly tierLabel: string;
  readonly tierUntilLabel: string;
  readonly nextTier: (missing: string, name: string) => string;
};

/** Words that several messages use. */
export const sharedMessageWords: { readonly [L in Language]: SharedMessageWords } = {
  'zh-TW': {
    points: (points) => `${points} 點`,
    balanceLabel: '目前點數',
    usableUntil: (day) => `可用到 ${day}`,
    from: (firstDay) => `${firstDay} 起`,
    uses: (count) => `可用 ${count} 次`,
    saleNoLabel: '交易',
    storeAndBrand: (brand, store) => `${brand} ${store}`.trim(),
    andMore: (count) => `其他 ${count} 項`,
    openCard: '打開會員卡',
    vouchersLabel: '優惠券',
    tierLabel: '會員等級',
    tierUntilLabel: '等級效期',
    nextTier: (missing, name) => `再消費 ${missing} 升級為${name}`,
  },
  en: {
    points: (points, count) => (count === 1 ? `${points} point` : `${points} points`),
    balanceLabel: 'Your points',
    usableUntil: (day) => `Usable until ${day}`,
    from: (firstDay) => `from ${firstDay}`,
    uses: (count) => `${count} uses`,
    saleNoLabel: 'Sale',
    storeAndBrand: (brand, store) => `${brand} ${store}`.trim(),
    andMore: (count) => `and ${count} more`,
    openCard: 'Open member card',
    vouchersLabel: 'Vouchers',
    tierLabel: 'Member level',
    tierUntilLabel: 'Valid until',
    nextTier: (missing, name) => `Spend ${missing} more to reach ${name}`,
  },
  ja: {
    points: (points) => `${points}ポイント`,
    balanceLabel: '現在のポイント',
    usableUntil: (day) => `${day}まで有効`,
    from: (firstDay) => `${firstDay}から`,
    uses: (count) => `${count}回分`,
    saleNoLabel: '取引番号',
    storeAndBrand: (brand, store) => `${brand} ${store}`.trim(),
    andMore: (count) => `ほか${count}件`,
    openCard: '会員カードを開く',
    vouchersLabel: 'クーポン',
    tierLabel: '会員ランク',
    tierUntilLabel: 'ランクの有効期限',
    nextTier: (missing, name) => `あと${missing}のお買い物で${name}にランクアップ`,
  },
  th: {
    points: (points) => `${points} คะแนน`,
    balanceLabel: 'คะแนนคงเหลือ',
    usableUntil: (day) => `ใช้ได้ถึง ${day}`,
    from: (firstDay) => `ตั้งแต่ ${firstDay}`,
    uses: (count) => `ใช้ได้ ${count} ครั้ง`,
    saleNoLabel: 'เลขที่รายการ',
    storeAndBrand: (brand, store) => `${brand} ${store}`.trim(),
    andMore: (count) => `และอีก ${count} รายการ`,
    openCard: 'เปิดบัตรสมาชิก',
    vouchersLabel: 'คูปอง',
    tierLabel: 'ระดับสมาชิก',
    tierUntilLabel: 'ระดับใช้ได้ถึง',
    nextTier: (missing, name) => `ซื้ออีก ${missing} เพื่อเลื่อนเป็นระดับ ${name}`,
  },
};
