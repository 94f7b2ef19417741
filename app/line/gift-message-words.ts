import type { Language } from '../contract/language.ts';
import type { GiftOccasion } from './build-gift-message.ts';

/** The sentences of the message about something HQ gave. Numbers come in already formatted. */
export type GiftMessageWords = {
  readonly what: { readonly [O in GiftOccasion]: string };
  /** How it is with this gift; '' = nothing to say. */
  readonly note: { readonly [O in GiftOccasion]: string };
  readonly spentLabel: string;
  readonly pointsUntilLabel: string;
  readonly receivedVouchersLabel: string;
  readonly vouchers: (count: number) => string;
  readonly and: (first: string, second: string) => string;
  readonly nothing: string;
  readonly altText: (facts: {
    readonly what: string;
    /** What was given: `50 點和 1 張優惠券`. */
    readonly gained: string;
    readonly balance: string;
    readonly brand: string;
  }) => string;
};

/** Words of the message about something HQ gave. */
export const giftMessageWords: { readonly [L in Language]: GiftMessageWords } = {
  'zh-TW': {
    what: {
      birthday: '生日禮已入帳',
      referral: '邀請好友獎勵已入帳',
      'sign-up': '入會禮已入帳',
      exchange: '點數兌換完成',
      gift: '禮物已入帳',
    },
    note: {
      birthday: '祝您生日快樂！',
      referral: '您邀請的朋友完成了消費，謝謝您的推薦。',
      'sign-up': '歡迎加入，這是給您的見面禮。',
      exchange: '結帳時出示優惠券即可使用。',
      gift: '',
    },
    spentLabel: '使用點數',
    pointsUntilLabel: '點數效期',
    receivedVouchersLabel: '獲得的優惠券',
    vouchers: (count) => `${count} 張優惠券`,
    and: (first, second) => `${first}、${second}`,
    nothing: '請到會員卡查看',
    altText: ({ what, gained, balance, brand }) =>
      `${what}：${gained}，目前共 ${balance}。${brand}`,
  },
  en: {
    what: {
      birthday: 'Your birthday gift is here',
      referral: 'Your reward for inviting a friend',
      'sign-up': 'Your welcome gift is here',
      exchange: 'Points exchanged',
      gift: 'A gift for you',
    },
    note: {
      birthday: 'Happy birthday!',
      referral: 'The friend you invited has made a purchase. Thank you.',
      'sign-up': 'Welcome. This is for you.',
      exchange: 'Show the voucher when you pay.',
      gift: '',
    },
    spentLabel: 'Points used',
    pointsUntilLabel: 'Points usable until',
    receivedVouchersLabel: 'Vouchers for you',
    vouchers: (count) => (count === 1 ? '1 voucher' : `${count} vouchers`),
    and: (first, second) => `${first} and ${second}`,
    nothing: 'See your member card',
    altText: ({ what, gained, balance, brand }) =>
      `${what}: ${gained}, ${balance} in total. ${brand}`,
  },
  ja: {
    what: {
      birthday: 'お誕生日特典をお届けしました',
      referral: 'お友だち紹介の特典をお届けしました',
      'sign-up': 'ご入会特典をお届けしました',
      exchange: 'ポイントを交換しました',
      gift: '特典をお届けしました',
    },
    note: {
      birthday: 'お誕生日おめでとうございます。',
      referral: 'ご紹介のお友だちがお買い物をされました。ありがとうございます。',
      'sign-up': 'ご入会ありがとうございます。',
      exchange: 'お会計のときにクーポンをご提示ください。',
      gift: '',
    },
    spentLabel: '使用ポイント',
    pointsUntilLabel: 'ポイントの有効期限',
    receivedVouchersLabel: '獲得したクーポン',
    vouchers: (count) => `クーポン${count}枚`,
    and: (first, second) => `${first}と${second}`,
    nothing: '会員カードでご確認ください',
    altText: ({ what, gained, balance, brand }) => `${what}：${gained}、現在${balance}。${brand}`,
  },
  th: {
    what: {
      birthday: 'ของขวัญวันเกิดเข้าบัญชีแล้ว',
      referral: 'รางวัลชวนเพื่อนเข้าบัญชีแล้ว',
      'sign-up': 'ของขวัญต้อนรับเข้าบัญชีแล้ว',
      exchange: 'แลกคะแนนเรียบร้อยแล้ว',
      gift: 'ของขวัญเข้าบัญชีแล้ว',
    },
    note: {
      birthday: 'สุขสันต์วันเกิด!',
      referral: 'เพื่อนที่คุณชวนซื้อสินค้าแล้ว ขอบคุณที่แนะนำ',
      'sign-up': 'ยินดีต้อนรับ นี่คือของขวัญสำหรับคุณ',
      exchange: 'แสดงคูปองเมื่อชำระเงิน',
      gift: '',
    },
    spentLabel: 'คะแนนที่ใช้',
    pointsUntilLabel: 'คะแนนใช้ได้ถึง',
    receivedVouchersLabel: 'คูปองที่ได้รับ',
    vouchers: (count) => `คูปอง ${count} ใบ`,
    and: (first, second) => `${first} และ${second}`,
    nothing: 'ดูได้ที่บัตรสมาชิก',
    altText: ({ what, gained, balance, brand }) => `${what}: ${gained} รวม ${balance} · ${brand}`,
  },
};
