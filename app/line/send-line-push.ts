import { messagingApi } from '@line/bot-sdk';
import { Pool } from 'undici';
import { isStoredPush } from './serialize-push.ts';

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

/** What speaks to LINE for one channel; holds its access token. */
export type LineClient = {
  /** The SDK's client, for everything but pushes. */
  readonly messaging: messagingApi.MessagingApiClient;
  /**
   * One push: the stored bytes as they are. The SDK would parse and write them anew and goes through
   * `fetch`, which takes three times the CPU of the rest of a push together; it also has no way to end a
   * call. Rejects when there is no answer.
   */
  readonly push: (request: {
    readonly retryKey: string;
    readonly body: string;
    readonly signal: AbortSignal;
  }) => Promise<LineAnswer>;
  /** Lets go of the connections. */
  readonly close: () => Promise<void>;
};

/** An answer of whoever answered. */
export type LineAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Starts a timer; the returned function stops it. */
export type TimerPort = { readonly setTimer: (delayMs: number, fn: () => void) => () => void };

const lineApi = 'https://api.line.me';
/** At LINE's usual 50 ms more than its limit lets through. */
const connectionsMax = 128;
/** LINE's answers are far smaller; a page of somebody else's may be of any size. */
const answerBytesMax = 256 * 1024;
const connectMsMax = 10_000;
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
  const { channelAccessToken, baseUrl = lineApi } = config;
  if (channelAccessToken === '') throw new Error('the channel access token is empty');
  const pool = new Pool(baseUrl, {
    connections: connectionsMax,
    maxResponseSize: answerBytesMax,
    connectTimeout: connectMsMax,
  });
  return {
    messaging: new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: baseUrl }),
    push: async ({ retryKey, body, signal }) => {
      const answer = await pool.request({
        method: 'POST',
        path: '/v2/bot/message/push',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${channelAccessToken}`,
          'x-line-retry-key': retryKey,
        },
        body,
        signal,
      });
      const { statusCode: status, headers } = answer;
      return { status, headers, body: await answer.body.text() };
    },
    close: async () => await pool.destroy(),
  };
}

/**
 * One try to push a stored body under its retry key (a UUID, the same on every try, at most ~23 h
 * after the first). Never throws for anything LINE or the network does. After `deadlineMs` the call is
 * ended, its outcome is unknown, and the same key is tried again.
 */
export async function sendLinePush(input: {
  readonly client: Pick<LineClient, 'push'>;
  readonly retryKey: string;
  readonly serializedBody: string;
  readonly deadlineMs: number;
  readonly timer: TimerPort;
}): Promise<LineOutcome> {
  const { client, retryKey, serializedBody: body } = input;
  if (!isStoredPush(body))
    return { kind: 'refused', status: 0, detail: 'stored body is not a push' };
  if (!retryKeyPattern.test(retryKey)) {
    return { kind: 'refused', status: 0, detail: 'retry key is not a UUID' };
  }
  const deadline = new AbortController();
  const cancel = input.timer.setTimer(input.deadlineMs, () => deadline.abort());
  try {
    return readAnswer(await client.push({ retryKey, body, signal: deadline.signal }));
  } catch {
    return { kind: 'retry', reason: 'network' };
  } finally {
    cancel();
  }
}

function readAnswer({ status, headers, body }: LineAnswer): LineOutcome {
  if (status !== 200) return readRefusal(status, headers, body);
  // An empty 200, and a portal may answer any JSON: only LINE lists sentMessages.
  if (!hasList(parseJson(body), 'sentMessages')) return { kind: 'retry', reason: 'not-line' };
  return { kind: 'accepted', requestId: headerOf(headers, 'x-line-request-id'), already: false };
}

function headerOf(headers: LineAnswer['headers'], name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

function readRefusal(status: number, headers: LineAnswer['headers'], body: string): LineOutcome {
  if (status >= 500) return { kind: 'retry', reason: 'server' };
  const message = errorMessage(body);
  // Every refusal of LINE is JSON with a message; anything else comes from a box in between.
  if (message === null) return { kind: 'retry', reason: 'not-line' };
  if (status === 409) {
    const requestId = headerOf(headers, 'x-line-accepted-request-id');
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
  const parsed = parseJson(body) as { message?: unknown } | null;
  return typeof parsed?.message === 'string' ? parsed.message : null;
}

/** Null for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hasList(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray((value as Record<string, unknown>)[key]);
}
