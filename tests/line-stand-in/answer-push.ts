import { randomUUID } from 'node:crypto';
import { checkLineLimits } from './check-line-limits.ts';
import { lineMessages } from './line-faults.ts';
import type { LineFault } from './line-faults.ts';
import { makeAcceptedPush } from './retry-keys.ts';
import { noteBreach } from './stand-in-state.ts';
import type { LineReply, LineRequest, StandInState } from './stand-in-state.ts';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const userIdPattern = /^U[0-9a-f]{32}$/;

/** What LINE answers to one push; records what it accepts. Faults of LINE itself come as `refuse`. */
export function answerPush(
  state: StandInState,
  request: Pick<LineRequest, 'authorization' | 'retryKey' | 'body'>,
  refuse: LineFault | null,
): LineReply {
  const requestId = randomUUID();
  const headers = { 'x-line-request-id': requestId };
  const fail = (status: number, message: string, rest: object = {}): LineReply => ({
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
  if (key === null) noteBreach(state, 'a push came without a retry key');
  else if (!uuidPattern.test(key)) return fail(400, lineMessages.invalidRetryKey);
  const early = refuse === null ? null : refusal(refuse, fail);
  const seen = key === null ? null : state.retryKeys.see(key, request.body, state.nowMs());
  if (seen !== null && seen.kind !== 'new' && !seen.sameBody) {
    noteBreach(state, `retry key ${key ?? ''} came again with another body`);
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
    // A blocked account is no reason for LINE to refuse: 200, and nothing happens.
    delivered: !state.blocked.has(parsed.to),
    acceptedBefore: state.accepted.length,
  });
  state.accepted.push(push);
  if (key !== null) state.retryKeys.markAccepted(key, push);
  return { status: 200, headers, body: { sentMessages: push.sentMessages } };
}

function refusal(
  fault: LineFault,
  fail: (status: number, message: string) => LineReply,
): LineReply | null {
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
    noteBreach(state, 'a push body is not JSON');
    return { kind: 'invalid', details: [{ message: 'not JSON', property: '-' }] };
  }
  state.seen += 1;
  const openApi = state.seen % state.checkEvery === 0 ? state.openApi : null;
  const problems = openApi?.checkRequest('/v2/bot/message/push', push) ?? [];
  if (openApi !== null) state.tally.checked += 1;
  for (const problem of problems) noteBreach(state, `request: ${problem}`);
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
