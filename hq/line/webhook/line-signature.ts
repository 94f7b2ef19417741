import { createHmac, timingSafeEqual } from 'node:crypto';

/** What LINE puts into the header `x-line-signature`: HMAC-SHA256 of the bytes under the channel secret, base64. */
export function signLineBody(channelSecret: string, body: Uint8Array): string {
  return createHmac('sha256', channelSecret).update(body).digest('base64');
}

/**
 * Whether the header is this body's signature, in a time that tells nothing of where it differs. Compared as
 * text: base64 has several spellings for the same bytes, and LINE uses one.
 */
export function isLineSignature(
  channelSecret: string,
  body: Uint8Array,
  header: string | readonly string[] | undefined,
): boolean {
  if (typeof header !== 'string') return false;
  const right = Buffer.from(signLineBody(channelSecret, body), 'latin1');
  // Outside of latin1 nothing can come in a header; its length is no secret.
  const given = Buffer.from(header, 'utf8');
  return given.length === right.length && timingSafeEqual(given, right);
}
