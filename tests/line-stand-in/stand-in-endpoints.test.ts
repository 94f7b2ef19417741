import { messagingApi } from '@line/bot-sdk';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askLine } from '../../app/line/ask-line.ts';
import { standInBot } from './answer-account.ts';
import { readLineOpenApi } from './read-line-open-api.ts';
import { lineOpenApiDir, standInLoginChannelId, startLineStandIn } from './start-line-stand-in.ts';
import type { LineStandIn } from './start-line-stand-in.ts';
import { signWebhook } from './webhook-sender.ts';

const openApi = readLineOpenApi(lineOpenApiDir());
const userId = `U${'3d'.repeat(16)}`;
const stranger = `U${'00'.repeat(16)}`;
const timer = {
  setTimer: (delayMs: number, fn: () => void) => {
    const handle = setTimeout(fn, delayMs);
    return () => clearTimeout(handle);
  },
};
let nowMs = 0;
let line: LineStandIn;
let client: messagingApi.MessagingApiClient;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 22);
  line = await startLineStandIn({
    openApi,
    nowMs: () => nowMs,
    isKnownUser: (id) => id === userId,
    callsPerSecond: { coupon: 2 },
  });
  client = new messagingApi.MessagingApiClient({
    channelAccessToken: 'stand-in-token',
    baseURL: line.url,
  });
});
afterEach(() => line.stop());

const ask = <T>(call: () => Promise<T>) => askLine(call, { deadlineMs: 1_000, timer });

