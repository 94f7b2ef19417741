import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardEvent, CounterEvent } from '../app/contract/events.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { insertAdmin, markTwoPersonLimit, owner } from './db/admins.ts';
import { listExceptions } from './db/exceptions.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { richProgram as program } from './test-rig/rich-program.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, makeSaleInvoice, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { actOnException, decideOnAction } from './workbench/act-on-exception.ts';

const noonMs = Date.parse('2026-11-22T12:00:00+08:00');
const second = { adminId: newTestId<string>(), name: '小陳' };

describe.each(testStoreKinds)('points a person clawed back, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let serial = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, program);
    await insertAdmin(hq.db, { ...second, tokenHash: 'x', nowMs: noonMs });
    await markTwoPersonLimit(hq.db, 1_000_000);
    north = await hq.enrol();
  });
  afterAll(async () => {
    expect([await listUnbalancedEvents(hq.db), await recheckLedger(hq.db, noonMs)]).toEqual([
      [],
      0,
    ]);
    await hq.stop();
  });

  const send = async (event: CounterEvent) => await tell(north, JSON.stringify(event));
  const points = async (memberId: MemberId) => await pointsAtHq(hq.db, memberId);

  /** Claws back what HQ proposes, or so many points. */
  async function clawBack(exceptionKind: string, sale: AwardEvent, wish?: number) {
    const open = await listExceptions(hq.db, { state: 'open', limit: 100 });
    const found = open.find((one) => one.kind === exceptionKind && one.eid === sale.eid);
    if (found === undefined) return 'closed';
    const { exceptionId } = found;
    const deps = { db: hq.db, nowMs: () => noonMs, newId: () => v7() };
    const act = { exceptionId, kind: 'claw-back', note: '收回', points: wish } as const;
    return (await actOnException(deps, owner, act)).kind;
  }

  /** A sale of NT$1,000 that earned 10 points on the e-invoice of another. */
  async function earnTwice() {
    serial += 1;
    const invoiceNumber = `CB${String(serial).padStart(8, '0')}`;
    await send(makeAward({ memberId: await addMember(hq), program, invoiceNumber }));
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 1_000 });
    await send(sale);
    await send(makeSaleInvoice(sale, invoiceNumber));
    return { memberId, sale };
  }
  const part = (of: AwardEvent, amountMinor: number) =>
    makeRefund({ of, program, request: { kind: 'amount', amountMinor } });
  const undo = (of: AwardEvent) => makeRefund({ of, program, mode: 'void' });

  it('are not taken once more by refunds of the sale', async () => {
    const { memberId, sale } = await earnTwice();
    const seen = [await points(memberId)];
    expect(await clawBack('late-invoice-used', sale)).toBe('done');
    seen.push(await points(memberId));
    for (const refund of [part(sale, 400), part(sale, 600)]) {
      await send(refund);
      seen.push(await points(memberId));
    }
    expect(seen).toEqual([10, 0, 0, 0]);
  });

  it('are those that refunds before left', async () => {
    const { memberId, sale } = await earnTwice();
    await send(part(sale, 400));
    expect([await clawBack('late-invoice-used', sale), await points(memberId)]).toEqual([
      'done',
      0,
    ]);
    await send(part(sale, 600));
    expect(await points(memberId)).toBe(0);
    const some = await earnTwice();
    expect(await clawBack('late-invoice-used', some.sale, 3)).toBe('done');
    await send(undo(some.sale));
    expect(await points(some.memberId)).toBe(0);
  });

  it('are not those that a refund took between a proposal and the second person', async () => {
    const { memberId, sale } = await earnTwice();
    await markTwoPersonLimit(hq.db, 5);
    expect(await clawBack('late-invoice-used', sale)).toBe('awaiting');
    await send(part(sale, 400));
    const decide = async (agree: boolean) => {
      const { action_id: actionId, exception_id: exceptionId } = await hq.db
        .selectFrom('exception_action')
        .select(['action_id', 'exception_id'])
        .where('state', '=', 'awaiting')
        .executeTakeFirstOrThrow();
      const deps = { db: hq.db, nowMs: () => noonMs, newId: () => v7() };
      return (await decideOnAction(deps, second, { exceptionId, actionId, agree })).kind;
    };
    expect([await decide(true), await decide(false), await points(memberId)]).toEqual([
      'not-allowed',
      'refused',
      6,
    ]);
    expect([await clawBack('late-invoice-used', sale), await decide(true)]).toEqual([
      'awaiting',
      'done',
    ]);
    expect(await points(memberId)).toBe(0);
    await markTwoPersonLimit(hq.db, 1_000_000);
  });

  it('are taken once when a person decides while the refund comes in', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { memberId, sale } = await earnTwice();
      await Promise.all([send(undo(sale)), clawBack('late-invoice-used', sale)]);
      expect(await points(memberId)).toBe(0);
    }
  });

  it('of a sale that gave too many are lost once, whichever comes first', async () => {
    for (const isUndoneFirst of [true, false]) {
      const memberId = await addMember(hq);
      const sale = makeAward({
        memberId,
        program,
        amountMinor: 1_000,
        change: (body) => ({
          ...body,
          points: 500,
          entries: body.entries.map((entry) => ({ ...entry, points: 500 })),
        }),
      });
      await send(sale);
      if (isUndoneFirst) await send(undo(sale));
      const answer = await clawBack('recompute-difference', sale);
      expect(answer).toBe(isUndoneFirst ? 'not-allowed' : 'done');
      if (!isUndoneFirst) await send(undo(sale));
      expect(await points(memberId)).toBe(0);
    }
    await takeExceptions(hq);
  });

  it('for an invitation are the inviter’s, and not taken once more either', async () => {
    const inviterId = await addMember(hq);
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 1_000, facts: { inviterId } });
    await send(sale);
    const before = [await points(memberId), await points(inviterId)];
    expect(await clawBack('referral-not-due', sale)).toBe('done');
    expect([await points(memberId), await points(inviterId)]).toEqual([before[0], 0]);
    await send(undo(sale));
    expect([await points(memberId), await points(inviterId)]).toEqual([0, 0]);
    expect(before[1]).toBe(20);
  });
});
