import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildSaleMessage } from '../../app/line/build-sale-message.ts';
import { createLineClient, sendLinePush } from '../../app/line/send-line-push.ts';
import type { LineOutcome } from '../../app/line/send-line-push.ts';
import { serializePush } from '../../app/line/serialize-push.ts';
import type { LineFault } from './line-faults.ts';
import { readLineOpenApi } from './read-line-open-api.ts';
import { lineOpenApiDir, startLineStandIn } from './start-line-stand-in.ts';
import type { LineStandIn } from './start-line-stand-in.ts';

const channelAccessToken = 'stand-in-token';
const to = `U${'1f'.repeat(16)}`;
const stranger = `U${'00'.repeat(16)}`;
const timer = {
  setTimer: (delayMs: number, fn: () => void) => {
    const handle = setTimeout(fn, delayMs);
    return () => clearTimeout(handle);
  },
};

function saleBody(recipient = to): string {
  const messages = buildSaleMessage({
    brandName: '山城茶舖',
    storeName: '站前店',
    saleNo: '1122-0042',
    atMs: Date.UTC(2026, 10, 22, 1, 1),
    language: 'zh-TW',
    paidMinor: 1250,
    points: 12,
    pointsSpent: 100,
    balancePoints: 3345,
    expiring: { points: 300, expiresOn: '2026-12-31' },
    memberPageUrl: 'https://liff.line.me/2000000001-AbcdEfgh',
    tier: { kind: 'reached', name: { 'zh-TW': '金卡', en: 'Gold' }, until: '2027-12-31' },
    progress: null,
    reasons: [{ 'zh-TW': '每 NT$100 得 1 點', en: '1 point for each NT$100' }],
    usedVoucherNames: [{ 'zh-TW': '95 折', en: '5% off' }],
    issuedVouchers: [
      {
        name: { 'zh-TW': '下次折五十', en: 'Fifty off next time' },
        validFrom: '2026-11-23',
        validUntil: '2027-01-31',
        uses: 1,
      },
    ],
    stamps: [{ name: { 'zh-TW': '咖啡', en: 'Coffee' }, added: 2 }],
  });
  return serializePush({ to: recipient, messages });
}

const openApi = readLineOpenApi(lineOpenApiDir());
let line: LineStandIn;
let nowMs = 0;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 22);
  line = await startLineStandIn({ openApi, nowMs: () => nowMs, isKnownUser: (id) => id === to });
});
afterEach(() => line.stop());

function push(retryKey: string, over: { body?: string; token?: string; url?: string } = {}) {
  const client = createLineClient({
    channelAccessToken: over.token ?? channelAccessToken,
    baseUrl: over.url ?? line.url,
  });
  const serializedBody = over.body ?? saleBody();
  return sendLinePush({ client, retryKey, serializedBody, deadlineMs: 1_000, timer });
}

describe('sendLinePush against a server that behaves as LINE', () => {
  test('accepted once, with the stored bytes; the same key again counts as sent', async () => {
    const key = randomUUID();
    const first = await push(key);
    const again = await push(key);
    const [accepted] = line.accepted;
    const requestId = accepted?.requestId ?? '';
    expect([first, again, line.accepted.length]).toEqual([
      { kind: 'accepted', requestId, already: false },
      { kind: 'accepted', requestId, already: true },
      1,
    ]);
    expect(accepted).toMatchObject({ retryKey: key, to, body: saleBody() });
  });

  const retry = (reason: 'rate' | 'server' | 'network' | 'not-line'): LineOutcome => ({
    kind: 'retry',
    reason,
  });
  const table: readonly (readonly [string, LineFault, LineOutcome, number])[] = [
    ['429 rate', { kind: 'rate-limit' }, retry('rate'), 0],
    ['429 month', { kind: 'monthly-limit' }, { kind: 'quota' }, 0],
    ['401', { kind: 'unauthorized' }, { kind: 'unauthorized' }, 0],
    ['500', { kind: 'server-error' }, retry('server'), 0],
    [
      '503 after acceptance',
      { kind: 'server-error', status: 503, accept: true },
      retry('server'),
      1,
    ],
    ['slower than the deadline', { kind: 'slow', delayMs: 5_000 }, retry('network'), 1],
    ['silence', { kind: 'silent', accept: false }, retry('network'), 0],
    ['reset', { kind: 'reset', accept: false }, retry('network'), 0],
    ['reset after acceptance', { kind: 'reset', accept: true }, retry('network'), 1],
    ['portal page', { kind: 'portal', answer: 'html' }, retry('not-line'), 0],
    ['portal redirect', { kind: 'portal', answer: 'redirect' }, retry('not-line'), 0],
    ['portal 403', { kind: 'portal', answer: 'html-403' }, retry('not-line'), 0],
    ['empty 200', { kind: 'portal', answer: 'empty' }, retry('not-line'), 0],
    ['foreign JSON', { kind: 'portal', answer: 'json' }, retry('not-line'), 0],
  ];
  test.each(table)('%s, then the same key: one message', async (_name, fault, outcome, taken) => {
    const key = randomUUID();
    line.script(fault);
    const first = await push(key);
    const takenFirst = line.accepted.length;
    const second = await push(key);
    expect([first, takenFirst, line.accepted.length]).toEqual([outcome, taken, 1]);
    expect(second).toMatchObject({ kind: 'accepted', already: taken === 1 });
  });

  test('403 and an unknown user are refused for good, with LINE’s words', async () => {
    line.script({ kind: 'forbidden' });
    const forbidden = await push(randomUUID());
    const unknown = await push(randomUUID(), { body: saleBody(stranger) });
    expect([forbidden, unknown, line.accepted.length]).toEqual([
      {
        kind: 'refused',
        status: 403,
        detail: '{"message":"Access to this API is not available for your account"}',
      },
      { kind: 'refused', status: 400, detail: '{"message":"Failed to send messages"}' },
      0,
    ]);
  });

  test('a wrong token, a used-up month, a key after 24 hours', async () => {
    const key = randomUUID();
    expect(await push(key, { token: 'old' })).toEqual({ kind: 'unauthorized' });
    await push(key);
    line.setMonthlyLimit(1);
    expect(await push(randomUUID())).toEqual({ kind: 'quota' });
    line.setMonthlyLimit(null);
    nowMs += 24 * 3_600_000;
    expect(await push(key)).toMatchObject({ kind: 'accepted', already: true });
    nowMs += 1;
    expect(await push(key)).toMatchObject({ kind: 'accepted', already: false });
    expect(line.accepted.length).toBe(2);
  });

  test('nothing is sent of a damaged body or under a key that is no UUID', async () => {
    const damaged = await push(randomUUID(), { body: saleBody().slice(0, -1) });
    const noKey = await push('sale-42');
    expect([damaged.kind, noKey.kind, line.accepted.length]).toEqual(['refused', 'refused', 0]);
  });

  test('nobody listening is a network matter', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const outcome = await push(randomUUID(), { url: `http://127.0.0.1:${port}` });
    expect(outcome).toEqual({ kind: 'retry', reason: 'network' });
  });
});