async function verify(form: Record<string, string>) {
  const answer = await fetch(`${line.url}/oauth2/v2.1/verify`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return (await answer.json()) as Record<string, unknown>;
}

test('an id token counts for its channel and its hour, and only unchanged', async () => {
  const token = line.issueIdToken({ userId, nonce: 'n' });
  const client_id = standInLoginChannelId;
  const said = async (form: Record<string, string>) =>
    (await verify({ id_token: token, client_id, ...form }))['error_description'];
  const good = await verify({ id_token: token, client_id, nonce: 'n', user_id: userId });
  const other = line.issueIdToken({ userId, channelId: '1999999999' });
  const refusals = [
    await said({ client_id: '1999999999' }),
    await said({ id_token: other }),
    await said({ id_token: 'a.b.c' }),
    await said({ id_token: `${token.slice(0, -3)}abc` }),
    await said({ nonce: 'other' }),
    await said({ user_id: stranger }),
    await said({ id_token: line.issueIdToken({ userId, lifeMs: -1 }) }),
  ];
  nowMs += 3_600_000;
  expect([good, [...refusals, await said({})]]).toEqual([
    expect.objectContaining({ sub: userId, aud: client_id, iss: 'https://access.line.me' }),
    [
      'Invalid IdToken Audience.',
      'Invalid IdToken Audience.',
      'Invalid IdToken.',
      'Invalid IdToken.',
      'Invalid IdToken Nonce.',
      'Invalid IdToken Subject Identifier.',
      'IdToken expired.',
      'IdToken expired.',
    ],
  ]);
});

test('only a push says nothing of a block; the profile and the link token do', async () => {
  const text = { to: userId, messages: [{ type: 'text' as const, text: '您好' }] };
  line.webhooks.unfollow(userId);
  const blocked = [
    await ask(() => client.getProfile(userId)),
    await ask(() => client.issueLinkToken(userId)),
    await ask(() => client.getProfile(stranger)),
  ].map((asked) => asked.kind);
  await client.pushMessage(text, randomUUID());
  line.webhooks.follow(userId);
  await client.pushMessage(text, randomUUID());
  const profile = await client.getProfile(userId);
  const { linkToken } = await client.issueLinkToken(userId);
  const { totalUsage } = await client.getMessageQuotaConsumption();
  expect([
    blocked,
    line.accepted.map(({ delivered }) => delivered),
    profile.userId,
    linkToken.length > 20,
    totalUsage,
    await client.getBotInfo(),
  ]).toEqual([
    ['refused', 'refused', 'refused'],
    [false, true],
    userId,
    true,
    1,
    expect.objectContaining({ userId: standInBot.userId }),
  ]);
});

test('coupons are made, listed and closed, once; too many calls are turned away', async () => {
  const wish: messagingApi.CouponCreateRequest = {
    title: '咖啡買一送一',
    acquisitionCondition: { type: 'normal' } as messagingApi.AcquisitionConditionRequest,
    reward: { type: 'others' } as messagingApi.CouponRewardRequest,
    startTimestamp: nowMs / 1_000,
    endTimestamp: nowMs / 1_000 + 86_400,
    maxUseCountPerTicket: 1,
    timezone: 'ASIA_TAIPEI',
    visibility: 'UNLISTED',
    couponCode: 'COFFEE',
  };
  const { couponId } = await client.createCoupon(wish);
  const tooLong = await ask(() => client.createCoupon({ ...wish, couponCode: 'x'.repeat(17) }));
  const limited = await ask(() => client.listCoupon());
  nowMs += 1_000;
  const listed = await client.listCoupon(new Set<'RUNNING'>(['RUNNING']), undefined, 100);
  await client.closeCoupon(couponId);
  nowMs += 1_000;
  const again = await ask(() => client.closeCoupon(couponId));
  const unknown = await ask(() => client.closeCoupon('0'.repeat(26)));
  nowMs += 1_000;
  const detail = await client.getCouponDetail(couponId);
  expect([tooLong, limited, listed, again, unknown, detail]).toEqual([
    expect.objectContaining({ kind: 'refused', status: 400 }),
    { kind: 'rate' },
    { items: [{ couponId, title: '咖啡買一送一' }] },
    expect.objectContaining({ status: 410 }),
    expect.objectContaining({ status: 404 }),
    expect.objectContaining({ status: 'CLOSED', couponCode: 'COFFEE', title: '咖啡買一送一' }),
  ]);
});

test('what the project must not say is a breach: a retry key where LINE takes none, a path LINE lacks', async () => {
  const authorization = 'Bearer stand-in-token';
  await fetch(`${line.url}/v2/bot/info`, {
    headers: { authorization, 'x-line-retry-key': randomUUID() },
  });
  await fetch(`${line.url}/v2/bot/coupon?limit=101&colour=red`, { headers: { authorization } });
  await fetch(`${line.url}/v2/bot/nothing`, { headers: { authorization } });
  await ask(() => client.createCoupon({} as messagingApi.CouponCreateRequest));
  const taken = line.takeViolations();
  const { breaches, taken: looked } = line.tally;
  expect([breaches, looked]).toEqual([taken.length, taken.length]);
  if (!line.validates) return;
  expect(taken.slice(0, 5)).toEqual([
    'request: GET /v2/bot/info takes no retry key',
    "request: query colour is not in LINE's OpenAPI",
    'request: query limit data must be <= 100',
    "request: GET /v2/bot/nothing is not in LINE's OpenAPI",
    "request: CouponCreateRequest must have required property 'acquisitionCondition'",
  ]);
});

test('faults of the network come at any endpoint', async () => {
  line.scriptAt(
    '/v2/bot/info',
    { kind: 'server-error', status: 503 },
    { kind: 'reset', accept: false },
    { kind: 'portal', answer: 'html' },
    { kind: 'silent', accept: false },
    { kind: 'unauthorized' },
  );
  const kinds: string[] = [];
  for (let i = 0; i < 6; i += 1) kinds.push((await ask(() => client.getBotInfo())).kind);
  expect(kinds).toEqual([
    'unreachable',
    'unreachable',
    'unreachable',
    'unreachable',
    'unauthorized',
    'told',
  ]);
});

test('webhooks come signed, some together, and again in another order until they are taken', async () => {
  const channelSecret = '8c570fa6dd201bb328f1c1eac23a96d8';
  // LINE docs "Verify webhook signature".
  expect(
    signWebhook(channelSecret, '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'),
  ).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');

  const got: { id: string; again: boolean }[] = [];
  let [status, isSigned] = [500, true];
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      isSigned &&= request.headers['x-line-signature'] === signWebhook(channelSecret, body);
      const { events } = JSON.parse(body.toString()) as {
        events: { webhookEventId: string; deliveryContext: { isRedelivery: boolean } }[];
      };
      got.push(
        ...events.map((one) => ({
          id: one.webhookEventId,
          again: one.deliveryContext.isRedelivery,
        })),
      );
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const { webhooks } = line;
  webhooks.setTarget({ url: `http://127.0.0.1:${port}/line/webhook`, channelSecret });
  const follow = webhooks.follow(userId).webhookEventId;
  nowMs += 1;
  const unfollow = webhooks.unfollow(userId).webhookEventId;
  const first = await webhooks.deliver();
  const left = await webhooks.redeliver((events) => events.toReversed());
  status = 200;
  const leftThen = await webhooks.redeliver();
  await webhooks.send(webhooks.postback(userId, 'card'));
  webhooks.accountLink({ userId, nonce: 'abcdefghijkl' });
  webhooks.accountLink({ userId: null, nonce: 'abcdefghijkl' });
  const last = await webhooks.deliver();
  await new Promise((resolve) => receiver.close(resolve));
  expect([first.status, left, leftThen, last.status, isSigned, got.slice(0, 6)]).toEqual([
    500,
    2,
    0,
    200,
    true,
    [
      { id: follow, again: false },
      { id: unfollow, again: false },
      { id: unfollow, again: true },
      { id: follow, again: true },
      { id: unfollow, again: true },
      { id: follow, again: true },
    ],
  ]);
});
