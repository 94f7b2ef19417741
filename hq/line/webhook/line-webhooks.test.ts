import { createHmac } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HqDb, HqTrx } from '../../db/hq-db.ts';
import type { EventId } from '../../../app/domain/ids.ts';
import { insertLineMessages } from '../../db/line-outbox.ts';
import { insertLineAccounts } from '../../db/members.ts';
import { findFriendState } from '../../db/line-friends.ts';
import { listChanges } from '../../test-rig/list-changes.ts';
import { addMember } from '../../test-rig/award-fixtures.ts';
import { startTestHq } from '../../test-rig/test-hq.ts';
import type { TestHq } from '../../test-rig/test-hq.ts';
import { newTestId } from '../../test-rig/test-events.ts';
import { testStoreKinds } from '../../test-rig/test-stores.ts';
import { forgetWebhookEvents } from './forget-webhook-events.ts';
import { createLineWebhooks } from './line-webhooks.ts';
import type { Kept } from './webhook-spool.ts';

const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
const userId = 'U00112233445566778899aabbccddeeff';
const sign = (body: string | Buffer) => createHmac('sha256', secret).update(body).digest('base64');

describe.each(testStoreKinds)('POST /line/webhook on %s', (kind) => {
  let hq: TestHq;
  let dataDir: string;
  const log: string[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'webhook-test-'));
    hq = await startTestHq(kind, {
      log: (line) => log.push(line),
      line: { channelSecret: secret },
      ...(kind === 'postgres' ? { dataDir } : {}),
    });
  });
  afterAll(async () => {
    await hq.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => log.splice(0));

  async function post(
    body: string | Buffer,
    headers: Record<string, string> = { 'X-Line-Signature': sign(body) },
  ): Promise<number> {
    const answer = await fetch(`${hq.url}/line/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    await answer.text();
    return answer.status;
  }
  const webhook = (...events: unknown[]) => JSON.stringify({ destination: 'Ux', events });
  let serial = 0;
  function eventOf(type: string, timestamp: number, more: object = {}) {
    serial += 1;
    return {
      type,
      timestamp,
      mode: 'active',
      webhookEventId: `01FZ74A0TDDPYRVKNK${String(serial).padStart(8, '0')}`,
      deliveryContext: { isRedelivery: false },
      source: { type: 'user', userId },
      ...more,
    };
  }
  const stored = async () =>
    await hq.db
      .selectFrom('line_webhook_event')
      .select(['webhook_event_id as id', 'type', 'outcome', 'raw'])
      .orderBy('webhook_event_id')
      .execute();

  it('takes what the official signature belongs to, the header spelt in any case', async () => {
    const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
    const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';
    const answers = [];
    for (const name of ['x-line-signature', 'X-Line-Signature', 'X-LINE-SIGNATURE'])
      answers.push(await post(body, { [name]: signature }));
    expect(answers).toEqual([200, 200, 200]);
  });

  it('looks at the signature first, at the body afterwards', async () => {
    const tries: Record<string, () => Promise<number>> = {
      'no signature': () => post(webhook(), {}),
      'no signature and no JSON': () => post('rubbish', {}),
      'of another body': () => post(webhook(), { 'x-line-signature': sign(webhook(1)) }),
      'one byte changed': () =>
        post(Buffer.from(`${webhook()} `), { 'x-line-signature': sign(webhook()) }),
      'spelt otherwise': () =>
        post(webhook(), { 'x-line-signature': sign(webhook()).replace('=', '') }),
      'signed, no JSON': () => post('rubbish'),
      'signed, empty': () => post(''),
      'signed, no events': () => post('{"destination":"Ux"}'),
      'signed, events of another shape': () => post('{"events":{"length":0}}'),
      'signed, no UTF-8': () => post(Buffer.from('7b226576656e7473223a5b22ff225d7d', 'hex')),
      'signed, another content type': () =>
        post(webhook(), { 'content-type': 'text/plain', 'x-line-signature': sign(webhook()) }),
      'signed, unknown things': () =>
        post('{"events":[null,1,"x",[],{},{"type":"new","more":{}}],"new":true}'),
      'above 1 MB': () => post(`{"events":[]${' '.repeat(1024 * 1024)}}`),
      'too many events': () => post(`{"events":[${'1,'.repeat(3_000)}1]}`),
    };
    const answers: Record<string, number> = {};
    for (const [what, send] of Object.entries(tries)) answers[what] = await send();
    expect(answers).toEqual({
      'no signature': 401,
      'no signature and no JSON': 401,
      'of another body': 401,
      'one byte changed': 401,
      'spelt otherwise': 401,
      'signed, no JSON': 400,
      'signed, empty': 400,
      'signed, no events': 400,
      'signed, events of another shape': 400,
      'signed, no UTF-8': 400,
      'signed, another content type': 200,
      'signed, unknown things': 200,
      'above 1 MB': 413,
      'too many events': 413,
    });
    await hq.lineWebhooks?.runOnce();
  });

  it('follows a member who blocks and unblocks, in whatever order it is told, and tells the counters', async () => {
    const memberId = await addMember(hq);
    await hq.db
      .transaction()
      .execute((trx) => insertLineAccounts(trx, [{ memberId, lineUserId: userId }]));
    const start = (await listChanges(hq.db, { cursor: 0, limit: 1_000 })).rows.length;
    const told = async () =>
      (await listChanges(hq.db, { cursor: start, limit: 100 })).rows.map(
        (row) => (row['member'] as { lineState: string }).lineState,
      );
    const follow = eventOf('follow', 3_000, { follow: { isUnblocked: true } });
    const unfollow = eventOf('unfollow', 2_000);
    await hq.db.deleteFrom('line_webhook_event').execute();

    expect(await post(webhook(unfollow))).toBe(200);
    await hq.lineWebhooks?.runOnce();
    expect([await findFriendState(hq.db, userId), await told()]).toEqual(['blocked', ['blocked']]);
    expect(await post(webhook(follow, unfollow, follow))).toBe(200);
    expect(await post(webhook({ ...unfollow, deliveryContext: { isRedelivery: true } }))).toBe(200);
    await hq.lineWebhooks?.runOnce();
    expect([await findFriendState(hq.db, userId), await told()]).toEqual([
      'following',
      ['blocked', 'bound'],
    ]);
    // Comes late: it happened before what is known.
    expect(await post(webhook(eventOf('unfollow', 2_500)))).toBe(200);
    expect(await post(webhook(eventOf('unfollow', 9_000, { mode: 'standby' })))).toBe(200);
    await hq.lineWebhooks?.runOnce();
    expect([await findFriendState(hq.db, userId), (await told()).length]).toEqual(['following', 2]);
    expect((await stored()).map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
      'follow applied',
      'unfollow applied',
      'unfollow stale',
      'unfollow ignored',
    ]);
    expect(log).toEqual([]);
  });

  it('waits while the database is of no use, says so once, and then takes what waited', async () => {
    const rename = async (from: string, to: string) =>
      await hq.db.transaction().execute(async (trx) => {
        await sql`SET LOCAL ROLE postgres`.execute(trx);
        await sql.raw(`ALTER TABLE ${from} RENAME TO ${to}`).execute(trx);
      });
    await hq.lineWebhooks?.runOnce();
    await rename('line_webhook_event', 'gone_away');
    const other = `U${'9'.repeat(32)}`;
    const source = { type: 'user', userId: other };
    const sent = ['follow', 'unfollow', 'message'].map((type, n) =>
      eventOf(type, 10_000 + n, { source }),
    );
    const answers = [];
    for (const event of sent) answers.push(await post(webhook(event)));
    await expect(hq.lineWebhooks?.runOnce()).rejects.toThrow(/line_webhook_event/);
    expect([answers, (hq.lineWebhooks?.waitingBytes() ?? 0) > 0]).toEqual([[200, 200, 200], true]);
    await vi.waitFor(() => expect(log.length).toBe(1));
    await rename('gone_away', 'line_webhook_event');
    // Nobody tells it: its own next try finds the database back.
    await vi.waitFor(() => expect(hq.lineWebhooks?.waitingBytes()).toBe(0), 10_000);
    expect([await findFriendState(hq.db, other), log.length]).toEqual(['blocked', 1]);
  });

  it('drops what waits for who blocked the account, and unlinks on request', async () => {
    const lineUserId = `U${'5'.repeat(32)}`;
    const source = { type: 'user', userId: lineUserId };
    const memberId = await addMember(hq);
    await hq.db.transaction().execute((trx) => insertLineAccounts(trx, [{ memberId, lineUserId }]));
    const outboxId = newTestId<EventId>();
    const body = JSON.stringify({ to: lineUserId, messages: [] });
    await insertLineMessages(hq.db as HqTrx, [
      { outboxId, memberId, eid: newTestId(), kind: 'sale', body, nowMs: 9e15 },
    ]);
    expect(await post(webhook(eventOf('unfollow', 1_000, { source })))).toBe(200);
    await hq.lineWebhooks?.runOnce();
    const message = await hq.db
      .selectFrom('line_outbox')
      .select(['state', 'last_outcome'])
      .where('outbox_id', '=', outboxId)
      .execute();
    expect(message).toEqual([{ state: 'expired', last_outcome: 'blocked' }]);
    const off = eventOf('postback', 2_000, { source, postback: { data: 'marketing=off' } });
    const unlink = eventOf('postback', 3_000, { source, postback: { data: 'unlink' } });
    expect(await post(webhook(off, unlink))).toBe(200);
    await hq.lineWebhooks?.runOnce();
    const accounts = await hq.db
      .selectFrom('line_account')
      .select('line_user_id')
      .where('member_id', '=', memberId)
      .execute();
    const told = (await listChanges(hq.db, { cursor: 0, limit: 1_000 })).rows
      .map((row) => row['member'] as { memberId: string; lineState: string } | undefined)
      .filter((member) => member?.memberId === memberId);
    expect([accounts, told.map((member) => member?.lineState)]).toEqual([[], ['blocked', 'none']]);
  });

  it('forgets events after 30 days', async () => {
    const dayMs = 24 * 3_600_000;
    const before = (await stored()).length;
    const deps = { db: hq.db, nowMs: () => Date.now() + 29 * dayMs };
    expect(await forgetWebhookEvents(deps)).toBe(0);
    expect(await forgetWebhookEvents({ ...deps, nowMs: () => Date.now() + 31 * dayMs })).toBe(
      before,
    );
    expect(await findFriendState(hq.db, userId)).toBe('following');
  });

  it('leaves no file once all is worked off and HQ has stopped', async () => {
    if (kind === 'pglite') return;
    const own = await startTestHq(kind, { line: { channelSecret: secret }, dataDir });
    const body = webhook(eventOf('message', 5_000, { message: { type: 'text', text: '你好' } }));
    await fetch(`${own.url}/line/webhook`, {
      method: 'POST',
      headers: { 'x-line-signature': sign(body) },
      body,
    });
    await own.lineWebhooks?.runOnce();
    await own.stop();
    expect(await readdir(path.join(dataDir, 'line-webhooks'))).not.toContain(own.tenantId);
  });
});

describe('the answer', () => {
  it('does not wait for a disk that hangs, and says what is the matter once', async () => {
    const log: string[] = [];
    const answers: (Kept | null)[] = ['full', 'failed', 'failed', null];
    const nothing = async () => undefined;
    const webhooks = createLineWebhooks({
      db: null as unknown as HqDb,
      nowMs: () => 1,
      random: () => 0,
      randomBytes: (count) => new Uint8Array(count),
      timer: {
        setTimer: (delayMs, fn) => {
          const timer = setTimeout(fn, delayMs);
          return () => clearTimeout(timer);
        },
      },
      log: (line) => log.push(line),
      getChannelSecret: () => secret,
      folder: os.tmpdir(),
      spool: {
        append: async () => answers.shift() ?? (await new Promise<Kept>(() => undefined)),
        next: async () => null,
        takeOver: nothing,
        tidy: nothing,
        beat: nothing,
        waitingBytes: () => 0,
        close: nothing,
      },
    });
    const body = Buffer.from('{"events":[{"type":"follow"}]}');
    const take = async () => (await webhooks.take(body, sign(body))).kind;
    const startedMs = performance.now();
    expect([await take(), await take(), await take(), await take()]).toEqual([
      'full',
      'failed',
      'failed',
      'slow',
    ]);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(log.length).toBe(3);
  });
});

describe.each(testStoreKinds)('POST /line/webhook without a channel secret on %s', (kind) => {
  it('refuses, and says so once', async () => {
    const log: string[] = [];
    const hq = await startTestHq(kind, { log: (line) => log.push(line) });
    const send = async () =>
      (await fetch(`${hq.url}/line/webhook`, { method: 'POST', body: '{"events":[]}' })).status;
    expect([await send(), await send()]).toEqual([503, 503]);
    expect(log.filter((line) => line.includes('channel secret')).length).toBe(1);
    await hq.stop();
  });
});
