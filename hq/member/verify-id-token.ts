import { z } from 'zod';
import { lineUserIdShape } from './member-session.ts';

/** What LINE says of an id token. `unreachable`: it said nothing that could be understood, ask again later. */
export type VerifiedIdToken =
  | { readonly kind: 'verified'; readonly lineUserId: string }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string };

/** LINE Login's issuer. LINE Login API reference, "Verify ID token". */
const issuer = 'https://access.line.me';
/** Somebody looks at a phone meanwhile. */
const deadlineMs = 5_000;
const answerBytesMax = 16 * 1024;

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
});

/**
 * Asks LINE whose an id token is: `POST /oauth2/v2.1/verify` with `id_token` and `client_id`, as a form (LINE
 * Login API reference, "Verify ID token"). What LINE answers is looked at again: a token of another channel,
 * an old one, or one for nobody, is refused whatever the status says. Never throws.
 */
export async function verifyIdToken(
  idToken: string,
  channel: { readonly apiOrigin: string; readonly loginChannelId: string },
  nowMs: number,
): Promise<VerifiedIdToken> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${channel.apiOrigin}/oauth2/v2.1/verify`, {
      method: 'POST',
      body: new URLSearchParams({ id_token: idToken, client_id: channel.loginChannelId }),
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    status = response.status;
    text = await readShort(response);
  } catch (error) {
    return { kind: 'unreachable', why: error instanceof Error ? error.name : 'unknown' };
  }
  if (status === 400 || status === 401) return { kind: 'refused', why: `LINE answered ${status}` };
  if (status !== 200) return { kind: 'unreachable', why: `LINE answered ${status}` };
  return judgeClaims(text, channel.loginChannelId, nowMs);
}

async function readShort(response: Response): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const reader = body?.getReader();
  if (reader === undefined) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts).toString('utf8');
    bytes += value.length;
    if (bytes > answerBytesMax) {
      await reader.cancel();
      throw new Error('the answer is too long');
    }
    parts.push(value);
  }
}

function judgeClaims(text: string, channelId: string, nowMs: number): VerifiedIdToken {
  const read = claimsSchema.safeParse(parseJson(text));
  if (!read.success) return { kind: 'unreachable', why: 'an answer that is not of LINE' };
  const { iss, sub, aud, exp } = read.data;
  if (iss !== issuer) return { kind: 'refused', why: 'another issuer' };
  if (aud !== channelId) return { kind: 'refused', why: 'for another channel' };
  if (exp * 1000 <= nowMs) return { kind: 'refused', why: 'expired' };
  if (!lineUserIdShape.test(sub)) return { kind: 'refused', why: 'no LINE user id' };
  return { kind: 'verified', lineUserId: sub };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
