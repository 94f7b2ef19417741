import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInstallKey, signRequest } from '../../app/sync/request-signer.ts';
import { markInstallRevoked } from '../db/installs.ts';
import { sendSigned } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { verifySignature } from './verify-signature.ts';
import type { ArrivedRequest } from './verify-signature.ts';

describe('request signatures', () => {
  let hq: TestHq;
  let counter: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(testStoreKind);
    counter = await hq.enrol();
  });
  afterAll(async () => {
    await hq.stop();
  });

  const target = '/v1/sync/pull?cursor=0&limit=5';
  function signed(
    nowMs = Date.now(),
  ): ArrivedRequest & { readonly headers: Record<string, string> } {
    const url = new URL(target, counter.url);
    const headers = signRequest({
      signingKey: counter.key.signingKey,
      installId: counter.install,
      method: 'GET',
      url,
      body: '',
      nowMs,
    });
    return {
      method: 'GET',
      target,
      headers: { host: url.host, ...headers },
      rawBody: new Uint8Array(),
    };
  }
  const kindOf = async (request: ArrivedRequest) => (await verifySignature(hq.db, request)).kind;

  it('takes a good one, whatever its clock says', async () => {
    for (const nowMs of [Date.now(), 0, Date.now() + 10 * 365 * 86_400_000]) {
      expect(await kindOf(signed(nowMs))).toBe('verified');
    }
  });

  it('refuses what was not signed', async () => {
    const good = signed();
    const without = (name: string) => {
      const { [name]: _, ...headers } = good.headers;
      return { ...good, headers };
    };
    const changed: readonly ArrivedRequest[] = [
      { ...good, method: 'POST' },
      { ...good, target: '/v1/sync/pull?cursor=1&limit=5' },
      { ...good, target: '/v1/sync/push?cursor=0&limit=5' },
      { ...good, target: '/v1/sync/pull' },
      { ...good, rawBody: Buffer.from('x') },
      { ...good, headers: { ...good.headers, host: 'elsewhere:1' } },
      without('signature'),
      without('signature-input'),
      without('content-digest'),
      without('host'),
    ];
    for (const request of changed) expect(await kindOf(request)).toBe('bad-signature');
  });

  it('refuses the key of another and an unknown install', async () => {
    const url = new URL(target, counter.url);
    const sign = (signingKey: string, installId: string) => ({
      ...signed(),
      headers: {
        host: url.host,
        ...signRequest({ signingKey, installId, method: 'GET', url, body: '', nowMs: Date.now() }),
      },
    });
    expect(await kindOf(sign(createInstallKey().signingKey, counter.install))).toBe(
      'bad-signature',
    );
    const nobody = '0198b3a0-0000-7000-8000-00000000ffff';
    expect(await kindOf(sign(counter.key.signingKey, nobody))).toBe('unknown-install');
  });

  it('refuses every one-character change of its headers', async () => {
    const good = signed();
    const names = ['signature', 'signature-input', 'content-digest'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        async (name, at, code) => {
          const value = good.headers[name] ?? '';
          const i = at % value.length;
          const mutated = value.slice(0, i) + String.fromCharCode(code) + value.slice(i + 1);
          fc.pre(mutated !== value);
          expect(await kindOf({ ...good, headers: { ...good.headers, [name]: mutated } })).not.toBe(
            'verified',
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('refuses a revoked install with its own word', async () => {
    const revoked = await hq.enrol();
    expect((await sendSigned(revoked, 'GET', target)).status).toBe(200);
    await markInstallRevoked(hq.db, revoked.install, Date.now());
    expect(await sendSigned(revoked, 'GET', target)).toMatchObject({
      status: 403,
      body: { error: 'revoked' },
    });
  });
});
