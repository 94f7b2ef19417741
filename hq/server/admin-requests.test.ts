import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeRequestAnswerSchema,
  requestsAnswerSchema,
} from '../../app/contract/hq-admin-requests.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { lockAudit } from '../db/audit.ts';
import { listUnbalancedEvents } from '../test-rig/unbalanced-events.ts';
import { recheckLedger } from '../jobs/recheck-ledger.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { startMemberRig, testLoginChannelId } from '../test-rig/member-rig.ts';
import type { MemberRig } from '../test-rig/member-rig.ts';
import { pullAll } from '../test-rig/test-counter.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const noonMs = Date.parse('2026-11-23T12:00:00+08:00');

describe.each(testStoreKinds)('what members ask for of their data on %s', (kind) => {
  let line: LineStandIn;
  let rig: MemberRig;
  let admin: AdminClient;
  let nowMs = noonMs;
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId], nowMs: () => nowMs });
    rig = await startMemberRig(kind, line, { nowMs: () => (nowMs += 1) });
    admin = await signInAdmin(rig.hq);
  });
  afterAll(async () => {
    await rig.hq.stop();
    await line.stop();
  });
  const list = async () => await admin.get('/requests', requestsAnswerSchema);
  const close = async (requestId: string, how: 'erase' | 'answer', note = '') =>
    await admin.post('/requests/close', { requestId, how, note }, closeRequestAnswerSchema);
  const openRequestOf = async (memberId: MemberId) => {
    const row = (await list()).rows.find((one) => one.memberId === memberId);
    if (row === undefined) throw new Error('no request');
    return row;
  };

  it('lists them with the day they are due, and what came of them', async () => {
    const page = await rig.join({ name: '王小明' });
    await page.post('delete-request');
    const { open } = await list();
    const row = await openRequestOf(page.memberId);
    expect(row).toMatchObject({
      nameMasked: '王○明',
      kind: 'delete',
      dueOn: '2026-12-08',
      daysLeft: 15,
      closedAtMs: null,
      outcome: null,
    });
    expect(await close(row.requestId, 'answer', ' 已電話說明 ')).toEqual({ kind: 'done' });
    expect(await close(row.requestId, 'erase')).toEqual({ kind: 'closed-already' });
    expect(await openRequestOf(page.memberId)).toMatchObject({
      outcome: 'answered',
      note: '已電話說明',
    });
    expect((await list()).open).toBe(open - 1);
    expect((await page.get('home')).body).toMatchObject({ deleteAskedAtMs: null });
    await page.post('delete-request');
    await page.post('delete-withdraw');
    expect((await list()).rows.find((one) => one.memberId === page.memberId)).toMatchObject({
      outcome: 'withdrawn',
    });
  });

  // PGlite has one connection: nobody waits for anybody there.
  it.each(kind === 'postgres' ? [kind] : [])(
    'keeps nobody from the record while it looks for what to erase, on %s',
    async () => {
      const page = await rig.join({ name: '司馬光' });
      await page.post('delete-request');
      const { requestId } = await openRequestOf(page.memberId);
      const { db } = rig.hq;
      const erasing = await db.transaction().execute(async (trx) => {
        await sql`SELECT pos FROM change WHERE kind = 'member'
        AND payload->'member'->>'memberId' = ${page.memberId} FOR UPDATE`.execute(trx);
        const closing = close(requestId, 'erase');
        const waiting = async () =>
          (await sql`SELECT 1 FROM pg_locks WHERE NOT granted`.execute(db)).rows.length > 0;
        await expect.poll(waiting).toBe(true);
        await db.transaction().execute(async (other) => {
          await sql`SET LOCAL lock_timeout = '2s'`.execute(other);
          await lockAudit(other);
        });
        return { closing };
      });
      expect(await erasing.closing).toEqual({ kind: 'done' });
    },
  );

  it('erases who it is and keeps what must add up', async () => {
    const page = await rig.join({ name: '歐陽娜娜' });
    const counter = await rig.hq.enrol();
    const before = (await pullAll(counter)).at(-1)?.pos ?? 0;
    const [known] = await rig.hq.db
      .selectFrom('member')
      .select('mobile')
      .where('member_id', '=', page.memberId)
      .execute();
    const cardCode = String((await page.get('home')).body['cardCode']);
    await page.post('delete-request');
    const { requestId } = await openRequestOf(page.memberId);
    expect(await close(requestId, 'erase')).toEqual({ kind: 'done' });
    expect(await pullAll(counter, before)).toMatchObject([
      {
        kind: 'member',
        member: {
          memberId: page.memberId,
          name: '',
          mobile: null,
          birthday: null,
          cardCodes: [],
          lineState: 'none',
        },
      },
    ]);
    expect((await page.get('home')).body).toMatchObject({ error: 'not-bound' });
    // Nowhere in the database, nor to any counter that begins now.
    const fresh = JSON.stringify(await pullAll(await rig.hq.enrol()));
    const kept = JSON.stringify([
      await rig.hq.db.selectFrom('member').selectAll().execute(),
      await rig.hq.db.selectFrom('line_account').selectAll().execute(),
      await rig.hq.db.selectFrom('line_outbox').selectAll().execute(),
      await rig.hq.db.selectFrom('audit').selectAll().execute(),
      await rig.hq.db.selectFrom('member_code').selectAll().execute(),
    ]);
    for (const secret of ['歐陽娜娜', known?.mobile ?? '', cardCode, page.lineUserId]) {
      expect(secret.length).toBeGreaterThan(3);
      expect([secret, fresh.includes(secret), kept.includes(secret)]).toEqual([
        secret,
        false,
        false,
      ]);
    }
    expect(await listUnbalancedEvents(rig.hq.db)).toEqual([]);
    expect(await recheckLedger(rig.hq.db, nowMs)).toBe(0);
    // The person may come back, as anybody new.
    const back = await rig.open(page.lineUserId);
    expect((await back.get('home')).status).toBe(409);
    const notes = await rig.hq.db.selectFrom('audit').select(['action', 'subject']).execute();
    expect(notes).toContainEqual({ action: 'member.request-erased', subject: page.memberId });
  });

  it('erases nobody who withdraws at that moment', async () => {
    for (let n = 0; n < 5; n += 1) {
      const page = await rig.join();
      await page.post('delete-request');
      const { requestId } = await openRequestOf(page.memberId);
      const [closed] = await Promise.all([close(requestId, 'erase'), page.post('delete-withdraw')]);
      const { outcome } = await openRequestOf(page.memberId);
      const isThere = (await page.get('home')).status === 200;
      expect([closed.kind, outcome, isThere]).toEqual(
        outcome === 'erased' ? ['done', 'erased', false] : ['closed-already', 'withdrawn', true],
      );
    }
  });

  it('knows no request that nobody made', async () => {
    expect(await close('0198b3a0-0000-7000-8000-00000000ffff', 'erase')).toEqual({
      kind: 'unknown',
    });
  });
});
