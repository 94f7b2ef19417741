import { randomUUID } from 'node:crypto';
import { checkLineLimits } from './check-line-limits.ts';
import { lineMessages } from './line-faults.ts';
import type { LineFault } from './line-faults.ts';
import type { RateBucket } from './rate-bucket.ts';
import type { LineOpenApi } from './read-line-open-api.ts';
import { makeAcceptedPush } from './retry-keys.ts';
import type { AcceptedPush, RetryKeys } from './retry-keys.ts';

/** What the stand-in remembers between requests. */
export type StandInState = {
  readonly accepted: AcceptedPush[];
  readonly faults: LineFault[];
  readonly violations: string[];
  readonly retryKeys: RetryKeys;
  readonly openApi: LineOpenApi | null;
  readonly channelAccessToken: string;
  readonly isKnownUser: (userId: string) => boolean;
  readonly nowMs: () => number;
  monthlyLimit: number | null;
  /** LINE's token bucket for this endpoint; null = none. */
  readonly bucket: RateBucket | null;
  /** Only each so many-th body is held against the OpenAPI document: it costs more than the answer. */
  readonly checkEvery: number;
  /** Pushes that were looked at. */
  seen: number;
  readonly nextFault: () => LineFault | null;
  readonly answered: Map<number, number>;
};

/** One push request as it came in. */
export type PushRequest = {
  readonly authorization: string | undefined;
  readonly retryKey: string | undefined;
  readonly body: string;
};

/** LINE's answer before any fault of the network. */
export type PushAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const userIdPattern = /^U[0-9a-f]{32}$/;

/** What LINE answers to one push; records what it accepts. Faults of LINE itself come as `refuse`. */
export function answerPush(
  state: StandInState,
  request: PushRequest,
  refuse: LineFault | null,
): PushAnswer {
  const requestId = randomUUID();
  const headers = { 'x-line-request-id': requestId };
  const fail = (status: number, message: string, rest: object = {}): PushAnswer => ({
    status,
    headers,
    body: { message, ...rest },
  });
  if (request.authorization !== `Bearer ${state.channelAccessToken}`) {
    return fail(401, lineMessages.unauthorized);
  }
  if (state.bucket !== null && !state.bucket.take(state.nowMs())) {
    return fail(429, lineMessages.rateLimit);
  }
  const parsed = parsePush(state, request.body);
  if (parsed.kind === 'invalid')
    return fail(400, lineMessages.invalidBody, { details: parsed.details });
  const key = request.retryKey ?? null;
  if (key === null) state.violations.push('a push came without a retry key');
  else if (!uuidPattern.test(key)) return fail(400, lineMessages.invalidRetryKey);
  const early = refuse === null ? null : refusal(refuse, fail);
  const seen = key === null ? null : state.retryKeys.see(key, request.body, state.nowMs());
  if (seen !== null && seen.kind !== 'new' && !seen.sameBody) {
    state.violations.push(`retry key ${key ?? ''} came again with another body`);
  }
  if (early !== null) return early;
  if (seen?.kind === 'accepted') {
    const { push } = seen;
    return {
      status: 409,
      headers: { ...headers, 'x-line-accepted-request-id': push.requestId },
      body: { message: lineMessages.alreadyAccepted, sentMessages: push.sentMessages },
    };
  }
  if (!state.isKnownUser(parsed.to)) return fail(400, lineMessages.failedToSend);
  if (state.monthlyLimit !== null && state.accepted.length >= state.monthlyLimit) {
    return fail(429, lineMessages.monthlyLimit);
  }
  const push = makeAcceptedPush({
    retryKey: key,
    to: parsed.to,
    body: request.body,
    requestId,
    acceptedAtMs: state.nowMs(),
    messageCount: parsed.messageCount,
    acceptedBefore: state.accepted.length,
  });
  state.accepted.push(push);
  if (key !== null) state.retryKeys.markAccepted(key, push);
  return { status: 200, headers, body: { sentMessages: push.sentMessages } };
}

function refusal(
  fault: LineFault,
  fail: (status: number, message: string) => PushAnswer,
): PushAnswer | null {
  switch (fault.kind) {
    case 'rate-limit':
      return fail(429, lineMessages.rateLimit);
    case 'monthly-limit':
      return fail(429, lineMessages.monthlyLimit);
    case 'unauthorized':
      return fail(401, lineMessages.unauthorized);
    case 'forbidden':
      return fail(403, lineMessages.forbidden);
    case 'server-error':
      return fault.accept === true ? null : fail(fault.status ?? 500, lineMessages.serverError);
    default:
      return null;
  }
}

type ParsedPush =
  | { readonly kind: 'push'; readonly to: string; readonly messageCount: number }
  | { readonly kind: 'invalid'; readonly details: readonly object[] };

function parsePush(state: StandInState, body: string): ParsedPush {
  let push: { to?: unknown; messages?: unknown };
  try {
    push = (JSON.parse(body) ?? {}) as typeof push;
  } catch {
    state.violations.push('a push body is not JSON');
    return { kind: 'invalid', details: [{ message: 'not JSON', property: '-' }] };
  }
  state.seen += 1;
  const openApi = state.seen % state.checkEvery === 0 ? state.openApi : null;
  const problems = openApi?.checkRequest('/v2/bot/message/push', push) ?? [];
  state.violations.push(...problems.map((problem) => `request: ${problem}`));
  const messages = Array.isArray(push.messages) ? push.messages : [];
  const details = [
    ...problems.map((message) => ({ message, property: '-' })),
    ...checkLineLimits(messages),
  ];
  if (typeof push.to !== 'string' || !userIdPattern.test(push.to)) {
    details.push({ message: 'not a user id', property: 'to' });
  }
  if (messages.length < 1 || messages.length > 5) {
    details.push({ message: 'Size must be between 1 and 5', property: 'messages' });
  }
  if (details.length > 0) return { kind: 'invalid', details };
  return { kind: 'push', to: push.to as string, messageCount: messages.length };
}
