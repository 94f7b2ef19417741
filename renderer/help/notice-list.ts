import { zhTw } from '../i18n/zh-tw.ts';

/**
 * Notices that only tell good news. Everything else that the counter can say stands in the help, so a
 * new refusal is there by itself; a test compares this list with the counter's own.
 */
const goodNews: ReadonlySet<string> = new Set([
  'member-found',
  'member-found-token',
  'member-enrolled',
  'member-enrolled-with',
  'line-bound-before',
  'voucher-attached',
  'voucher-removed',
  'best-used',
  'points-on-sale',
  'points-on-sale-offline',
  'points-off',
  'desk-scanned',
  'inviter-scanned',
  'invoice-taken',
  'invoice-goods-added',
  'invoice-goods-unused',
  'invoice-taken-instead',
  'scan-tested',
  'pos-sale-taken',
  'pos-sale-to-member',
  'pos-sale-no-member',
  'sale-settled',
  'sale-settled-with',
  'sale-undone',
  'sale-refunded',
  'set-up',
  'shop-saved',
  'clock-trusted',
  'connected',
  'member-found-parked',
  'override-given',
  'parked-recalled',
  'parked-recalled-nobody',
  'sale-held',
  'sale-held-nobody',
  'staff-removed',
  'staff-rules-saved',
  'staff-saved',
  'staff-signed-in',
  'training-begun',
  'training-ended',
]);

/** The groups of the list, and which codes belong to each by how they begin. */
const groups = {
  scan: /^(?:scan|ime|card|desk|queue)-/,
  member: /^(?:member|mobile|birthday|line)-/,
  voucher: /^(?:voucher|best|too-many-vouchers)/,
  points: /^(?:points|redeem|no-redemption|reward|value|spend)/,
  invoice: /^invoice-/,
  sale: /^(?:amount|settle|preview|program|pos|lines|parked|sale)-/,
  refund: /^refund-/,
  staff:
    /^(?:pin|staff|badge|first-is-manager|last-manager|not-a-manager|manager|locked|shift|no-shift|training|override|name-taken)/,
} as const;
export type NoticeGroup = keyof typeof groups | 'counter';
export const noticeGroups: readonly NoticeGroup[] = [
  ...(Object.keys(groups) as (keyof typeof groups)[]),
  'counter',
];

export type NoticeCodeText = keyof typeof zhTw.notice;

function groupOf(code: string): NoticeGroup {
  for (const [name, pattern] of Object.entries(groups)) {
    if (pattern.test(code)) return name as NoticeGroup;
  }
  return 'counter';
}

/** Every notice that asks somebody to look or refuses something, in its group, in the order of the texts. */
export function listNotices(): readonly {
  readonly group: NoticeGroup;
  readonly code: NoticeCodeText;
}[] {
  return (Object.keys(zhTw.notice) as NoticeCodeText[])
    .filter((code) => !goodNews.has(code))
    .map((code) => ({ group: groupOf(code), code }));
}

/** A sentence where no values are at hand: an ellipsis stands for each. */
export function withoutValues(sentence: string): string {
  return sentence.replaceAll(/\{\{\w+\}\}/g, '…');
}
