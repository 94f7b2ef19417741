import { messagingApi } from '@line/bot-sdk';
import { parseStoredPush } from './serialize-push.ts';

/** What became of one try to push a message. */
export type LineOutcome =
  /** LINE took it (never: the member got it). `already` = an earlier try had been taken. */
  | { readonly kind: 'accepted'; readonly requestId: string | null; readonly already: boolean }
  /** Try again with the same retry key and the same body; `network` leaves the outcome unknown. */
  | { readonly kind: 'retry'; readonly reason: 'rate' | 'server' | 'network' | 'not-line' }
  /** The month's messages are used up: park the message, look again much later. */
  | { readonly kind: 'quota' }
  /** The channel access token is expired or revoked: stop the queue, tell a person. */
  | { readonly kind: 'unauthorized' }
  /** LINE will never take this one. `status` 0 = not even sent. `detail` is for HQ's staff. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string };

/** The SDK's client; made once, holds the channel access token. */
export type LineClient = messagingApi.MessagingApiClient;

/** Starts a timer; the returned function stops it. */
export type TimerPort = { readonly setTimer: (delayMs: number, fn: () => void) => () => void };

const detailCharsMax = 500;
const retryKeyPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A client for LINE's Messaging API. `baseUrl` only where LINE is not LINE (stand-in): scheme, host
 * and port, because the SDK drops any path. Throws on an empty token.
 */
export function createLineClient(config: {
  readonly channelAccessToken: string;
  readonly baseUrl?: string;
}): LineClient {
  if (config.channelAccessToken === '') throw new Error('the channel access token is empty');
  return new messagingApi.MessagingApiClient({
    channelAccessToken: config.channelAccessToken,
    ...(config.baseUrl === undefined ? {} : { baseURL: config.baseUrl }),
  });
}

/**
 * One try to push a stored body under its retry key (a UUID, the same on every try, at most ~23 h
 * after the first). Never throws for anything LINE or the network does. The SDK has neither
 * deadline nor abort: after `deadlineMs` the outcome is unknown and the same key is tried again.
 */
export async function sendLinePush(input: {
  readonly client: LineClient;
  readonly retryKey: string;
  readonly serializedBody: string;
  readonly deadlineMs: number;
  readonly timer: TimerPort;
}): Promise<LineOutcome> {
  const request = parseStoredPush(input.serializedBody);
  if (request === null) return { kind: 'refused', status: 0, detail: 'stored body is not a push' };
  if (!retryKeyPattern.test(input.retryKey)) {
    return { kind: 'refused', status: 0, detail: 'retry key is not a UUID' };
  }
  let cancel = (): void => undefined;
  const deadline = new Promise<LineOutcome>((resolve) => {
    cancel = input.timer.setTimer(input.deadlineMs, () =>
      resolve({ kind: 'retry', reason: 'network' }),
    );
  });
  const sent = input.client
    .pushMessageWithHttpInfo(request, input.retryKey)
    .then(readAccepted, readFailure);
  try {
    return await Promise.race([sent, deadline]);
  } finally {
    cancel();
  }
}

function readAccepted(answer: {
  readonly httpResponse: { readonly headers: Headers };
  readonly body: unknown;
}): LineOutcome {
  // An empty 200 resolves to null, and a portal may answer any JSON: only LINE lists sentMessages.
  if (!hasList(answer.body, 'sentMessages')) return { kind: 'retry', reason: 'not-line' };
  const requestId = answer.httpResponse.headers.get('x-line-request-id');
  return { kind: 'accepted', requestId, already: false };
}

/**
 * Reads what the SDK threw. Its error class differs between its two builds, so it is recognised by
 * name and fields, not by instanceof.
 */
function readFailure(error: unknown): LineOutcome {
  const failure = error as { name?: unknown; status?: unknown; headers?: unknown; body?: unknown };
  if (failure?.name === 'HTTPFetchError' && typeof failure.status === 'number') {
    const body = typeof failure.body === 'string' ? failure.body : '';
    return readRefusal(failure.status, failure.headers as Headers, body);
  }
  // 200 with HTML: the SDK's JSON.parse throws.
  if (failure?.name === 'SyntaxError') return { kind: 'retry', reason: 'not-line' };
  return { kind: 'retry', reason: 'network' };
}

function readRefusal(status: number, headers: Headers, body: string): LineOutcome {
  if (status >= 500) return { kind: 'retry', reason: 'server' };
  const message = errorMessage(body);
  // Every refusal of LINE is JSON with a message; anything else comes from a box in between.
  if (message === null) return { kind: 'retry', reason: 'not-line' };
  if (status === 409) {
    const requestId = headers.get('x-line-accepted-request-id');
    if (requestId === null) return { kind: 'retry', reason: 'not-line' };
    return { kind: 'accepted', requestId, already: true };
  }
  if (status === 429) {
    // Only the words tell the used-up month from the rate limits. LINE reference "Status codes".
    return /monthly limit/i.test(message) ? { kind: 'quota' } : { kind: 'retry', reason: 'rate' };
  }
  if (status === 401) return { kind: 'unauthorized' };
  return { kind: 'refused', status, detail: body.slice(0, detailCharsMax) };
}

/** The `message` of LINE's error body, or null if this is not such a body. */
function errorMessage(body: string): string | null {
  try {
    const parsed = JSON.parse(body) as { message?: unknown } | null;
    return typeof parsed?.message === 'string' ? parsed.message : null;
  } catch {
    return null;
  }
}

function hasList(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray((value as Record<string, unknown>)[key]);
}
