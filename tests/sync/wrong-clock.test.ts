import { createServer, request as askOverTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../app/db/handles.ts';
import { putSettings } from '../../app/db/settings.ts';
import { createSigningKey, signDocument } from '../../app/db/sign-document.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import type { FetchPort } from '../../app/sync/ports.ts';
import { firstMemory, runRound } from '../../app/sync/run-round.ts';
import { openTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import { northStore, startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';
import { getUnverified } from '../../main/unverified-get.ts';
import { expiredCertificate } from './expired-certificate.ts';

const { authority, certificate, privateKey } = expiredCertificate;
const dayMs = 24 * 60 * 60_000;

/** `fetch` that trusts the test's authority, and so stumbles over the date of the certificate alone. */
const fetchTrusting: FetchPort = async (url, { method, headers }) =>
  await new Promise((_resolve, reject) => {
    askOverTls(url, { method, headers, ca: authority }).on('error', reject).end();
  });

/** HQ behind a front whose certificate has run out; `answers` can put words into its mouth. */
async function startFront(hqUrl: string) {
  const front = { answer: null as ((path: string) => unknown) | null, asked: [] as string[] };
  const server = createServer({ key: privateKey, cert: certificate }, (request, response) => {
    const path = request.url ?? '';
    front.asked.push(path.split('?')[0] ?? '');
    const told = front.answer?.(path);
    const end = (text: string) => response.setHeader('content-type', 'application/json').end(text);
    if (told !== undefined) return void end(JSON.stringify(told));
    void fetch(new URL(path, hqUrl)).then(async (answer) => end(await answer.text()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(front, {
    url: `https://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  });
}

let hq: TestHq;
let front: Awaited<ReturnType<typeof startFront>>;
let counter: TestCounter;

beforeAll(async () => {
  hq = await startTestHq(testStoreKind);
  front = await startFront(hq.url);
  counter = await openTestCounter();
  const code = await hq.makeEnrolmentCode(northStore.storeId, '1 號機');
  const host = { hostName: 'PC', appVersion: '0.3.0' };
  const deps = { db: counter.db, fetch, nowMs: Date.now, timers: realTimers };
  await enrolCounter(deps, { addressText: hq.url, codeText: code, ...host });
  await inTransaction(counter.db, async (trx) => {
    await putSettings(trx, { hqUrl: front.url });
  });
});
afterAll(async () => {
  await counter.close();
  await front.close();
  await hq.stop();
});

/** How a round ends on a PC whose clock is off by so much. */
async function roundWithClockOffBy(ms: number) {
  front.asked.length = 0;
  let nth = 0;
  const { result } = await runRound(
    {
      db: counter.db,
      fetch: fetchTrusting,
      nowMs: () => Date.now() + ms,
      timers: realTimers,
      getUnverified,
      newNonce: () => `nonce-of-this-test-number-${(nth += 1)}`,
    },
    firstMemory,
    { onHeard: async () => {}, onDataChanged: () => {} },
  );
  if (result.kind !== 'failed') return result;
  const { reason, hqOffsetMs } = result;
  const offDays = hqOffsetMs === undefined ? null : Math.round(hqOffsetMs / dayMs);
  return { reason, offDays, asked: [...front.asked] };
}

test('a PC whose clock is years off learns by how much, and asks nothing else unverified', async () => {
  expect(await roundWithClockOffBy(-733 * dayMs)).toEqual({
    reason: 'clock',
    offDays: 733,
    asked: ['/v1/time'],
  });
});

test('a PC whose clock is right is told that the certificate of HQ has run out', async () => {
  const asked = ['/v1/time'];
  expect(await roundWithClockOffBy(0)).toEqual({ reason: 'hq-certificate', offDays: null, asked });
});

test('a time that HQ did not sign, or signed for another question, is no time', async () => {
  const { signingKey } = createSigningKey();
  const forged = (nonce: string | null) =>
    signDocument(signingKey, 'time', { nonce, serverTimeMs: Date.now() });
  const nonceOf = (path: string) => new URL(path, front.url).searchParams.get('nonce');
  front.answer = (path) => ({ time: forged(nonceOf(path)) });
  const unknown = { reason: 'clock', offDays: null, asked: ['/v1/time'] };
  expect(await roundWithClockOffBy(-733 * dayMs)).toEqual(unknown);

  const old = await (
    await fetch(new URL('/v1/time?nonce=nonce-of-somebody-else-0001', hq.url))
  ).json();
  front.answer = () => old;
  expect(await roundWithClockOffBy(-733 * dayMs)).toEqual(unknown);
  for (const nonsense of [{}, 'text', { time: null }, 'x'.repeat(20_000)]) {
    front.answer = () => nonsense;
    expect(await roundWithClockOffBy(-733 * dayMs)).toEqual(unknown);
  }
  front.answer = null;
});

test('over plain HTTP nothing is asked unverified', async () => {
  await expect(getUnverified(`${hq.url}/v1/time`, new AbortController().signal)).rejects.toThrow();
});
