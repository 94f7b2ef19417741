import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { owner } from '../db/admins.ts';
import { listExceptions } from '../db/exceptions.ts';
import { insertProgram } from '../db/programs.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { pointsAtHq } from '../test-rig/balances.ts';
import { richProgram as program } from '../test-rig/rich-program.ts';
import { tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, makeSaleInvoice } from '../test-rig/test-events.ts';
import { southStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { actOnException } from './act-on-exception.ts';
import { reportCosts } from './cost-report.ts';
import { readCase } from './read-case.ts';

const text = JSON.stringify;
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');

describe.each(testStoreKinds)('two sales that earned on one e-invoice, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let serial = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    await hq.stop();
  });

  /** The second one, of NT$1,000 at the other store, is told the e-invoice of the first after it was settled. */
  async function useLate() {
    serial += 1;
    const invoiceNumber = `AB${String(serial).padStart(8, '0')}`;
    const members = [await addMember(hq), await addMember(hq)] as const;
    const first = makeAward({ memberId: members[0], program, invoiceNumber });
    const second = makeAward({ memberId: members[1], program, amountMinor: 1_000 });
    await tell(north, text(first));
    await tell(south, text(second), text(makeSaleInvoice(second, invoiceNumber)));
    // A copy of the counter tells the same of the same sale.
    await tell(north, text(makeSaleInvoice(second, invoiceNumber)));
    const open = await listExceptions(hq.db, { state: 'open', limit: 100 });
    const [found, ...others] = open.filter((one) => one.eid === second.eid);
    if (found === undefined || others.length > 0) throw new Error(`${open.length} exceptions`);
    const { exceptionId } = found;
    return { first, second, members, found, exceptionId };
  }
  const caseOf = async (exceptionId: string) =>
    await readCase(hq.db, { exceptionId, admin: owner });
  const costs = async () =>
    (await reportCosts(hq.db, { weeks: 2, nowMs: noonMs })).map((row) => [
      row.kind,
      row.count,
      row.openMinor,
      row.absorbedMinor,
      row.chargedMinor,
      row.clawedBackMinor,
    ]);
  const act = async (exceptionId: string, wish: 'charge-store' | 'claw-back' | 'close') =>
    await actOnException({ db: hq.db, nowMs: () => noonMs, newId: () => v7() }, owner, {
      exceptionId,
      kind: wish,
      note: '已與店長確認',
    });

  it('are one case with both receipts and what the second earned, which may be borne or clawed back', async () => {
    const { first, second, members, found, exceptionId } = await useLate();
    expect(found).toMatchObject({
      kind: 'late-invoice-used',
      storeId: southStore.storeId,
      detail: {
        first: { eid: first.eid, storeName: '台北店' },
        second: { eid: second.eid, storeName: '高雄店', points: 10 },
      },
    });
    expect(await caseOf(exceptionId)).toMatchObject({
      cost: { costMinor: 10, points: 10 },
      allowed: ['absorb', 'charge-store', 'claw-back', 'close'],
      receipts: [
        { side: 'first', eid: first.eid },
        { side: 'second', eid: second.eid, totals: { points: 10 } },
      ],
    });
    expect(await act(exceptionId, 'claw-back')).toEqual({ kind: 'done' });
    expect([await pointsAtHq(hq.db, members[1]), await costs()]).toEqual([
      0,
      [['late-invoice-used', 1, 0, 0, 0, 10]],
    ]);
    // What goods brought back took of it is lost no more.
    const partly = await useLate();
    const request = { kind: 'amount' as const, amountMinor: 400 };
    await tell(south, text(makeRefund({ of: partly.second, program, request })));
    expect(await caseOf(partly.exceptionId)).toMatchObject({
      cost: { costMinor: 6, points: 6 },
      returnedPoints: { counted: 4, since: 0 },
    });
    expect(await act(partly.exceptionId, 'charge-store')).toEqual({ kind: 'done' });
    expect(await costs()).toEqual([['late-invoice-used', 2, 0, 0, 6, 10]]);
  });

  it('are no case any more when either is undone as a whole, and cost nothing then', async () => {
    const before = await costs();
    for (const side of ['first', 'second'] as const) {
      const both = await useLate();
      const counter = side === 'first' ? north : south;
      await tell(counter, text(makeRefund({ of: both[side], program, mode: 'void' })));
      expect((await caseOf(both.exceptionId))?.exception.state).toBe('closed');
    }
    expect(await listExceptions(hq.db, { state: 'open', limit: 100 })).toEqual([]);
    const [[kindOf, count, ...rest] = []] = before;
    expect(await costs()).toEqual([[kindOf, Number(count) + 2, ...rest]]);
    // Undone before it was told: it earned nothing.
    const memberId = await addMember(hq);
    const first = makeAward({ memberId, program, invoiceNumber: 'AB77777777' });
    const second = makeAward({ memberId, program });
    const undone = makeRefund({ of: second, program, mode: 'void' });
    await tell(north, text(first), text(second), text(undone));
    await tell(north, text(makeSaleInvoice(second, 'AB77777777')));
    expect(await listExceptions(hq.db, { state: 'open', limit: 100 })).toEqual([]);
  });
});
