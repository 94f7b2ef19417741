import type { Language } from '../contract/language.ts';
import type { TierStep } from './build-tier-message.ts';

/** The sentences of the message on a tier that a new period brings. Names and days come in ready. */
export type TierMessageWords = {
  readonly what: { readonly [S in TierStep]: string };
  readonly note: { readonly [S in TierStep]: string };
  readonly altText: {
    readonly [S in TierStep]: (tier: string, until: string, brand: string) => string;
  };
  readonly beforeLabel: string;
};

/** Words of the message on a tier. A lowered one is said plainly, with what was and what is. */
export const tierMessageWords: { readonly [L in Language]: TierMessageWords } = {
  'zh-TW': {
    what: { raised: '會員等級升級', kept: '會員等級續會', lowered: '會員等級異動' },
    note: {
      raised: '恭喜您升級！',
      kept: '您已達到續會條件，謝謝您的支持。',
      lowered: '等級效期已滿，依近期消費重新計算。點數與優惠券不受影響。',
    },
    altText: {
      raised: (tier, until, brand) => `恭喜升級為${tier}${until && `，效期到 ${until}`}。${brand}`,
      kept: (tier, until, brand) => `${tier}已續會${until && `，效期到 ${until}`}。${brand}`,
      lowered: (tier, until, brand) =>
        `會員等級調整為${tier}${until && `，效期到 ${until}`}。${brand}`,
    },
    beforeLabel: '原等級',
  },
  en: {
    what: { raised: 'A higher level', kept: 'Your level stays', lowered: 'Your level has changed' },
    note: {
      raised: 'Congratulations!',
      kept: 'You spent enough to keep it. Thank you.',
      lowered:
        'Its period is over; recent purchases decide the new one. Points and vouchers stay yours.',
    },
    altText: {
      raised: (tier, until, brand) => `You are now ${tier}${until && `, until ${until}`}. ${brand}`,
      kept: (tier, until, brand) => `You stay ${tier}${until && `, until ${until}`}. ${brand}`,
      lowered: (tier, until, brand) =>
        `Your level is now ${tier}${until && `, until ${until}`}. ${brand}`,
    },
    beforeLabel: 'Level before',
  },
  ja: {
    what: {
      raised: '会員ランクが上がりました',
      kept: '会員ランクを更新しました',
      lowered: '会員ランクが変わりました',
    },
    note: {
      raised: 'おめでとうございます！',
      kept: '更新の条件を満たしました。いつもありがとうございます。',
      lowered:
        'ランクの有効期限が過ぎたため、最近のお買い物をもとに見直しました。ポイントとクーポンはそのままお使いいただけます。',
    },
    altText: {
      raised: (tier, until, brand) =>
        `${tier}にランクアップしました${until && `（${until}まで）`}。${brand}`,
      kept: (tier, until, brand) => `${tier}を更新しました${until && `（${until}まで）`}。${brand}`,
      lowered: (tier, until, brand) =>
        `会員ランクが${tier}に変わりました${until && `（${until}まで）`}。${brand}`,
    },
    beforeLabel: 'これまでのランク',
  },
  th: {
    what: {
      raised: 'เลื่อนระดับสมาชิกแล้ว',
      kept: 'ต่ออายุระดับสมาชิกแล้ว',
      lowered: 'ระดับสมาชิกเปลี่ยนแปลง',
    },
    note: {
      raised: 'ยินดีด้วย!',
      kept: 'คุณซื้อครบตามเงื่อนไขต่ออายุ ขอบคุณที่สนับสนุน',
      lowered: 'ระดับเดิมครบกำหนดแล้ว และคำนวณใหม่จากยอดซื้อล่าสุด คะแนนและคูปองยังใช้ได้ตามเดิม',
    },
    altText: {
      raised: (tier, until, brand) =>
        `เลื่อนเป็นระดับ ${tier} แล้ว${until && ` ใช้ได้ถึง ${until}`} · ${brand}`,
      kept: (tier, until, brand) =>
        `ต่ออายุระดับ ${tier} แล้ว${until && ` ใช้ได้ถึง ${until}`} · ${brand}`,
      lowered: (tier, until, brand) =>
        `ระดับสมาชิกเปลี่ยนเป็น ${tier}${until && ` ใช้ได้ถึง ${until}`} · ${brand}`,
    },
    beforeLabel: 'ระดับเดิม',
  },
};
