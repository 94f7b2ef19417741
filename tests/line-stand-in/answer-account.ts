import { randomBytes } from 'node:crypto';
import { lineMessages } from './line-faults.ts';
import { refused, told } from './stand-in-state.ts';
import type { LineReply, LineRequest, StandInState } from './stand-in-state.ts';

/** The account the stand-in is of. */
export const standInBot = {
  userId: `U${'b0'.repeat(16)}`,
  basicId: '@800standin',
  displayName: '好日子（LINE 替身）',
  chatMode: 'bot',
  markAsReadMode: 'auto',
} as const;

const quotaPath = '/v2/bot/message/quota';
const endpointPath = '/v2/bot/channel/webhook/endpoint';
const endpointCharsMax = 500;
const profilePattern = /^\/v2\/bot\/profile\/(U[0-9a-f]{32})$/;
const linkTokenPattern = /^\/v2\/bot\/user\/(U[0-9a-f]{32})\/linkToken$/;

/** What LINE answers about the account and its users; null = no such endpoint here. */
export function answerAccount(state: StandInState, request: LineRequest): LineReply | null {
  const { method, path } = request;
  if (path.startsWith(quotaPath)) return method === 'GET' ? answerQuota(state, path) : null;
  if (method === 'GET' && path === '/v2/bot/info') return told(200, standInBot);
  if (path === endpointPath) return answerEndpoint(state, request);
  const profileOf = profilePattern.exec(path)?.[1];
  if (method === 'GET' && profileOf !== undefined) return answerProfile(state, profileOf);
  const linkOf = linkTokenPattern.exec(path)?.[1];
  if (method === 'POST' && linkOf !== undefined) {
    return isFriend(state, linkOf)
      ? told(200, { linkToken: randomBytes(24).toString('base64url') })
      : refused(404, lineMessages.notFound);
  }
  return null;
}

function isFriend({ blocked, isKnownUser }: StandInState, userId: string): boolean {
  return isKnownUser(userId) && !blocked.has(userId);
}

/** Of a user who blocked the account LINE tells nothing. LINE reference "Get profile". */
function answerProfile(state: StandInState, userId: string): LineReply {
  if (!isFriend(state, userId)) return refused(404, lineMessages.notFound);
  return told(200, { displayName: '林美', userId, language: 'zh-TW' });
}

/** The month's messages: how many the plan has, and how many were sent (here: exactly). */
function answerQuota({ monthlyLimit, accepted }: StandInState, path: string): LineReply | null {
  // What blocked users do not get is not counted. LINE docs "Messaging API pricing".
  if (path === `${quotaPath}/consumption`)
    return told(200, { totalUsage: accepted.filter(({ delivered }) => delivered).length });
  if (path !== quotaPath) return null;
  return told(
    200,
    monthlyLimit === null ? { type: 'none' } : { type: 'limited', value: monthlyLimit },
  );
}

function answerEndpoint(state: StandInState, { method, body }: LineRequest): LineReply | null {
  if (method === 'GET') {
    return state.webhook === null ? refused(404, lineMessages.notFound) : told(200, state.webhook);
  }
  if (method !== 'PUT') return null;
  const { endpoint } = JSON.parse(body) as { endpoint?: unknown };
  if (typeof endpoint !== 'string' || !endpoint.startsWith('https://'))
    return refused(400, 'Invalid webhook endpoint URL');
  if (endpoint.length > endpointCharsMax) return refused(400, 'Invalid webhook endpoint URL');
  state.webhook = { endpoint, active: state.webhook?.active ?? true };
  return told(200, {});
}
