import type { Language } from '../contract/language.ts';

/** The sentences of the message on a reward for an invitation that was taken back. */
export type ReferralUndoneWords = {
  readonly what: string;
  readonly note: string;
  readonly altText: (facts: {
    readonly what: string;
    /** What is gone: `20 點`. */
    readonly taken: string;
    readonly balance: string;
    readonly brand: string;
  }) => string;
};

/** Words of the message on a reward for an invitation that was taken back. */
export const referralUndoneWords: { readonly [L in Language]: ReferralUndoneWords } = {
  'zh-TW': {
    what: '邀請好友獎勵已收回',
    note: '您邀請的朋友退回了那筆消費。朋友下次消費後，獎勵會再發給您。',
    altText: ({ what, taken, balance, brand }) => `${what}：${taken}，目前共 ${balance}。${brand}`,
  },
  en: {
    what: 'Reward for inviting a friend taken back',
    note: 'Your friend returned that purchase. The reward comes again with their next one.',
    altText: ({ what, taken, balance, brand }) =>
      `${what}: ${taken}, ${balance} in total. ${brand}`,
  },
  ja: {
    what: 'お友だち紹介の特典を取り消しました',
    note: 'お友だちがそのお買い物を返品されました。次のお買い物のあとに、特典をあらためてお届けします。',
    altText: ({ what, taken, balance, brand }) => `${what}：${taken}、現在${balance}。${brand}`,
  },
  th: {
    what: 'เรียกคืนรางวัลชวนเพื่อนแล้ว',
    note: 'เพื่อนที่คุณชวนคืนสินค้ารายการนั้น คุณจะได้รับรางวัลอีกครั้งเมื่อเพื่อนซื้อครั้งถัดไป',
    altText: ({ what, taken, balance, brand }) => `${what}: ${taken} รวม ${balance} · ${brand}`,
  },
};
