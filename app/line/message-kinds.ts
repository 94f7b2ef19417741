/** Every kind of message HQ sends, as the outbox names it. */
export type LineMessageKind =
  | 'sale'
  | 'refund'
  | 'birthday'
  | 'referral'
  | 'sign-up'
  | 'gift'
  | 'exchange'
  | 'expiring'
  | 'tier'
  | 'welcome';

/**
 * What of these is news, and so goes only to members who agreed to it (`line_account.marketing`) and says
 * how to refuse it. The line is drawn by Art. 20 of the Personal Data Protection Act, which lets a member
 * refuse marketing:
 * - A receipt, a refund, an exchange, a tier judged anew and the welcome are what the member needs to check
 *   the account they hold with the shop. They are part of the contract, not marketing.
 * - A gift that was booked (birthday, invitation, joining) is the member's from that moment, with a last day
 *   they must know. The message states the booking and sells nothing: the same. A wish without a gift
 *   would be news, and is not sent.
 * - A reminder that something lapses exists to bring the member to the shop again: it is news, though the
 *   things are theirs. Who refuses it finds the same days on every receipt and on their card.
 */
export const messageNature: { readonly [K in LineMessageKind]: 'account' | 'news' } = {
  sale: 'account',
  refund: 'account',
  birthday: 'account',
  referral: 'account',
  'sign-up': 'account',
  gift: 'account',
  exchange: 'account',
  expiring: 'news',
  tier: 'account',
  welcome: 'account',
};
