import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardEvent, RefundEvent } from '../app/contract/events.ts';
import type { VoucherId } from '../app/domain/ids.ts';
import { unlimited } from '../app/domain/program-coupon.ts';
import type { Program } from '../app/domain/program.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import type { HqVoucher } from './db/vouchers.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, receiptFor, takeExceptions } from './test-rig/award-fixtures.ts';
import { richProgram } from './test-rig/rich-program.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;

/** Everybody may be thanked twice for bringing friends. */
const program: Program = {
  ...richProgram,
  version: 2,
  policies: { ...richProgram.policies, refundReturnsVouchers: true },
  gifts: richProgram.gifts.map((gift) =>
    gift.giftId === 'inviter' ? { ...gift, limits: { ...unlimited, perMember: 2 } } : gift,
  ),
};

describe.each(testStoreKinds)('what a sale gave, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });
  const kinds = async () => (await takeExceptions(hq)).map((one) => one.kind);

  /** A sale that gives a voucher, a second one that uses it, and their refunds as counters make them. */
  async function story() {
    const memberId = await addMember(hq);
    const giving = makeAward({ memberId, program, amountMinor: 2_500 });
    const voucher = heldOf(giving);
    const using = makeAward({ memberId, program, vouchers: [voucher] });
    const undoUsing = makeRefund({ of: using, program, mode: 'void' });
    return { memberId, giving, voucher, using, undoUsing };
  }

  function heldOf({ body }: AwardEvent): HqVoucher {
    const [given] = body.issued;
    if (given === undefined) throw new Error('the sale gives no voucher');
    return { ...given, cancelled: false };
  }

  async function standing(ids: readonly (VoucherId | undefined)[]) {
    const rows = await hq.db
      .selectFrom('voucher')
      .select(['voucher_id', 'cancelled', 'copy_of'])
      .where(
        'voucher_id',
        'in',
        ids.filter((id) => id !== undefined),
      )
      .execute();
    return ids.map((id) => {
      const row = rows.find((one) => one.voucher_id === id);
      return row === undefined ? 'none' : row.cancelled ? 'void' : 'valid';
    });
  }

  it('is not kept by using it once and giving it back: neither in this order', async () => {
    const { giving, voucher, using, undoUsing } = await story();
    const copy = undoUsing.body.issued[0]?.voucherId;
    await tell(north, text(giving), text(using), text(undoUsing));
    expect(await standing([voucher.voucherId, copy])).toEqual(['valid', 'valid']);
    await tell(south, text(makeRefund({ of: giving, program, mode: 'void' })));
    expect((await standing([copy]))[0]).toBe('void');
    await kinds();
  });

  it('nor in the other', async () => {
    const { giving, using, undoUsing } = await story();
    const copy = undoUsing.body.issued[0]?.voucherId;
    const undoGiving = makeRefund({
      of: giving,
      program,
      mode: 'void',
      change: (body) => ({ ...body, result: { ...body.result, cancelled: [] } }),
    });
    await tell(north, text(giving), text(using), text(undoGiving));
    expect(await kinds()).toEqual([]);
    await tell(south, text(undoUsing));
    expect(await standing([copy])).toEqual(['void']);
    const [receipt] = await receiptFor(north, undoUsing.eid);
    expect(receipt).toMatchObject({ status: 'applied', refund: { result: { reissued: [] } } });
    expect(await kinds()).toEqual(['refund-difference']);
  });

  it('stays where only the sale that used it is undone, and all in one push comes to the same', async () => {
    const { giving, voucher, using, undoUsing, memberId } = await story();
    const copy = undoUsing.body.issued[0]?.voucherId;
    const again = makeAward({
      memberId,
      program,
      vouchers: [
        {
          ...voucher,
          voucherId: copy ?? voucher.voucherId,
          code: 'again',
        },
      ],
    });
    const undoAgain = makeRefund({ of: again, program, mode: 'void' });
    const second = undoAgain.body.issued[0]?.voucherId;
    await tell(north, text(giving), text(using), text(undoUsing), text(again), text(undoAgain));
    expect((await standing([second]))[0]).toBe('valid');
    const undoGiving: RefundEvent = makeRefund({ of: giving, program, mode: 'void' });
    await tell(north, text(undoGiving));
    expect(await standing([second])).toEqual(['void']);
    await kinds();
  });

  it('counts a gift for who brought a friend against that one: told to the counters, and given back', async () => {
    const inviterId = await addMember(hq);
    const awards: AwardEvent[] = [];
    for (let friend = 0; friend < 3; friend += 1) {
      const memberId = await addMember(hq, 'general', { inviterId });
      awards.push(makeAward({ memberId, program, facts: { inviterId } }));
    }
    const [first, second, third] = awards;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three');
    await tell(north, text(first));
    await tell(south, text(second));
    expect(await kinds()).toEqual([]);
    const [receipt] = await receiptFor(north, first.eid);
    expect(receipt?.uses).toEqual([
      { id: 'invitee', n: 1 },
      { id: 'inviter', n: 1, memberId: inviterId },
    ]);
    await tell(north, text(third));
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'coupon-limit-exceeded',
        detail: { id: 'inviter', exceeded: [{ limit: 'perMember', max: 2, used: 3 }] },
      },
    ]);
    // Two of three are undone: there is room for two more.
    for (const of of [first, second]) await tell(north, text(makeRefund({ of, program })));
    const memberId = await addMember(hq, 'general', { inviterId });
    await tell(south, text(makeAward({ memberId, program, facts: { inviterId } })));
    expect(await kinds()).toEqual([]);
  });

  it('counts every use of a ticket: used so far and now more than the limit is told', async () => {
    const memberId = await addMember(hq);
    const asked = { codes: ['HELLO'] };
    await tell(north, text(makeAward({ memberId, program, asked })));
    expect(await kinds()).toEqual([]);
    await tell(north, text(makeAward({ memberId, program, asked })));
    expect(await kinds()).toEqual(['coupon-limit-exceeded']);
  });
});
