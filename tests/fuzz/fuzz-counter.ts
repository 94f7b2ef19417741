import { createHash } from 'node:crypto';
import { contentDigestValue } from '../../app/contract/request-signature.ts';
import { chainHash } from '../../app/db/chain-hash.ts';
import { signRequest } from '../../app/sync/request-signer.ts';
import { enrolTestCounter } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import type { FuzzRequest } from './fuzz-client.ts';

/** An enrolled counter that keeps of its chain only the end. */
export type FuzzCounter = {
  readonly identity: TestCounter;
  seq: number;
  head: string;
};

export async function enrolFuzzCounter(url: string, code: string): Promise<FuzzCounter> {
  return { identity: await enrolTestCounter(url, code), seq: 0, head: '' };
}

/** A push of these bodies behind all that HQ has, rightly chained; `end` is where that leads. */
export function chainPush(
  counter: FuzzCounter,
  rawBodies: readonly string[],
): { readonly body: string; readonly end: { readonly seq: number; readonly head: string } } {
  const { install } = counter.identity;
  let { seq, head } = counter;
  for (const rawBody of rawBodies) {
    seq += 1;
    head = chainHash({ prev: head, install, seq, rawBody });
  }
  const push = { proto: 1, inst: install, from: counter.seq + 1, events: rawBodies, head };
  return { body: JSON.stringify(push), end: { seq, head } };
}

/** A request with the counter's own signature over exactly these bytes. */
export function signedRequest(
  { identity }: FuzzCounter,
  {
    method,
    path,
    body,
  }: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body: string },
): FuzzRequest {
  const url = new URL(path, identity.url);
  const { signingKey } = identity.key;
  const signer = { signingKey, installId: identity.install };
  const signature = signRequest({ ...signer, method, url, body, nowMs: Date.now() });
  return {
    method,
    path: url.pathname + url.search,
    headers: {
      host: url.host,
      ...signature,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    },
    body: Buffer.from(body, 'utf8'),
  };
}

/** The digest header that fits a body, for signatures that cover another one. */
export function digestOf(body: Buffer): string {
  return contentDigestValue(createHash('sha256').update(body).digest('base64'));
}
