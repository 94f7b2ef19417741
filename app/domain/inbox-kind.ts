/**
 * What stands in a store's inbox, in the words of the store and not of HQ: the many kinds of HQ's findings
 * come down to what happened for the people at the counter.
 */
export const inboxKinds = [
  // what HQ said of an event of this counter
  'refused',
  'duplicate',
  'overdraft',
  'voucher',
  'limit',
  'token',
  'invoice',
  'recomputed',
  'refund',
  'referral',
  'member',
  'other',
  // what this counter knows of itself
  'healed-fork',
  'healed-unknown-install',
  'healed-hq-restored',
  'attention',
  'outbox',
  'tape-failing',
  'tape-found',
  'device',
  'clock',
  'clock-behind',
  'unread',
  'pos-shut',
] as const;
export type InboxKind = (typeof inboxKinds)[number];

/** Findings of HQ by name; any other reads as `other`, so that a newer HQ is not silent here. */
const kindOfFinding: Readonly<Record<string, InboxKind>> = {
  overdraft: 'overdraft',
  'right-overrun': 'overdraft',
  'voucher-used-twice': 'voucher',
  'voucher-cancelled': 'voucher',
  'unknown-voucher': 'voucher',
  'voucher-differs': 'voucher',
  'voucher-id-known': 'voucher',
  'voucher-held-elsewhere': 'voucher',
  'coupon-limit-exceeded': 'limit',
  'member-token-false': 'token',
  'member-token-used-twice': 'token',
  'invoice-used-twice': 'invoice',
  'late-invoice-used': 'invoice',
  'sale-recorded-twice': 'invoice',
  'recompute-difference': 'recomputed',
  'stale-tier': 'recomputed',
  'unknown-program': 'recomputed',
  'refund-difference': 'refund',
  'over-refund': 'refund',
  'refunded-twice': 'refund',
  'refund-conflict': 'refund',
  'refund-not-allowed': 'refund',
  'refund-of-uncounted-sale': 'refund',
  'refund-of-other-member': 'refund',
  'refund-without-sale': 'refund',
  'referral-given-twice': 'referral',
  'referral-not-due': 'referral',
  'inviter-unknown': 'referral',
  'mobile-known': 'member',
  'member-known': 'member',
  'card-code-known': 'member',
  'unknown-member': 'member',
  'gift-reversed': 'member',
};

/**
 * What a receipt of HQ means for the store: its gravest finding, else what became of the event; null where
 * it was taken as it was.
 */
export function inboxKindOf(
  status: 'applied' | 'duplicate' | 'quarantined',
  findings: readonly string[],
): InboxKind | null {
  const kinds = findings.map((finding) => kindOfFinding[finding] ?? 'other');
  const gravest = inboxKinds.find((kind) => kinds.includes(kind)) ?? null;
  if (status === 'applied') return gravest;
  // Of an event without effect that comes first, unless the finding says why.
  if (gravest !== null && gravest !== 'other') return gravest;
  return status === 'quarantined' ? 'refused' : 'duplicate';
}

/** Where what was done stands now. */
export type InboxSaved = 'counted' | 'not-counted' | 'kept' | 'waiting';

/** What the store may be sure of, by kind and by whether HQ counted the event; null = no event. */
export function inboxSavedOf(kind: InboxKind, isCounted: boolean | null): InboxSaved {
  if (isCounted !== null) return isCounted ? 'counted' : 'not-counted';
  return kind === 'outbox' || kind === 'attention' ? 'waiting' : 'kept';
}
