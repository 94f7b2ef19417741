import type { Language } from '../../app/contract/language.ts';
import { formatTwd } from '../../app/domain/money.ts';
import type { CalendarDate } from '../../app/domain/time.ts';

/** HQ's own words to members, apart from those of the program. */
export type MemberWords = {
  readonly worth: (points: number, minor: number) => string;
  readonly joined: string;
  readonly birthday: string;
  readonly lapsed: string;
  readonly lapsedBack: string;
  readonly exchanged: (name: string) => string;
  readonly referral: string;
  readonly referralBack: string;
  readonly corrected: string;
  readonly debtCancelled: string;
  readonly debtCancelledBack: string;
  readonly points: (points: number) => string;
  readonly voucher: (name: string) => string;
  readonly goods: (name: string) => string;
  readonly and: (parts: readonly string[]) => string;
  readonly inviterAfterFirst: (gift: string, minPaidMinor: number) => string;
  readonly inviteeAfterFirst: (gift: string, minPaidMinor: number) => string;
};

const zhTw: MemberWords = {
  worth: (points, minor) => `${points} 點可折 ${formatTwd(minor)}`,
  joined: '入會禮',
  birthday: '生日禮',
  lapsed: '點數到期',
  lapsedBack: '到期點數更正',
  exchanged: (name) => `點數換券「${name}」`,
  referral: '推薦好友的獎勵',
  referralBack: '好友退貨，推薦獎勵收回',
  corrected: '總部更正點數',
  debtCancelled: '總部補回不足的點數',
  debtCancelledBack: '商品退回，收回總部補回的點數',
  points: (points) => `${points} 點`,
  voucher: (name) => `券「${name}」`,
  goods: (name) => `「${name}」`,
  and: (parts) => parts.join('、'),
  inviterAfterFirst: (gift, minor) => `好友首次消費${from(minor, '滿 ')}後，你可得${gift}`,
  inviteeAfterFirst: (gift, minor) => `好友首次消費${from(minor, '滿 ')}可得${gift}`,
};

const en: MemberWords = {
  worth: (points, minor) => `${pointsEn(points)} pay ${formatTwd(minor)}`,
  joined: 'Welcome gift',
  birthday: 'Birthday gift',
  lapsed: 'Points expired',
  lapsedBack: 'Expired points corrected',
  exchanged: (name) => `Points exchanged for “${name}”`,
  referral: 'Reward for inviting a friend',
  referralBack: 'Friend’s purchase returned, reward taken back',
  corrected: 'Points corrected by head office',
  debtCancelled: 'Missing points made good by head office',
  debtCancelledBack: 'Purchase returned, points made good taken back',
  points: pointsEn,
  voucher: (name) => `the voucher “${name}”`,
  goods: (name) => `“${name}”`,
  and: (parts) => parts.join(', '),
  inviterAfterFirst: (gift, minor) =>
    `You get ${gift} after your friend’s first purchase${from(minor, ' of at least ')}`,
  inviteeAfterFirst: (gift, minor) =>
    `Your friend gets ${gift} on the first purchase${from(minor, ' of at least ')}`,
};

const ja: MemberWords = {
  worth: (points, minor) => `${points} ポイントで ${formatTwd(minor)} 割引`,
  joined: '入会特典',
  birthday: '誕生日特典',
  lapsed: 'ポイント失効',
  lapsedBack: '失効ポイントの訂正',
  exchanged: (name) => `ポイント交換「${name}」`,
  referral: '友だち紹介の特典',
  referralBack: '友だちの返品により紹介特典を取り消し',
  corrected: '本部によるポイント訂正',
  debtCancelled: '本部による不足ポイントの補填',
  debtCancelledBack: '返品により補填ポイントを取り消し',
  points: (points) => `${points} ポイント`,
  voucher: (name) => `クーポン「${name}」`,
  goods: (name) => `「${name}」`,
  and: (parts) => parts.join('、'),
  inviterAfterFirst: (gift, minor) =>
    `友だちの初回のお買い物${from(minor, '（', ' 以上）')}後に${gift}を進呈`,
  inviteeAfterFirst: (gift, minor) =>
    `友だちは初回のお買い物${from(minor, '（', ' 以上）')}で${gift}を獲得`,
};

const th: MemberWords = {
  worth: (points, minor) => `${points} คะแนน ใช้แทนเงิน ${formatTwd(minor)}`,
  joined: 'ของขวัญต้อนรับสมาชิก',
  birthday: 'ของขวัญวันเกิด',
  lapsed: 'คะแนนหมดอายุ',
  lapsedBack: 'แก้ไขคะแนนที่หมดอายุ',
  exchanged: (name) => `แลกคะแนนเป็น “${name}”`,
  referral: 'รางวัลแนะนำเพื่อน',
  referralBack: 'เพื่อนคืนสินค้า รางวัลถูกหักคืน',
  corrected: 'สำนักงานใหญ่แก้ไขคะแนน',
  debtCancelled: 'สำนักงานใหญ่ชดเชยคะแนนที่ขาด',
  debtCancelledBack: 'คืนสินค้า คะแนนที่ชดเชยไว้ถูกหักคืน',
  points: (points) => `${points} คะแนน`,
  voucher: (name) => `คูปอง “${name}”`,
  goods: (name) => `“${name}”`,
  and: (parts) => parts.join(', '),
  inviterAfterFirst: (gift, minor) => `คุณได้รับ${gift} หลังเพื่อนซื้อครั้งแรก${from(minor, ' อย่างน้อย ')}`,
  inviteeAfterFirst: (gift, minor) => `เพื่อนได้รับ${gift} เมื่อซื้อครั้งแรก${from(minor, ' อย่างน้อย ')}`,
};

function pointsEn(points: number): string {
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

/** Nothing where any amount will do. */
function from(minor: number, before: string, after = ''): string {
  return minor <= 1 ? '' : `${before}${formatTwd(minor)}${after}`;
}

const words: Readonly<Record<Language, MemberWords>> = { 'zh-TW': zhTw, en, ja, th };

export function memberWords(language: Language): MemberWords {
  return words[language];
}

/** A day as people write it: `2027/12/31` in Chinese and Japanese, else `2027-12-31`. */
export function dayIn(date: CalendarDate, language: Language): string {
  return language === 'zh-TW' || language === 'ja' ? date.replaceAll('-', '/') : date;
}
