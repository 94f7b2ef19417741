import type { tokenMemberZhTw, tokenNoticeZhTw } from './token-zh-tw.ts';

type Words<T> = { readonly [K in keyof T]: string };

/** What is said of members' signed codes, the ones that change every minute. */
export const tokenNoticeEn: Words<typeof tokenNoticeZhTw> = {
  'member-found-token':
    '{{name}}, welcome. The code is verified: vouchers and points may be used. Type the amount.',
  'member-token-on-sale':
    '{{name}}’s code was read a moment ago: vouchers and points may be used. Go on with the sale.',
  'member-token-used':
    '{{name}}’s code was used before: this sale earns. For vouchers or points, ask the member to refresh it and scan again.',
  'member-token-expired':
    '{{name}}’s code has expired: this sale earns. For vouchers or points, ask the member to refresh it and scan again.',
  'member-token-clock':
    'The PC’s time may be wrong, so {{name}}’s code is not checked: this sale only earns. Set the clock, scan again.',
  'member-token-invalid':
    'This code was not made by our HQ, or was misread. Ask the member to refresh it, or scan the card.',
  'member-token-unknown':
    'This counter does not have this member yet. Scan the card, or wait for the sync and scan a refreshed code.',
  'voucher-needs-token':
    'Using “{{name}}” needs the member’s changing code: ask them to open it in LINE, and scan it.',
  'redeem-needs-token':
    'Paying with points needs the member’s changing code: ask them to open it in LINE, and scan it.',
};

export const tokenMemberEn: Words<typeof tokenMemberZhTw> = {
  verified: 'Verified',
  needsToken: 'May earn. For vouchers and points, scan the changing code in the member’s LINE',
};
