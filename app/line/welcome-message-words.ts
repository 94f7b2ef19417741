import type { Language } from '../contract/language.ts';

/** The sentences of the welcome in one language. Numbers come in already formatted. */
export type WelcomeMessageWords = {
  readonly what: string;
  readonly headline: string;
  readonly altText: (balance: string, brand: string) => string;
  readonly receipts: string;
  readonly giftsLabel: string;
  readonly newsLabel: string;
  readonly news: { readonly on: string; readonly off: string };
  /** How to unbind, and how to turn news off. */
  readonly unlink: string;
};

/** Words of the welcome. It says how to unlink and how to refuse news: LINE and the law ask for both. */
export const welcomeMessageWords: { readonly [L in Language]: WelcomeMessageWords } = {
  'zh-TW': {
    what: '會員卡已綁定 LINE',
    headline: '歡迎！',
    altText: (balance, brand) => `會員卡已綁定 LINE，目前共 ${balance}。${brand}`,
    receipts: '每次消費的點數、優惠券異動，都會在這裡通知您。',
    giftsLabel: '您的優惠券',
    newsLabel: '優惠與到期提醒',
    news: { on: '已開啟', off: '未開啟' },
    unlink: '在會員卡的「更多」可隨時解除綁定，也可免費開關優惠與到期提醒。',
  },
  en: {
    what: 'Your card is linked to LINE',
    headline: 'Welcome!',
    altText: (balance, brand) => `Your card is linked to LINE, ${balance} in total. ${brand}`,
    receipts: 'Points and vouchers of every purchase are told here.',
    giftsLabel: 'Your vouchers',
    newsLabel: 'News and reminders',
    news: { on: 'On', off: 'Off' },
    unlink:
      'Under “More” on your member card you can unlink at any time, and turn news and reminders on or off, free of charge.',
  },
  ja: {
    what: '会員カードをLINEに連携しました',
    headline: 'ようこそ！',
    altText: (balance, brand) => `会員カードをLINEに連携しました。現在${balance}。${brand}`,
    receipts: 'お買い物ごとのポイントやクーポンを、ここでお知らせします。',
    giftsLabel: 'お持ちのクーポン',
    newsLabel: 'お得な情報・期限のお知らせ',
    news: { on: 'オン', off: 'オフ' },
    unlink:
      '会員カードの「その他」から、いつでも連携を解除できます。お得な情報と期限のお知らせも、無料でオン・オフできます。',
  },
  th: {
    what: 'ผูกบัตรสมาชิกกับ LINE แล้ว',
    headline: 'ยินดีต้อนรับ!',
    altText: (balance, brand) => `ผูกบัตรสมาชิกกับ LINE แล้ว คะแนนรวม ${balance} · ${brand}`,
    receipts: 'เราจะแจ้งคะแนนและคูปองของทุกการซื้อที่นี่',
    giftsLabel: 'คูปองของคุณ',
    newsLabel: 'ข่าวสารและการเตือนวันหมดอายุ',
    news: { on: 'เปิด', off: 'ปิด' },
    unlink: 'ที่ “เพิ่มเติม” ในบัตรสมาชิก คุณยกเลิกการผูกบัญชีได้ทุกเมื่อ และเปิดหรือปิดข่าวสารและการเตือนได้ฟรี',
  },
};
