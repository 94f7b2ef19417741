import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { MemberId } from '../../app/domain/ids.ts';
import type { Random } from '../../app/seed/random.ts';
import { makeAward, makeRefund, makeStub } from '../../hq/test-rig/test-events.ts';
import type { FuzzRequest } from './fuzz-client.ts';
import { chainPush, digestOf, signedRequest } from './fuzz-counter.ts';
import type { FuzzCounter } from './fuzz-counter.ts';
import { hostileJson, mutateJson, oddText } from './hostile-json.ts';

/** What the next request may be made of. */
export type FuzzScene = {
  readonly random: Random;
  readonly counters: readonly FuzzCounter[];
  /** Paths HQ serves, from its own document. */
  readonly paths: readonly string[];
  readonly cookie: string;
};

/** A request without any right to an effect; `forged` = a 200 would be an accepted forgery. */
export type NoRightRequest =
  | { readonly kind: 'request'; readonly request: FuzzRequest; readonly forged: boolean }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

const json = { 'content-type': 'application/json' };
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
const contentTypes = ['application/json', 'application/json; charset=big5', 'text/plain', 'x', ''];
const zeros = gzipSync(Buffer.alloc(4 * 1024 * 1024));
const bodyBytesMax = 512 * 1024;

/** Anything a stranger, a scanner, a copied request or a mad program may send. */
export function noRightRequest(scene: FuzzScene): NoRightRequest {
  const { random } = scene;
  const draw = random.uniform();
  if (draw < 0.02) return { kind: 'bytes', bytes: rawBytes(random) };
  const request = drawRequest(scene, draw);
  const forged = draw >= 0.3 && draw < 0.75;
  return { kind: 'request', request, forged };
}

function drawRequest(scene: FuzzScene, draw: number): FuzzRequest {
  if (draw < 0.16) return strayRequest(scene);
  if (draw < 0.3) return oddPull(scene);
  if (draw < 0.6) return forgedPush(scene);
  if (draw < 0.75) return wrongEnrolment(scene.random);
  if (draw < 0.8) return oddEncoding(scene.random);
  return strangerAtDesk(scene);
}

/** Any method at any path with any body. */
function strayRequest({ random, paths }: FuzzScene): FuzzRequest {
  const path = random.chance(0.8)
    ? random.pick(paths)
    : `/${encodeURIComponent(wellFormed(oddText(random, 40)))}`;
  const query = random.chance(0.3)
    ? `?${encodeURIComponent(wellFormed(oddText(random, 20)))}=${random.word()}`
    : '';
  const body = random.chance(0.5) ? hostileJson(random) : oddText(random, 300);
  const method = random.pick(methods);
  const isBare = method === 'GET' || method === 'HEAD';
  return {
    method,
    path: path + query,
    headers: isBare ? {} : { 'content-type': random.pick(contentTypes) },
    body: isBare ? Buffer.alloc(0) : Buffer.from(body),
  };
}

const oddNumbers = [
  '-1',
  '0',
  '1',
  '1e309',
  'NaN',
  '9007199254740993',
  '0x10',
  '',
  ' 7',
  '1.5',
  '__proto__',
];

/** A pull signed rightly, with a query that makes no sense. */
function oddPull({ random, counters }: FuzzScene): FuzzRequest {
  const number = () => (random.chance(0.8) ? random.pick(oddNumbers) : oddText(random, 12));
  const pairs: [string, string][] = [
    ['cursor', random.chance(0.3) ? String(random.word()) : number()],
    ['limit', number()],
  ];
  if (random.chance(0.2)) pairs.push(['cursor', number()]);
  if (random.chance(0.2)) pairs.push([oddText(random, 10), number()]);
  const path = `/v1/sync/pull?${new URLSearchParams(pairs.map(([k, v]) => [wellFormed(k), wellFormed(v)])).toString()}`;
  return signedRequest(random.pick(counters), { method: 'GET', path, body: '' });
}

