import type { MemberError, MemberPostings } from '../../../app/contract/member-pages.ts';

/** What went wrong, and what to do about it. */
export type TroubleWords = readonly [what: string, todo: string];

export type TroubleCode =
  MemberError['error'] | 'offline' | 'broken' | 'lineFailed' | 'noChannel' | 'not-signed-in-line';

/** Figures come as texts in the reader's own writing (`1,234`), days and amounts of money too. */
export type Words = {
  readonly title: string;
  readonly loading: string;
  readonly close: string;
  readonly back: string;
  readonly cancel: string;
  readonly retry: string;
  readonly tabs: Record<'label' | 'card' | 'vouchers' | 'history' | 'more', string>;
  readonly points: (points: string, count: number) => string;
  readonly card: CardWords;
  readonly vouchers: VoucherWords;
  readonly history: HistoryWords;
  readonly invite: InviteWords;
  readonly more: MoreWords;
  readonly welcome: WelcomeWords;
  readonly trouble: Record<TroubleCode, TroubleWords>;
  readonly action: Record<'reload' | 'signIn' | 'closeWindow', string>;
};

type CardWords = {
  readonly pointsNow: string;
  readonly tierUntil: (day: string) => string;
  readonly tierNext: (money: string, tier: string) => string;
  readonly tierProgress: string;
  readonly expiring: (points: string, day: string, count: number) => string;
  readonly barcode: string;
  readonly qr: string;
  readonly codeKind: string;
  readonly barcodeAlt: (code: string) => string;
  readonly barcodeUse: string;
  readonly brighter: string;
  readonly enlarge: string;
  readonly noCard: string;
  readonly qrAlt: string;
  readonly qrUse: string;
  readonly qrLeft: (seconds: number) => string;
  readonly qrAsking: string;
  readonly qrLost: string;
  readonly savedFrom: (when: string) => string;
  readonly stamps: string;
  readonly stampCount: (stamps: number, goal: number) => string;
  readonly stampReward: (reward: string) => string;
  readonly stampsLeft: (left: number) => string;
  readonly invite: string;
  /** After joining once more. */
  readonly giftsHadBefore: string;
};

type VoucherWords = {
  readonly title: string;
  readonly usable: string;
  readonly offers: string;
  readonly past: string;
  readonly none: string;
  readonly noneHint: string;
  readonly noOffers: string;
  readonly until: (day: string) => string;
  readonly from: (day: string) => string;
  readonly usesLeft: (left: number, uses: number) => string;
  readonly show: string;
  readonly qrAlt: (name: string) => string;
  readonly showUse: string;
  readonly terms: string;
  readonly used: string;
  readonly expired: string;
  readonly cancelled: string;
  readonly cost: (points: string, count: number) => string;
  readonly exchange: string;
  readonly blockedPoints: string;
  readonly blockedLimit: string;
  readonly blockedDays: string;
  readonly confirmTitle: (name: string) => string;
  readonly confirmText: (points: string, left: string) => string;
  readonly confirm: (points: string) => string;
  readonly exchanging: string;
  readonly done: (name: string) => string;
  readonly unsure: (name: string) => string;
  readonly askAgain: string;
};

type HistoryWords = {
  readonly title: string;
  readonly none: string;
  readonly noneHint: string;
  readonly older: string;
  readonly end: string;
  readonly kinds: Record<MemberPostings['rows'][number]['kind'], string>;
  readonly paid: (money: string) => string;
  readonly returned: (money: string) => string;
  readonly receipt: (no: string) => string;
  readonly expires: (day: string) => string;
};

type InviteWords = {
  readonly title: string;
  readonly none: string;
  readonly noneHint: string;
  readonly you: string;
  readonly friend: string;
  readonly how: string;
  readonly share: string;
  readonly copy: string;
  readonly copied: string;
  readonly sent: string;
  readonly link: string;
  readonly count: (invited: number, rewarded: number) => string;
  readonly message: (brand: string, reward: string, url: string) => string;
};

type MoreWords = {
  readonly title: string;
  readonly language: string;
  readonly marketing: string;
  readonly marketingOn: string;
  readonly marketingOff: string;
  readonly privacy: string;
  readonly unlink: string;
  readonly unlinkText: string;
  readonly unlinkConfirm: string;
  readonly unlinked: string;
  readonly unlinkedText: string;
  readonly deleteMe: string;
  readonly deleteText: string;
  readonly deleteConfirm: string;
  readonly deleteAsked: (day: string) => string;
  readonly deleteDone: string;
  readonly deleteWithdraw: string;
  readonly deleteWithdrawn: string;
  readonly copy: string;
  readonly copyTitle: string;
  readonly copyText: string;
  readonly copyMore: string;
  readonly copyTake: string;
  readonly copyTaken: string;
  readonly copyNotTaken: string;
};

type WelcomeWords = {
  readonly title: (brand: string) => string;
  readonly intro: string;
  readonly join: string;
  readonly joining: string;
  readonly haveCard: string;
  readonly isNew: string;
  readonly mobile: string;
  readonly mobileHint: string;
  readonly mobileWrong: string;
  readonly name: string;
  readonly nameWrong: string;
  readonly birthday: string;
  readonly birthdayHint: string;
  readonly month: string;
  readonly day: string;
  readonly monthOf: (month: number) => string;
  readonly dayOf: (day: number) => string;
  readonly birthdayWrong: string;
  readonly consent: string;
  readonly consentWrong: string;
  readonly marketing: string;
  readonly invited: string;
  readonly bindTitle: string;
  readonly bindIntro: string;
  readonly cardCode: string;
  readonly cardCodeHint: string;
  readonly cardCodeWrong: string;
  readonly bind: string;
  readonly binding: string;
  readonly ticketTitle: string;
  readonly ticketIntro: string;
  readonly ticketBind: string;
  readonly ticketConsent: string;
  readonly ticketUnlink: string;
  readonly noticeTitle: string;
};
