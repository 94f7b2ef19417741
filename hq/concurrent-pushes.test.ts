import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId, MemberId, VoucherId } from '../app/domain/ids.ts';
import { insertChanges } from './db/changes.ts';
import { listChanges } from './test-rig/list-changes.ts';
import { listExceptions } from './db/exceptions.ts';
import { lockInstall, lockInstalls } from './db/installs.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { addMember, couponId, fiftyOff, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** PGlite has one connection: what happens between connections can only be seen on PostgreSQL. */
describe('many at once on postgres', () => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq('postgres');
  });
  afterAll(async () => {
    await hq.stop();
  });

  it('shows a reader every change, however slow its writer', async () => {
    const start = (await listChanges(hq.db, { cursor: 0, limit: 500 })).rows.at(-1)?.pos ?? 0;
    const writers = 8;
    const rounds = 12;
    let isWriting = true;
    const seen: number[] = [];
    const read = async () => {
      let cursor = start;
      for (;;) {
        const last = !isWriting;
        const { rows } = await listChanges(hq.db, { cursor, limit: 50 });
        for (const row of rows) seen.push(row.pos);
        cursor = rows.at(-1)?.pos ?? cursor;
        if (last && rows.length === 0) return;
      }
    };
    const write = async (writer: number) => {
      for (let round = 0; round < rounds; round += 1) {
        await hq.db.transaction().execute(async (trx) => {
          await sleep((writer * 7 + round * 5) % 11);
          await insertChanges(trx, [{ kind: 'program', program: {} as never }]);
          // Holding the commit back is what makes a naive cursor lose rows.
          await sleep((writer * 5 + round * 3) % 13);
        });
      }
    };
    const reading = Promise.all([read(), read()]);
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    isWriting = false;
    await reading;
    const wanted = Array.from({ length: writers * rounds }, (_, i) => start + 1 + i);
    expect(seen.toSorted((a, b) => a - b)).toEqual(wanted.flatMap((pos) => [pos, pos]));
    await hq.db.deleteFrom('change').where('pos', '>', start).execute();
  });

  it('lets rows point at an install whose push is at work, and takes one push of it at a time', async () => {
    const { install: installId } = await hq.enrol();
    const order: string[] = [];
    let lockedNow = (): void => {};
    const locked = new Promise<void>((resolve) => (lockedNow = resolve));
    const first = hq.db.transaction().execute(async (trx) => {
      await lockInstalls(trx, [installId]);
      lockedNow();
      // What a right or a sale of another install's push does to the row it refers to.
      await hq.db
        .selectFrom('install')
        .select('install_id')
        .where('install_id', '=', installId)
        .forKeyShare()
        .execute();
      order.push('pointed at');
      await sleep(50);
      order.push('first push');
    });
    await locked;
    const second = hq.db.transaction().execute(async (trx) => {
      await lockInstall(trx, installId);
      order.push('second push');
    });
    await Promise.all([first, second]);
    expect(order).toEqual(['pointed at', 'first push', 'second push']);
  });

  it('gives each effect once when counters tell the same things at once', async () => {
    const counters = await Promise.all(Array.from({ length: 6 }, () => hq.enrol()));
    const memberId = newTestId<MemberId>();
    const voucherId = newTestId<VoucherId>();
    const shared = Array.from({ length: 10 }, () => makeAward({ memberId }));
    const voucher = {
      voucherId,
      couponId,
      memberId,
      code: 'V',
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      cancelled: false,
      uses: 1,
    };
    const redeeming = () => makeAward({ memberId, program: fiftyOff, vouchers: [voucher] });
    await Promise.all(
      counters.map((counter, i) =>
        tell(
          counter,
          JSON.stringify(makeStub(memberId, { cardCode: `c${i}`, mobile: '+886911111111' })),
          ...shared.map((event) => JSON.stringify(event)),
          JSON.stringify(redeeming()),
          JSON.stringify(makeAward({ memberId, invoiceNumber: 'ZZ00000001' })),
        ),
      ),
    );
    const first = counters[0];
    if (first === undefined) throw new Error('no counter');
    const receipts = (await pullAll(first)).flatMap((row) =>
      row.kind === 'receipt'
        ? [(row as unknown as { receipt: { eid: EventId; status: string } }).receipt]
        : [],
    );
    const applied = shared.map(
      ({ eid }) => receipts.filter((r) => r.eid === eid && r.status === 'applied').length,
    );
    expect(applied).toEqual(shared.map(() => 1));
    expect(receipts.length).toBe(counters.length * 13);
    const exceptions = await listExceptions(hq.db, { state: 'open', limit: 500 });
    const count = (kind: string) => exceptions.filter((e) => e.kind === kind).length;
    expect([
      count('voucher-used-twice'),
      count('invoice-used-twice'),
      count('member-known'),
    ]).toEqual([5, 5, 5]);
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    const stored = await hq.db
      .selectFrom('event')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow();
    expect(Number(stored.n)).toBe(counters.length * 13);
  });

  it('brings a sale and its refund together, however close they come', async () => {
    const counters = [await hq.enrol(), await hq.enrol()] as const;
    for (let round = 0; round < 40; round += 1) {
      const memberId = round % 2 === 0 ? await addMember(hq) : newTestId<MemberId>();
      const sale = makeAward({ memberId });
      const refund = makeRefund({ of: sale, mode: 'void' });
      const [first, second] = round % 3 === 0 ? [sale, refund] : [refund, sale];
      await Promise.all([
        tell(counters[0], JSON.stringify(first)),
        tell(counters[1], JSON.stringify(second)),
      ]);
      expect(await pointsAtHq(hq.db, memberId)).toBe(0);
      const rows = await hq.db
        .selectFrom('refund')
        .select(['state', 'complete'])
        .where('refund_id', '=', refund.body.refundId)
        .execute();
      expect(rows).toEqual([{ state: 'applied', complete: true }]);
    }
    await takeExceptions(hq);
  });
});