/** A push that is not what a counter's key signed: something was changed on the way, or it is stale. */
function forgedPush(scene: FuzzScene): FuzzRequest {
  const { random, counters } = scene;
  const counter = random.pick(counters);
  const other = counters.find((one) => one !== counter) ?? counter;
  const { body } = chainPush(counter, [validBody(random)]);
  const right = signedRequest(counter, { method: 'POST', path: '/v1/sync/push', body });
  const with_ = (headers: Record<string, string>): FuzzRequest => ({
    ...right,
    headers: { ...right.headers, ...headers },
  });
  const input = right.headers['signature-input'] ?? '';
  const signature = right.headers['signature'] ?? '';
  const drawn = random.whole(9);
  if (drawn === 0) return { ...right, body: changed(random, right.body) };
  if (drawn === 1) {
    const other_ = changed(random, right.body);
    return { ...with_({ 'content-digest': digestOf(other_) }), body: other_ };
  }
  if (drawn === 2) return { ...right, path: `/v1/sync/push?x=${random.word()}` };
  if (drawn === 3)
    return with_({
      'signature-input': input.replace(counter.identity.install, other.identity.install),
    });
  if (drawn === 4)
    return with_({ 'signature-input': input.replace(/created=\d+/, `created=${random.word()}`) });
  if (drawn === 5) return with_({ signature: changedText(random, signature) });
  if (drawn === 6) return with_({ 'signature-input': changedText(random, input) });
  if (drawn === 7) return { ...right, headers: json };
  // Another counter's signature under this counter's events.
  return signedRequest(other, { method: 'POST', path: '/v1/sync/push', body });
}

function wrongEnrolment(random: Random): FuzzRequest {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ';
  const code = Array.from({ length: 8 }, () => random.pick([...letters])).join('');
  const key = Buffer.from(random.bytes(32)).toString('base64url');
  const right = { proto: 1, code, publicKey: key, hostName: 'x', appVersion: '1' };
  const text = JSON.stringify(right);
  const body = Buffer.from(random.chance(0.2) ? text : mutateJson(random, text));
  return { method: 'POST', path: '/v1/enrol', headers: json, body };
}

/** Packed, cut in pieces, far too large, or of another alphabet. */
function oddEncoding(random: Random): FuzzRequest {
  const post = {
    method: 'POST',
    path: random.pick(['/v1/sync/push', '/v1/enrol', '/admin/api/session']),
  };
  const drawn = random.whole(5);
  if (drawn === 0) {
    const encoding = random.pick(['gzip', 'deflate', 'br', 'gzip, gzip', 'identity', 'x']);
    return { ...post, headers: { ...json, 'content-encoding': encoding }, body: zeros };
  }
  if (drawn === 1)
    return {
      ...post,
      headers: json,
      body: Buffer.concat([
        Buffer.from('{"a":"'),
        Buffer.from(random.bytes(60)),
        Buffer.from('"}'),
      ]),
    };
  if (drawn === 2) return { ...post, headers: json, body: Buffer.from('﻿{}') };
  if (drawn === 3)
    return { ...post, headers: json, body: Buffer.from(hostileJson(random, 20_000)) };
  const size = random.chance(0.1) ? bodyBytesMax + 1 : 30_000;
  return { ...post, headers: json, body: Buffer.from(`{"a":"${'a'.repeat(size)}"}`) };
}

/** The console's calls without a session, or with a made-up one. */
function strangerAtDesk({ random, paths }: FuzzScene): FuzzRequest {
  const path = random.pick(paths.filter((one) => one.startsWith('/admin/')));
  const cookie = random.pick([
    '',
    'counterfoil_hq=',
    `counterfoil_hq=${random.hex(43)}`,
    'counterfoil_hq=a; counterfoil_hq=b',
  ]);
  const body = random.chance(0.3) ? '{"token":"guess"}' : hostileJson(random);
  const method = random.pick(['GET', 'POST', 'POST', 'DELETE']);
  return {
    method,
    path,
    headers: { ...(method === 'GET' ? {} : json), ...(cookie === '' ? {} : { cookie }) },
    body: method === 'GET' ? Buffer.alloc(0) : Buffer.from(body),
  };
}

