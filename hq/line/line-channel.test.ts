import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminDoneSchema } from '../../app/contract/hq-admin.ts';
import { newAdminAnswerSchema } from '../../app/contract/hq-admin-exceptions.ts';
import {
  lineChannelAnswerSchema,
  lineChannelChangedSchema,
  lineCheckAnswerSchema,
} from '../../app/contract/hq-admin-line.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { listLatestAudit } from '../db/audit.ts';
import { insertLineAccounts } from '../db/members.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import type { EventId } from '../../app/domain/ids.ts';
import { serializePush } from '../../app/line/serialize-push.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { newTestId } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { openLineChannel } from './line-channel.ts';
import { createSecretKeys } from './secret-key-file.ts';

const channelAccessToken = `token-${'x'.repeat(40)}-abcd`;
const channelSecret = '8c570fa6dd201bb328f1c1eac23a96d8';
const secretKey = randomBytes(32).toString('base64');

describe.each(testStoreKinds)('the LINE channel of a brand on %s', (kind) => {
  let hq: TestHq;
  let line: LineStandIn;
  let admin: AdminClient;
  const nowMs = Date.parse('2026-11-22T12:00:00+08:00');
  const logged: string[] = [];

  beforeAll(async () => {
    line = await startLineStandIn({ channelAccessToken, nowMs: () => nowMs });
    hq = await startTestHq(kind, {
      nowMs: () => nowMs,
      secretKey,
      line: { baseUrl: line.url },
      log: (text) => logged.push(text),
    });
    admin = await signInAdmin(hq);
  });
  afterAll(async () => {
    await hq.stop();
    await line.stop();
  });
  const set = (body: unknown, who = admin) =>
    who.post('/line/channel', body, lineChannelChangedSchema);
  const shown = () => admin.get('/line/channel', lineChannelAnswerSchema);
  const check = (body: object = {}) =>
    admin.post('/line/channel/check', body, lineCheckAnswerSchema);
  const none = { source: 'none', lastFour: null, setAtMs: null, trouble: null };
  const noValue = { source: 'none', value: null };

  it('has nothing at first, and says so', async () => {
    const { client, channelSecret: secret } = hq.lineChannel.current();
    expect([client, secret, await shown(), await check(), hq.lineWorker.getState()]).toEqual([
      null,
      null,
      {
        accessToken: none,
        channelSecret: none,
        loginChannelId: noValue,
        liffId: noValue,
        otherOrigin: line.url,
        mayChange: true,
      },
      { kind: 'no-token' },
      'no-token',
    ]);
  });

  it('asks LINE whose a token is before it is kept', async () => {
    expect([
      await check({ accessToken: channelAccessToken }),
      await check({ accessToken: 'somebody-elses' }),
      (await shown()).accessToken,
    ]).toEqual([
      {
        kind: 'fits',
        displayName: '好日子（LINE 替身）',
        basicId: '@800standin',
        webhook: null,
      },
      { kind: 'refused' },
      none,
    ]);
    line.scriptAt('/v2/bot/info', { kind: 'portal', answer: 'json' });
    expect(await check({ accessToken: channelAccessToken })).toEqual({ kind: 'unreachable' });
  });

  it('sends from the moment a token is set, without a restart', async () => {
    const memberId = await addMember(hq);
    await hq.db
      .transaction()
      .execute((trx) => insertLineAccounts(trx, [{ memberId, lineUserId: `U${'4e'.repeat(16)}` }]));
    const lineUserId = `U${'4e'.repeat(16)}`;
    const body = serializePush({ to: lineUserId, messages: [{ type: 'text', text: '您好' }] });
    const [outboxId, eid] = [newTestId<string>(), newTestId<EventId>()];
    await hq.db
      .transaction()
      .execute((trx) =>
        insertLineMessages(trx, [{ outboxId, memberId, eid, kind: 'sale', body, nowMs }]),
      );
    await hq.lineWorker.runOnce();
    const before = line.accepted.length;
    // A token of somebody else stops the sender, and the right one starts it again.
    await set({ accessToken: 'somebody-elses' });
    await hq.lineWorker.runOnce();
    const stopped = hq.lineWorker.getState();
    const answer = await set({ accessToken: ` ${channelAccessToken}\n`, channelSecret });
    await hq.lineWorker.runOnce();
    expect([before, stopped, answer, line.accepted.length, hq.lineWorker.getState()]).toEqual([
      0,
      'unauthorized',
      { kind: 'done' },
      1,
      'sending',
    ]);
  });

  it('shows which secrets are set and never the secrets, nor keeps them readable', async () => {
    await set({ loginChannelId: '2000000001', liffId: '2000000001-AbcdEfgh' });
    const rows = await sql<{ row: string }>`
      SELECT line_channel::text AS row FROM line_channel`.execute(hq.db);
    const audit = JSON.stringify(await listLatestAudit(hq.db, { limit: 10 }));
    const everywhere = `${JSON.stringify(rows.rows)}${audit}${logged.join('')}`;
    expect([everywhere.includes(channelAccessToken), everywhere.includes(channelSecret)]).toEqual([
      false,
      false,
    ]);
    expect(await shown()).toEqual({
      accessToken: { source: 'page', lastFour: 'abcd', setAtMs: nowMs, trouble: null },
      channelSecret: { source: 'page', lastFour: '96d8', setAtMs: nowMs, trouble: null },
      loginChannelId: { source: 'page', value: '2000000001' },
      liffId: { source: 'page', value: '2000000001-AbcdEfgh' },
      otherOrigin: line.url,
      mayChange: true,
    });
    const [last, before] = await listLatestAudit(hq.db, { limit: 2 });
    expect([last?.after, before?.action, before?.before, before?.after]).toEqual([
      { loginChannelId: '2000000001', liffId: '2000000001-AbcdEfgh' },
      'line.channel',
      { accessToken: 'set', channelSecret: 'none' },
      { accessToken: 'set …abcd', channelSecret: 'set …96d8' },
    ]);
  });

  it('is changed by the owner only, in forms LINE has', async () => {
    const made = await admin.post('/admins', { name: '小陳' }, newAdminAnswerSchema);
    if (made.kind !== 'made') throw new Error(made.kind);
    const other = await signInAdmin(hq, made.token);
    expect(await set({ liffId: null }, other)).toEqual({ kind: 'only-owner' });
    for (const body of [
      { accessToken: 'with blanks in it' },
      { accessToken: '權杖權杖權杖權杖' },
      { liffId: 'https://liff.line.me/2000000001-AbcdEfgh' },
      { loginChannelId: 'abc' },
      { colour: 'red' },
    ])
      await expect(set(body)).rejects.toThrow('400');
  });

  it('goes on without its key, says why, and takes the secrets up again with it', async () => {
    const openWith = async (given: string, env = {}) => {
      const lines: string[] = [];
      const channel = await openLineChannel({
        db: hq.db,
        keys: createSecretKeys({ given, dataDir: null, isKept: true }),
        tenantId: hq.tenantId,
        given: env,
        timer: { setTimer: () => () => undefined },
        log: (text) => lines.push(text),
      });
      const { client, settings } = channel.current();
      await channel.stop();
      return { hasClient: client !== null, trouble: settings.channelSecret.trouble, lines };
    };
    const wrong = await openWith(randomBytes(32).toString('base64'));
    const spoilt = await openWith('no key');
    const env = await openWith('no key', { channelAccessToken: 'from-the-environment' });
    const right = await openWith(secretKey);
    await sql`UPDATE line_channel SET channel_secret_sealed = access_token_sealed`.execute(hq.db);
    const swapped = await openWith(secretKey);
    expect([
      [wrong.hasClient, wrong.trouble, wrong.lines.join().includes('sealed with another key')],
      [spoilt.hasClient, spoilt.trouble, spoilt.lines.join().includes('32')],
      [env.hasClient, right],
      [swapped.hasClient, swapped.trouble],
    ]).toEqual([
      [false, 'wrong-key', true],
      [false, 'no-key', true],
      [true, { hasClient: true, trouble: null, lines: [] }],
      [true, 'damaged'],
    ]);
  });

  it('lets another process know, and takes a setting away', async () => {
    let look = (): void => undefined;
    const other = await openLineChannel({
      db: hq.db,
      keys: createSecretKeys({ given: secretKey, dataDir: null, isKept: true }),
      tenantId: hq.tenantId,
      given: {},
      timer: {
        setTimer: (_delayMs, fn) => {
          look = fn;
          return () => undefined;
        },
      },
      log: () => undefined,
    });
    other.start();
    await set({ accessToken: null, channelSecret });
    const before = other.current().client !== null;
    look();
    await expect
      .poll(() => [other.current().client, other.current().channelSecret])
      .toEqual([null, channelSecret]);
    await other.stop();
    expect([before, hq.lineChannel.current().client]).toEqual([true, null]);
    await admin.post('/line/resume', {}, adminDoneSchema);
  });
});

it('what the environment has cannot be changed on the page', async () => {
  const hq = await startTestHq('pglite', {
    line: { channelAccessToken: 'from-the-environment', liffId: '2000000001-Environm' },
  });
  const admin = await signInAdmin(hq);
  const set = (body: unknown) => admin.post('/line/channel', body, lineChannelChangedSchema);
  const answers = [await set({ accessToken: channelAccessToken }), await set({ channelSecret })];
  const {
    accessToken,
    channelSecret: secret,
    liffId,
    otherOrigin,
  } = await admin.get('/line/channel', lineChannelAnswerSchema);
  await hq.stop();
  expect([answers, accessToken.source, secret.source, liffId, otherOrigin]).toEqual([
    [{ kind: 'in-environment' }, { kind: 'done' }],
    'environment',
    'page',
    { source: 'environment', value: '2000000001-Environm' },
    null,
  ]);
});
