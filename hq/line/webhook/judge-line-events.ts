import type { MemberId } from '../../../app/domain/ids.ts';
import type { BoundAccount, Friend, FriendState } from '../../db/line-friends.ts';
import type { WebhookOutcome } from '../../db/line-webhook.ts';
import type { LineEvent } from './read-line-event.ts';

/** What is known of the users that events come from. */
export type LineFacts = {
  readonly friends: ReadonlyMap<string, Friend>;
  readonly accounts: ReadonlyMap<string, BoundAccount>;
};

/** What is to be written down. */
export type LineVerdict = {
  /** By `webhookEventId`. */
  readonly outcomes: ReadonlyMap<string, WebhookOutcome>;
  readonly friends: readonly Friend[];
  /** Bindings that changed, as they are now. */
  readonly accounts: readonly BoundAccount[];
  readonly unlinked: readonly MemberId[];
};

/**
 * What events come to, in whatever order and however often they arrive: of follows and unfollows the last by
 * LINE's time is the word that counts; at the very same millisecond the block, as nobody is hurt by a message
 * that was not sent. A choice about news counts from when it was made, and neither it nor an unlinking
 * touches a binding that is younger.
 */
export function judgeLineEvents(facts: LineFacts, events: readonly LineEvent[]): LineVerdict {
  const friends = new Map(facts.friends);
  const accounts = new Map(facts.accounts);
  const outcomes = new Map<string, WebhookOutcome>();
  for (const event of events.toSorted(byTime))
    outcomes.set(event.webhookEventId, judgeOne({ friends, accounts }, event));
  return {
    outcomes,
    friends: [...friends.values()].filter((one) => one !== facts.friends.get(one.lineUserId)),
    accounts: [...accounts.values()].filter((one) => one !== facts.accounts.get(one.lineUserId)),
    unlinked: [...facts.accounts.values()]
      .filter(({ lineUserId }) => !accounts.has(lineUserId))
      .map(({ memberId }) => memberId),
  };
}

function byTime(a: LineEvent, b: LineEvent): number {
  return a.eventAtMs - b.eventAtMs || (a.webhookEventId < b.webhookEventId ? -1 : 1);
}

type Open = {
  readonly friends: Map<string, Friend>;
  readonly accounts: Map<string, BoundAccount>;
};

function judgeOne(open: Open, event: LineEvent): WebhookOutcome {
  const { saying, lineUserId, isStandby, eventAtMs } = event;
  if (isStandby || lineUserId === null) return 'ignored';
  switch (saying.kind) {
    case 'follow':
      return judgeWord(open, { lineUserId, state: 'following', eventAtMs });
    case 'unfollow':
      return judgeWord(open, { lineUserId, state: 'blocked', eventAtMs });
    case 'none':
      return 'ignored';
    case 'unlink':
    case 'marketing':
      return judgeWish(open, { lineUserId, eventAtMs, saying });
  }
}

const stateOf: Readonly<Record<FriendState, BoundAccount['state']>> = {
  following: 'bound',
  blocked: 'blocked',
};

function judgeWord({ friends, accounts }: Open, word: Friend): WebhookOutcome {
  const known = friends.get(word.lineUserId);
  if (known !== undefined && isLater(known, word)) return 'stale';
  // The word that counts already, told again: the binding is set right by it all the same.
  if (known === undefined || isLater(word, known)) friends.set(word.lineUserId, word);
  const account = accounts.get(word.lineUserId);
  const state = stateOf[word.state];
  if (account !== undefined && account.state !== state)
    accounts.set(word.lineUserId, { ...account, state });
  return 'applied';
}

function isLater(one: Friend, other: Friend): boolean {
  if (one.eventAtMs !== other.eventAtMs) return one.eventAtMs > other.eventAtMs;
  return one.state === 'blocked' && other.state === 'following';
}

type Wish = Pick<LineEvent, 'eventAtMs'> & {
  readonly lineUserId: string;
  readonly saying: Extract<LineEvent['saying'], { kind: 'unlink' | 'marketing' }>;
};

function judgeWish({ accounts }: Open, { lineUserId, eventAtMs, saying }: Wish): WebhookOutcome {
  const account = accounts.get(lineUserId);
  if (account === undefined) return 'ignored';
  if (eventAtMs < account.boundAtMs) return 'stale';
  if (saying.kind === 'unlink') {
    accounts.delete(lineUserId);
    return 'applied';
  }
  const { marketing } = saying;
  const saidAtMs = account.marketingAtMs ?? 0;
  // At the same moment no is the safer answer.
  const isStale = eventAtMs < saidAtMs || (eventAtMs === saidAtMs && marketing);
  if (isStale && account.marketing !== marketing) return 'stale';
  if (eventAtMs > saidAtMs || account.marketing !== marketing)
    accounts.set(lineUserId, { ...account, marketing, marketingAtMs: eventAtMs });
  return 'applied';
}