/** The console's calls with a right session and a body that is wrong somewhere. */
export function deskRequest({ random, paths, cookie }: FuzzScene): FuzzRequest {
  const path = random.pick(paths.filter((one) => one.startsWith('/admin/')));
  const method = random.pick(['GET', 'POST', 'POST']);
  const keys = [
    'name',
    'taxId',
    'storeId',
    'memberId',
    'exceptionId',
    'inst',
    'program',
    'text',
    'offset',
    'limit',
    'programId',
    'version',
    'kind',
    'into',
    'from',
    'mobile',
    'counterLabel',
  ];
  const fields = Array.from({ length: 1 + random.whole(4) }, () => random.pick(keys));
  const value = () => (random.chance(0.3) ? JSON.stringify(randomUUID()) : hostileJson(random));
  const body = `{${[...new Set(fields)].map((key) => `"${key}":${value()}`).join(',')}}`;
  const query = new URLSearchParams(
    fields.map((key) => [key, wellFormed(random.chance(0.3) ? randomUUID() : oddText(random, 20))]),
  );
  return {
    method,
    path: method === 'GET' ? `${path}?${query.toString()}` : path,
    headers: { cookie, ...(method === 'GET' ? {} : json) },
    body: method === 'GET' ? Buffer.alloc(0) : Buffer.from(body),
  };
}

/** Raw bodies for a push that is signed and chained rightly: what a counter gone mad records. */
export function hostileBodies(random: Random): string[] {
  const count = random.chance(0.8) ? 1 + random.whole(3) : 1 + random.whole(20);
  return Array.from({ length: count }, () => {
    const draw = random.uniform();
    if (draw < 0.06) return validBody(random);
    if (draw < 0.75)
      return mutateJson(random, validBody(random), random.chance(0.01) ? 60_000 : 2_000);
    if (draw < 0.95) return hostileJson(random, random.chance(0.02) ? 100_000 : 2_000);
    return oddText(random, 200);
  });
}

function validBody(random: Random): string {
  const memberId = randomUUID() as MemberId;
  const draw = random.uniform();
  const award = makeAward({ memberId, amountMinor: 1 + random.whole(9_999) });
  if (draw < 0.6) return JSON.stringify(award);
  if (draw < 0.8) return JSON.stringify(makeRefund({ of: award }));
  const mobile = `+8869${String(random.whole(100_000_000)).padStart(8, '0')}`;
  return JSON.stringify(makeStub(memberId, { mobile, cardCode: `f-${memberId}` }));
}

/** Bytes that may not even be HTTP. */
function rawBytes(random: Random): Buffer {
  const heads = [
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n{}',
    'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}',
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n',
    'GET http://evil/ HTTP/1.1\r\nHost: x\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'GET /%00%ff/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}',
  ];
  if (random.chance(0.2)) return Buffer.from(random.bytes(1 + random.whole(300)));
  const text = random.pick(heads);
  return random.chance(0.5) ? Buffer.from(text) : changed(random, Buffer.from(text));
}

function changed(random: Random, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.whole(copy.length);
  const draw = random.uniform();
  if (draw < 0.6) copy[at] = (copy[at] ?? 0) ^ (1 << random.whole(8));
  else if (draw < 0.8) return Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1)]);
  else return Buffer.concat([copy, Buffer.from(' ')]);
  return copy;
}

/** Another character in the place of one, of those a header may carry. */
function changedText(random: Random, text: string): string {
  const at = random.whole(text.length);
  const other = random.pick([...'AZaz09+/=:;"().']);
  const put = other === text[at] ? '!' : other;
  return text.slice(0, at) + put + text.slice(at + 1);
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
