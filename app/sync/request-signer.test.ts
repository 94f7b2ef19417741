import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseSignatureHeaders, signatureBase } from '../contract/request-signature.ts';
import { createInstallKey, signRequest } from './request-signer.ts';

const installId = '0197b9f0-7c1e-7a3b-9d55-0123456789ab';

/** Verifies as HQ does, from the headers and the raw request alone. */
function verifies(
  headers: ReturnType<typeof signRequest>,
  publicKey: string,
  request: { method: string; url: URL; body: string },
): boolean {
  const parsed = parseSignatureHeaders({
    contentDigest: headers['content-digest'],
    signatureInput: headers['signature-input'],
    signature: headers.signature,
  });
  if (parsed.kind !== 'parsed') return false;
  const digest = createHash('sha256').update(request.body).digest('base64');
  if (digest !== parsed.digestBase64) return false;
  const base = signatureBase(
    {
      method: request.method,
      authority: request.url.host,
      path: request.url.pathname,
      query: request.url.search,
      digest: headers['content-digest'],
    },
    parsed.params,
  );
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(base), key, Buffer.from(parsed.signatureBase64, 'base64'));
}

test('a signed request verifies, and no other request under the same signature', () => {
  const { signingKey, publicKey } = createInstallKey();
  const url = new URL('http://127.0.0.1:8787/v1/sync/push?x=1');
  const request = { method: 'POST' as const, url, body: '{"點":1}' };
  const headers = signRequest({ ...request, signingKey, installId, nowMs: 1_795_312_862_123 });
  expect(headers['signature-input']).toContain(`;created=1795312862;keyid="${installId}"`);
  expect(publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const others = [
    { ...request, body: '{"點":2}' },
    { ...request, method: 'PUT' },
    { ...request, url: new URL('http://127.0.0.1:8788/v1/sync/push?x=1') },
    { ...request, url: new URL('http://127.0.0.1:8787/v1/sync/pull?x=1') },
    { ...request, url: new URL('http://127.0.0.1:8787/v1/sync/push?x=2') },
  ];
  expect([
    verifies(headers, publicKey, request),
    ...others.map((other) => verifies(headers, publicKey, other)),
    verifies(headers, createInstallKey().publicKey, request),
  ]).toEqual([true, false, false, false, false, false, false]);
});
