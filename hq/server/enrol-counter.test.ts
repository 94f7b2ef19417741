import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInstallKey } from '../../app/sync/request-signer.ts';
import { postJson } from '../test-rig/test-counter.ts';
import { northStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

describe.each(testStoreKinds)('enrolment on %s', (kind) => {
  let hq: TestHq;
  let nowMs = Date.parse('2026-11-22T10:00:00+08:00');
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
  });
  afterAll(async () => {
    await hq.stop();
  });
  const makeCode = () => hq.makeEnrolmentCode(northStore.storeId, '2 號機');
  const enrol = (code: string, publicKey = createInstallKey().publicKey) =>
    postJson(`${hq.url}/v1/enrol`, { proto: 1, code, publicKey, hostName: 'PC', appVersion: '1' });
  const wrongen = (code: string, n: number) => {
    const letters = 'BCDFGHJKLMNPQRSTVWXZ'.replace(code[7] ?? '', '');
    return code.slice(0, 7) + letters[n];
  };

  it('makes an install of a code, once', async () => {
    const code = await makeCode();
    expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    const { publicKey } = createInstallKey();
    const first = await enrol(code, publicKey);
    expect(first).toMatchObject({
      status: 200,
      body: {
        counterLabel: '2 號機',
        brandName: 'Counterfoil',
        store: northStore,
        serverTimeMs: nowMs,
      },
    });
    // The same key again: the answer was lost on the way. Another key: somebody else.
    expect((await enrol(code, publicKey)).body['inst']).toBe(first.body['inst']);
    expect(await enrol(code)).toMatchObject({ status: 410, body: { error: 'code-expired' } });
  });

  it('refuses a code after ten minutes, a wrong one, and one tried five times', async () => {
    const code = await makeCode();
    const tried: unknown[] = [];
    for (let n = 0; n < 5; n += 1) tried.push((await enrol(wrongen(code, n))).body['error']);
    expect(tried).toEqual(Array.from({ length: 5 }, () => 'code-unknown'));
    expect(await enrol(code)).toMatchObject({ status: 429, body: { error: 'too-many-tries' } });
    const late = await makeCode();
    nowMs += 10 * 60_000;
    expect(await enrol(late)).toMatchObject({ status: 410, body: { error: 'code-expired' } });
  });

  it('stops who guesses, for a while, and nobody else', async () => {
    nowMs += 3_600_000;
    const code = await makeCode();
    for (let n = 0; n < 30; n += 1) await enrol('BBBBBBBB');
    expect(await enrol(code)).toMatchObject({ status: 429, body: { error: 'too-many-tries' } });
    // Behind a proxy: it says whom it hears last, whatever the caller says before.
    const { publicKey } = createInstallKey();
    const body = { proto: 1, code, publicKey, hostName: 'PC', appVersion: '1' };
    const others = await fetch(`${hq.url}/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1, 192.0.2.2' },
      body: JSON.stringify(body),
    });
    expect(others.status).toBe(200);
    nowMs += 10 * 60_000 + 1;
    expect((await enrol(await makeCode())).status).toBe(200);
  });

  it('refuses what is no code or key', async () => {
    expect((await enrol('abc')).status).toBe(400);
    expect((await enrol('BCDFGHJK', 'short')).status).toBe(400);
  });
});
