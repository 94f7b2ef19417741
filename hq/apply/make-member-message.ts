import { v5 } from 'uuid';
import type { Language } from '../../app/contract/language.ts';
import type { EventId } from '../../app/domain/ids.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import type { Program, LocalizedText } from '../../app/domain/program.ts';
import type { MessageVoucher, TierProgress } from '../../app/line/message-facts.ts';
import { messageNature } from '../../app/line/message-kinds.ts';
import type { LineMessageKind } from '../../app/line/message-kinds.ts';
import { serializePush } from '../../app/line/serialize-push.ts';
import { retryKeyLifeMs } from '../db/line-outbox.ts';
import type { NewLineMessage } from '../db/line-outbox.ts';
import type { HqMember } from '../db/members.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';

/** To whom a message goes. */
export type MessageReceiver = Pick<
  HqMember,
  'memberId' | 'lineUserId' | 'lineLanguage' | 'lineNews'
>;

/** A message, or why there is none although there should be. */
export type MadeMessages = {
  readonly messages: readonly NewLineMessage[];
  readonly found: readonly Found[];
};

/** Nothing to say. */
export const noMessages: MadeMessages = { messages: [], found: [] };

/**
 * The outbox row of one message, its body serialised once and its id, which is its retry key, derived from
 * what it is about: made twice it is the same row. None for a member without LINE, one who blocked the
 * account, news to one who did not ask for it, and for what was told before a restore of HQ so long ago that
 * LINE may not know the key any more. A message that cannot be built never stops what it tells of; a person
 * hears of it.
 */
export function makeMemberMessage(
  to: MessageReceiver | undefined,
  about: {
    readonly kind: LineMessageKind;
    /** The event or posting it tells of, or an id derived from what it is about. */
    readonly eid: EventId;
    readonly nowMs: number;
    readonly tellFromMs: number;
    /** Not told any more from then on; left out = as long as its kind is of use. */
    readonly tellUntilMs?: number;
    /** Left out where only what happens now is told of. */
    readonly restored?: Restored;
  },
  build: (language: Language) => Parameters<typeof serializePush>[0]['messages'],
): MadeMessages {
  const { kind, eid, nowMs, tellFromMs } = about;
  if (to === undefined || to.lineUserId === null) return noMessages;
  if (messageNature[kind] === 'news' && !to.lineNews) return noMessages;
  const maybeSentSinceMs = sinceWhenSent(about.restored);
  if (maybeSentSinceMs !== null && tellFromMs - maybeSentSinceMs >= retryKeyLifeMs)
    return noMessages;
  try {
    const message = {
      outboxId: v5(`${eid}:${kind}`, derivedIdNamespace),
      memberId: to.memberId,
      eid,
      kind,
      body: serializePush({ to: to.lineUserId, messages: build(to.lineLanguage) }),
      nowMs,
      tellFromMs,
      ...(about.tellUntilMs === undefined ? {} : { tellUntilMs: about.tellUntilMs }),
      ...(maybeSentSinceMs === null ? {} : { maybeSentSinceMs }),
    };
    return { messages: [message], found: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    return { messages: [], found: [{ kind: 'line-message-failed', detail: { why } }] };
  }
}

/** What happened, beside when HQ last came back from a backup (null = never). */
export type Restored = {
  readonly restoredAtMs: number | null;
  readonly happenedAtMs: number;
};

/** Since when HQ may have told of it without knowing so any more; null = it has not. */
function sinceWhenSent(restored: Restored | undefined): number | null {
  if (restored === undefined || restored.restoredAtMs === null) return null;
  return restored.happenedAtMs < restored.restoredAtMs ? restored.happenedAtMs : null;
}

/** Several, in order. */
export function joinMessages(all: readonly MadeMessages[]): MadeMessages {
  return {
    messages: all.flatMap(({ messages }) => messages),
    found: all.flatMap(({ found }) => found),
  };
}

/** The names of these vouchers' coupons, of those the program has. */
export function couponNames(
  program: Program | null,
  vouchers: readonly { readonly couponId: string }[],
): LocalizedText[] {
  return vouchers.flatMap((voucher) => nameOf(program, voucher) ?? []);
}

/** These vouchers as a message lists them, of those the program has. */
export function messageVouchers(
  program: Program | null,
  vouchers: readonly (Omit<MessageVoucher, 'name'> & { readonly couponId: string })[],
): MessageVoucher[] {
  return vouchers.flatMap((voucher) => {
    const name = nameOf(program, voucher);
    const { validFrom, validUntil, uses } = voucher;
    return name === null ? [] : [{ name, validFrom, validUntil, uses }];
  });
}

function nameOf(
  program: Program | null,
  { couponId }: { readonly couponId: string },
): LocalizedText | null {
  return program?.coupons.find((one) => one.couponId === couponId)?.name ?? null;
}

/** The names of all coupons there ever were; of several versions the newest counts. */
export function couponTexts(programs: Iterable<Program>): Map<string, LocalizedText> {
  const inOrder = [...programs].toSorted((a, b) => a.version - b.version);
  return new Map(
    inOrder.flatMap(({ coupons }) =>
      coupons.map(({ couponId, name }) => [couponId, name] as const),
    ),
  );
}

/** How far a member is to the next tier, by what they spent in the window (NT$). */
export function tierProgress(
  program: Program,
  tierId: string,
  spentMinor: number,
): TierProgress | null {
  const rank = program.tiers.findIndex((tier) => tier.tierId === tierId);
  const next = program.tiers.find((tier, i) => i > rank && tier.thresholdMinor > spentMinor);
  if (rank === -1 || next === undefined) return null;
  const { name, thresholdMinor } = next;
  const share = Math.max(0, spentMinor) / thresholdMinor;
  return { name, missingMinor: thresholdMinor - spentMinor, share };
}

/** Points these entries bring, and the soonest last day among them. */
export function pointsOfEntries(entries: readonly LedgerEntry[]): {
  readonly points: number;
  readonly pointsUntil: string | null;
} {
  const points = entries.reduce((sum, entry) => sum + entry.points, 0);
  const [pointsUntil = null] = entries
    .flatMap(({ expiresOn, points: own }) => (expiresOn === null || own <= 0 ? [] : [expiresOn]))
    .toSorted();
  return { points, pointsUntil };
}
