import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertAudit } from '../db/audit.ts';
import { owner } from '../db/admins.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertProgram } from '../db/programs.ts';
import { addMember, takeExceptions } from '../test-rig/award-fixtures.ts';
import { richProgram as program } from '../test-rig/rich-program.ts';
import { tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, newTestId } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { recheckLedger } from './recheck-ledger.ts';

const text = JSON.stringify;

describe.each(testStoreKinds)('the nightly recomputation on %s', (kind) => {
  let hq: TestHq;
  let counter: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
    counter = await hq.enrol();
  });
  afterAll(async () => {
    await hq.stop();
  });

  /** What only the owner of the tables can do, with the guards taken away. */
  async function tamper(table: string, work: (trx: HqTrx) => Promise<unknown>): Promise<void> {
    await hq.db.transaction().execute(async (trx) => {
      await sql`SET LOCAL ROLE postgres`.execute(trx);
      await sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`).execute(trx);
      await work(trx);
      await sql.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`).execute(trx);
    });
  }
  const check = async () => await recheckLedger(hq.db, 1_000);

  it('finds nothing after sales, refunds and repeats', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 2_000 });
    const refund = makeRefund({ of: sale, program, request: { kind: 'all' } });
    await tell(counter, text(sale), text(sale), text(refund), text({ type: 'none' }));
    await takeExceptions(hq);
    expect(await check()).toBe(0);
  });

  it('names the member and the event of a row that was changed, once', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 1_000 });
    await tell(counter, text(sale), text(makeAward({ memberId, program, amountMinor: 300 })));
    const account = `member:${memberId}`;
    await tamper('entry', (trx) =>
      sql`UPDATE entry SET points = points + 90 WHERE eid = ${sale.eid} AND account = ${account}`.execute(
        trx,
      ),
    );
    // The member, and the brand's debt to all members together.
    expect([await check(), await check()]).toEqual([2, 2]);
    const found = await takeExceptions(hq);
    expect(found.map((one) => [one.kind, one.detail])).toEqual([
      ['ledger-difference', expect.objectContaining({ memberPoints: 103, liabilityPoints: -13 })],
      [
        'ledger-difference',
        {
          memberId,
          ledgerPoints: 103,
          recomputedPoints: 13,
          differencePoints: 90,
          differingEvents: [
            {
              eid: sale.eid,
              lotId: sale.body.entries[0]?.lotId,
              ledgerPoints: 100,
              recomputedPoints: 10,
            },
          ],
        },
      ],
    ]);
    await tamper('entry', (trx) =>
      sql`UPDATE entry SET points = points - 90 WHERE eid = ${sale.eid} AND account = ${account}`.execute(
        trx,
      ),
    );
    expect(await check()).toBe(0);
  });

  it('finds points that moved between two members, lots or events, though every sum is right', async () => {
    const [one, other] = [await addMember(hq), await addMember(hq)];
    const sale = makeAward({ memberId: one, program, amountMinor: 1_000 });
    await tell(counter, text(sale));
    const move = async (from: string, to: string) =>
      await tamper('entry', (trx) =>
        sql`UPDATE entry SET account = ${`member:${to}`}
          WHERE eid = ${sale.eid} AND account = ${`member:${from}`}`.execute(trx),
      );
    await move(one, other);
    expect(await check()).toBe(2);
    await move(other, one);
    await tamper('entry', (trx) =>
      sql`UPDATE entry SET lot_id = ${newTestId<string & { __id: string }>()} WHERE eid = ${sale.eid}`.execute(
        trx,
      ),
    );
    expect(await check()).toBe(1);
    await takeExceptions(hq);
  });

  it('finds an event taken out of a chain, and a changed line in the record', async () => {
    const before = await check();
    await hq.db.transaction().execute(async (trx) => {
      for (const subject of ['a', 'b', 'c']) {
        const note = { admin: owner, action: 'x', subject, before: { n: 1 }, after: null, atMs: 5 };
        await insertAudit(trx, note);
      }
    });
    expect(await check()).toBe(before);
    await tamper('audit', (trx) =>
      sql`UPDATE audit SET before = '{"n":2}' WHERE subject = 'b'`.execute(trx),
    );
    await tamper('event', (trx) =>
      sql`DELETE FROM event WHERE inst = ${counter.install} AND seq = 2`.execute(trx),
    );
    expect(await check()).toBe(before + 2);
    const found = await takeExceptions(hq);
    expect(found.map((one) => one.detail)).toMatchObject([
      { brokenLine: 2 },
      { inst: counter.install, held: counter.events.length - 1 },
    ]);
  });
});
