import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId } from '../app/domain/ids.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { push, pushBody, record, sendSigned, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

import {
  fiftyOff,
  addMember,
  receiptsOf,
  receiptFor,
  takeExceptions,
} from './test-rig/award-fixtures.ts';

describe.each(testStoreKinds)('push and pull on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, fiftyOff);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });

  it('applies an award and tells every counter', async () => {
    const counter = await hq.enrol();
    const other = await hq.enrol(southStore);
    const memberId = await addMember(hq);
    const award = makeAward({ memberId, amountMinor: 1_299 });
    record(counter, JSON.stringify(award));
    const answer = await push(counter, 1);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        inst: counter.install,
        through: 1,
        head: counter.hashes[0],
        hqLast: 1,
        tl: counter.enrolled.tl,
      },
    });
    expect(await receiptFor(other, award.eid)).toEqual([
      {
        inst: counter.install,
        seq: 1,
        eid: award.eid,
        status: 'applied',
        atMs: award.t.wallMs,
        storeName: '台北店',
        entries: award.body.entries,
        sale: {
          saleId: award.body.saleId,
          saleNo: '1122-0001',
          memberId,
          paidMinor: 1_299,
          points: 12,
          invoiceKey: null,
          spentMinor: 1_299,
        },
        refund: null,
        stamps: [],
        uses: [],
        usedVoucherIds: [],
        exceptions: [],
      },
    ]);
    expect(await takeExceptions(hq)).toEqual([]);
  });

  it('takes a repeated push as one', async () => {
    const counter = await hq.enrol();
    const award = makeAward({ memberId: await addMember(hq) });
    record(counter, JSON.stringify(award));
    const first = await push(counter, 1);
    const second = await push(counter, 1);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await receiptFor(counter, award.eid)).length).toBe(1);
    await tell(counter, JSON.stringify(makeAward({ memberId: award.member })));
    expect(await push(counter, 1)).toMatchObject({ status: 200, body: { through: 2, hqLast: 2 } });
    // An old, shorter push is acknowledged for its own range, with what HQ holds beyond.
    expect(await push(counter, 1, 1)).toMatchObject({
      status: 200,
      body: { through: 1, head: counter.hashes[0], hqLast: 2 },
    });
  });

  it('answers a gap with what it holds', async () => {
    const counter = await hq.enrol();
    const memberId = await addMember(hq);
    record(
      counter,
      JSON.stringify(makeAward({ memberId })),
      JSON.stringify(makeAward({ memberId })),
    );
    expect(await push(counter, 2)).toMatchObject({
      status: 409,
      body: { error: 'gap', last: 0, head: null },
    });
    await push(counter, 1, 1);
    record(counter, JSON.stringify(makeAward({ memberId })));
    expect(await push(counter, 3)).toMatchObject({
      status: 409,
      body: { error: 'gap', last: 1, head: counter.hashes[0] },
    });
  });

  it('refuses a second history under the same install, and notes it once', async () => {
    const counter = await hq.enrol();
    const memberId = await addMember(hq);
    await tell(counter, JSON.stringify(makeAward({ memberId })));
    const clone: TestCounter = { ...counter, events: [], hashes: [] };
    record(clone, JSON.stringify(makeAward({ memberId })), JSON.stringify(makeAward({ memberId })));
    const forked = { status: 409, body: { error: 'fork', last: 1, head: counter.hashes[0] } };
    expect(await push(clone, 1)).toMatchObject(forked);
    expect(await push(clone, 1)).toMatchObject(forked);
    expect(await push(clone, 2)).toMatchObject(forked);
    expect((await takeExceptions(hq)).map((e) => e.kind)).toEqual(['fork', 'fork']);
    await tell(counter, JSON.stringify(makeAward({ memberId })));
    expect((await receiptsOf(counter)).filter((r) => r.inst === counter.install).length).toBe(2);
  });

  it('knows an event again that comes under another install', async () => {
    const before = await hq.enrol();
    const after = await hq.enrol();
    const award = makeAward({ memberId: await addMember(hq) });
    await tell(before, JSON.stringify(award));
    await tell(after, JSON.stringify(award));
    const receipts = await receiptFor(before, award.eid);
    expect(receipts.map((r) => [r.inst, r.seq, r.status, r.entries.length])).toEqual([
      [before.install, 1, 'applied', 1],
      [after.install, 1, 'duplicate', 0],
    ]);
    // The same id over another body is no repeat.
    const changed = { ...award, body: { ...award.body, saleNo: 'other' } };
    await tell(after, JSON.stringify(changed));
    expect((await receiptFor(before, award.eid)).at(-1)).toMatchObject({
      status: 'quarantined',
      exceptions: ['eid-conflict'],
    });
    expect((await takeExceptions(hq)).map((e) => e.kind)).toEqual(['eid-conflict']);
  });

  it('keeps what it cannot read and goes on', async () => {
    const counter = await hq.enrol();
    const memberId = await addMember(hq);
    const good = makeAward({ memberId });
    const unstorable = makeAward({ memberId, change: (body) => ({ ...body, saleNo: 'a\u0000b' }) });
    const tooBig = makeAward({
      memberId,
      change: (body) => ({ ...body, program: { ...body.program, version: 2 ** 40 } }),
    });
    const lying = makeAward({ memberId, change: (body) => ({ ...body, points: body.points + 1 }) });
    const far = {
      ...good,
      eid: newTestId<EventId>(),
      t: { ...good.t, wallMs: Number.MAX_SAFE_INTEGER },
    };
    await tell(
      counter,
      'not json \u0000 \ud800',
      JSON.stringify({ ...good, type: 'spend' }),
      JSON.stringify({ ...good, eid: newTestId(), v: 9 }),
      JSON.stringify({ eid: newTestId(), type: 'award', v: 1 }),
      JSON.stringify(unstorable),
      JSON.stringify(lying),
      JSON.stringify(tooBig),
      JSON.stringify({ ...makeAward({ memberId }), eid: newTestId() }),
      JSON.stringify(far),
    );
    const own = (await receiptsOf(counter)).filter((r) => r.inst === counter.install);
    expect(own.map((r) => [r.seq, r.status, ...r.exceptions])).toEqual([
      [1, 'quarantined', 'unreadable'],
      [2, 'quarantined', 'unknown-type'],
      [3, 'quarantined', 'unknown-version'],
      [4, 'quarantined', 'bad-body'],
      [5, 'quarantined', 'unreadable'],
      [6, 'quarantined', 'handler-failed'],
      [7, 'quarantined', 'cannot-be-stored'],
      [8, 'applied'],
      [9, 'applied'],
    ]);
    // A clock beyond every date stops no reader of the stream.
    expect(own.at(-1)?.atMs).toBe(good.body.asked.atMs);
    await takeExceptions(hq);
    const kept = await hq.db
      .selectFrom('event')
      .select(['raw_body', 'status'])
      .where('inst', '=', counter.install)
      .where('seq', '=', 5)
      .executeTakeFirstOrThrow();
    expect(Buffer.from(kept.raw_body).toString()).toBe(JSON.stringify(unstorable));
  });

  it('dates a sale of a counter whose battery is flat by the day it believed', async () => {
    const counter = await hq.enrol();
    const memberId = await addMember(hq);
    const sold = makeAward({ memberId, invoiceNumber: 'FB20200101' });
    const flat = { ...sold.t, wallMs: Date.parse('2020-01-01T00:03:00+08:00') };
    await tell(counter, JSON.stringify({ ...sold, t: flat }));
    const [receipt] = await receiptFor(counter, sold.eid);
    const held = await hq.db
      .selectFrom('sale')
      .innerJoin('event', 'event.eid', 'sale.eid')
      .select(['sale.at_ms', 'sale.biz_date', 'event.at_ms as event_at_ms'])
      .where('sale.eid', '=', sold.eid)
      .executeTakeFirstOrThrow();
    const { atMs } = sold.body.asked;
    expect({ told: receipt?.atMs, ...held }).toEqual({
      told: atMs,
      at_ms: atMs,
      event_at_ms: atMs,
      biz_date: sold.bizDate,
    });
  });

  it('refuses a push over its limits and one in another name', async () => {
    const counter = await hq.enrol();
    const other = await hq.enrol();
    record(counter, 'x'.repeat(200_000), 'y'.repeat(100_000));
    expect(await push(counter, 1)).toMatchObject({ status: 413, body: { error: 'too-large' } });
    const huge = JSON.stringify({ ...pushBody(counter, 1), pad: 'z'.repeat(600_000) });
    expect(await sendSigned(counter, 'POST', '/v1/sync/push', huge)).toMatchObject({
      status: 413,
      body: { error: 'too-large' },
    });
    const borrowed = JSON.stringify(pushBody(counter, 1, 1));
    expect(await sendSigned(other, 'POST', '/v1/sync/push', borrowed)).toMatchObject({
      status: 401,
    });
  });

  it('will not change or forget an event or an entry, nor take points from nowhere', async () => {
    const attempts = [
      () => hq.db.deleteFrom('event').execute(),
      () => hq.db.deleteFrom('entry').execute(),
      () =>
        hq.db
          .updateTable('entry')
          .set({ points: 0 } as never)
          .execute(),
      () =>
        hq.db
          .updateTable('event')
          .set({ status: 'applied' } as never)
          .execute(),
      () =>
        hq.db
          .insertInto('entry')
          .values({
            eid: newTestId<EventId>(),
            leg: 0,
            account: 'liability',
            kind: 'earn',
            lot_id: newTestId(),
            points: 5,
            expires_on: null,
          })
          .execute(),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({
        // By the table's guard, or before it by the missing right of HQ's own role.
        code: expect.stringMatching(/^(?:23000|42501)$/) as string,
      });
    }
  });
});
