import { createHash } from 'node:crypto';
import { isRecord } from './read-webhook-body.ts';

/** What an event asks of HQ. */
export type LineSaying =
  | { readonly kind: 'follow' }
  | { readonly kind: 'unfollow' }
  | { readonly kind: 'unlink' }
  | { readonly kind: 'marketing'; readonly marketing: boolean }
  /** Kept, and nothing is done: whatever else LINE sends, known or not. */
  | { readonly kind: 'none' };

/** One event of a webhook, as far as HQ understands it. */
export type LineEvent = {
  /** LINE's own id; where there is none, one made of what the event says. */
  readonly webhookEventId: string;
  readonly type: string;
  /** When LINE says it happened; when it came, where that is missing or cannot be. */
  readonly eventAtMs: number;
  readonly receivedAtMs: number;
  readonly raw: string;
  /** Only of events that come from a person alone. */
  readonly lineUserId: string | null;
  /** Another program has the channel at this moment: kept, not acted on. */
  readonly isStandby: boolean;
  readonly saying: LineSaying;
};

/** What buttons of our own messages send back (`postback.data`). */
export const postbackWords = {
  unlink: 'unlink',
  marketingOff: 'marketing=off',
  marketingOn: 'marketing=on',
} as const;

export const lineUserIdPattern = /^U[0-9a-f]{32}$/;
/** LINE's are ULIDs; anything that can be stored and told apart will do. */
const eventIdPattern = /^[\x21-\x7e]{1,64}$/;
const typePattern = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;
/** Clocks differ by less; an event of next year would silence every later one of its user. */
const aheadMsMax = 24 * 3_600_000;

/** Reads one event, of whatever shape; null when it is not even an object. */
export function readLineEvent(raw: string, receivedAtMs: number): LineEvent | null {
  const event: unknown = JSON.parse(raw);
  if (!isRecord(event)) return null;
  const { webhookEventId, type, timestamp, source, mode } = event;
  return {
    webhookEventId:
      typeof webhookEventId === 'string' && eventIdPattern.test(webhookEventId)
        ? webhookEventId
        : idOfContent(raw),
    type: typeof type === 'string' && typePattern.test(type) ? type : 'unknown',
    eventAtMs: isInstant(timestamp, receivedAtMs) ? timestamp : receivedAtMs,
    receivedAtMs,
    raw,
    lineUserId: userOf(source),
    isStandby: mode === 'standby',
    saying: sayingOf(event),
  };
}

function isInstant(value: unknown, receivedAtMs: number): value is number {
  return (
    typeof value === 'number' &&
    Number.isSafeInteger(value) &&
    value > 0 &&
    value <= receivedAtMs + aheadMsMax
  );
}

function userOf(source: unknown): string | null {
  if (!isRecord(source) || source['type'] !== 'user') return null;
  const { userId } = source;
  return typeof userId === 'string' && lineUserIdPattern.test(userId) ? userId : null;
}

function sayingOf(event: Readonly<Record<string, unknown>>): LineSaying {
  switch (event['type']) {
    case 'follow':
      // `isUnblocked` is not accurate, says LINE, and would change nothing.
      return { kind: 'follow' };
    case 'unfollow':
      return { kind: 'unfollow' };
    case 'postback':
      return sayingOfPostback(event['postback']);
    default:
      return { kind: 'none' };
  }
}

function sayingOfPostback(postback: unknown): LineSaying {
  switch (isRecord(postback) ? postback['data'] : null) {
    case postbackWords.unlink:
      return { kind: 'unlink' };
    case postbackWords.marketingOff:
      return { kind: 'marketing', marketing: false };
    case postbackWords.marketingOn:
      return { kind: 'marketing', marketing: true };
    default:
      return { kind: 'none' };
  }
}

/** The same event brought again differs in `isRedelivery` alone. */
function idOfContent(raw: string): string {
  const same = raw.replace(/("isRedelivery"\s*:\s*)(true|false)/g, '$1false');
  return `sha256:${createHash('sha256').update(same).digest('base64url')}`;
}
