import { createHmac, randomBytes } from 'node:crypto';
import { told } from './stand-in-state.ts';
import type { LineReply } from './stand-in-state.ts';

/** What a test asks of a token. */
export type IdTokenWish = {
  readonly userId: string;
  /** The LINE Login channel it is for; left out = the stand-in's first. */
  readonly channelId?: string;
  readonly name?: string;
  readonly nonce?: string;
  /** How long it counts from now on; LINE gives an hour. Below 0 = over already. */
  readonly lifeMs?: number;
};

export type IdTokens = {
  readonly issue: (wish: IdTokenWish) => string;
  /** LINE's answer to `POST /oauth2/v2.1/verify`. LINE reference "LINE Login", "Verify ID token". */
  readonly verify: (form: URLSearchParams) => LineReply;
};

const issuer = 'https://access.line.me';
const lifeMsUsual = 3_600_000;

/** Gives out id tokens in the form of LINE's (a JWT) and vouches for its own, as LINE does. */
export function createIdTokens(given: {
  readonly channelIds: readonly string[];
  readonly nowMs: () => number;
}): IdTokens {
  const { channelIds, nowMs } = given;
  const key = randomBytes(32);
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  const issue = (wish: IdTokenWish): string => {
    const iat = Math.floor(nowMs() / 1_000);
    const claims = {
      iss: issuer,
      sub: wish.userId,
      aud: wish.channelId ?? channelIds[0],
      exp: Math.floor((nowMs() + (wish.lifeMs ?? lifeMsUsual)) / 1_000),
      iat,
      ...(wish.nonce === undefined ? {} : { nonce: wish.nonce }),
      amr: ['linesso'],
      name: wish.name ?? '林美',
    };
    const text = `${base64url({ typ: 'JWT', alg: 'HS256' })}.${base64url(claims)}`;
    return `${text}.${sign(text)}`;
  };
  const verify = (form: URLSearchParams): LineReply => {
    const [token, clientId] = [form.get('id_token') ?? '', form.get('client_id') ?? ''];
    if (token === '' || clientId === '') return invalid('id_token and client_id are required');
    const [head = '', body = '', mark = ''] = token.split('.');
    if (mark === '' || mark !== sign(`${head}.${body}`)) return invalid('Invalid IdToken.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
    if (!channelIds.includes(clientId) || claims.aud !== clientId)
      return invalid('Invalid IdToken Audience.');
    if (claims.exp * 1_000 <= nowMs()) return invalid('IdToken expired.');
    const nonce = form.get('nonce');
    if (nonce !== null && nonce !== claims.nonce) return invalid('Invalid IdToken Nonce.');
    const userId = form.get('user_id');
    if (userId !== null && userId !== claims.sub)
      return invalid('Invalid IdToken Subject Identifier.');
    return told(200, claims);
  };
  return { issue, verify };
}

type Claims = {
  readonly aud: string;
  readonly sub: string;
  readonly exp: number;
  readonly nonce?: string;
};

function invalid(description: string): LineReply {
  return told(400, { error: 'invalid_request', error_description: description });
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
