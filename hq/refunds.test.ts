import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { RefundId } from '../app/domain/ids.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import {
  addMember,
  addVoucher,
  receiptFor,
  receiptsOf,
  takeExceptions,
} from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { codeCouponId, giftCouponId, richProgram as program } from './test-rig/rich-program.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;

describe.each(testStoreKinds)('refunds on %s', (kind) => {
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
  const kinds = async () => (await takeExceptions(hq)).map((e) => e.kind);
  const statuses = async (eid: Parameters<typeof receiptFor>[1]) =>
    (await receiptFor(north, eid)).map((r) => [r.status, ...r.exceptions]);

  it('takes back what the sale gave, and tells every counter', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 1_000 });
    const part = makeRefund({ of: sale, program, request: { kind: 'amount', amountMinor: 300 } });
    const rest = makeRefund({ of: sale, program, earlier: [part.body.result] });
    await tell(north, text(sale), text(part));
    expect(await pointsAtHq(hq.db, memberId)).toBe(7);
    await tell(south, text(rest));
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    expect(await receiptFor(north, part.eid)).toMatchObject([
      {
        status: 'applied',
        entries: part.body.result.entries,
        uses: [],
        sale: null,
        refund: { refundId: part.body.refundId, saleId: sale.body.saleId, memberId },
        exceptions: [],
      },
    ]);
    const stored = await hq.db
      .selectFrom('sale')
      .select(['refunded_minor', 'refunded_spent_minor', 'undone'])
      .where('sale_id', '=', sale.body.saleId)
      .executeTakeFirst();
    expect(stored).toEqual({ refunded_minor: 1_000, refunded_spent_minor: 1_000, undone: true });
    expect(await kinds()).toEqual([]);
  });

  it('knows a refund again, and one that says something else under its id', async () => {
    const memberId = await addMember(hq);
    const refundId = newTestId<RefundId>();
    const sale = makeAward({ memberId, program });
    const make = (amountMinor: number) =>
      makeRefund({ of: sale, program, refundId, request: { kind: 'amount', amountMinor } });
    const first = make(300);
    const again = { ...first, eid: newTestId<typeof first.eid>() };
    const other = make(400);
    await tell(north, text(sale), text(first), text(again), text(other));
    expect(await pointsAtHq(hq.db, memberId)).toBe(7);
    expect(await statuses(again.eid)).toEqual([['duplicate']]);
    expect(await statuses(other.eid)).toEqual([['duplicate', 'refund-conflict']]);
    expect(await takeExceptions(hq)).toMatchObject([
      { detail: { refundId, first: { moneyMinor: 300 }, second: { moneyMinor: 400 } } },
    ]);
  });

  it('lets a refund wait for its sale', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program });
    const refund = makeRefund({ of: sale, program, mode: 'void' });
    await tell(south, text(refund));
    expect(await statuses(refund.eid)).toEqual([['awaiting']]);
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    await tell(north, text(sale));
    expect(await statuses(refund.eid)).toEqual([['awaiting'], ['applied']]);
    const [, second] = await receiptFor(north, refund.eid);
    expect(second).toMatchObject({
      inst: south.install,
      seq: south.events.length,
      storeName: '高雄店',
      refund: { saleId: sale.body.saleId },
    });
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    // Both in one push, the refund first; of somebody nobody knows.
    const stranger = newTestId<typeof memberId>();
    const late = makeAward({ memberId: stranger, program });
    const early = makeRefund({ of: late, program });
    await tell(north, text(early), text(late));
    expect(await statuses(early.eid)).toEqual([['awaiting', 'unknown-member'], ['applied']]);
    expect(await pointsAtHq(hq.db, stranger)).toBe(0);
    expect(await kinds()).toEqual(['unknown-member']);
  });

  it('undoes a sale once when two counters do it', async () => {
    const memberId = await addMember(hq);
    const voucher = await addVoucher(hq, memberId, { couponId: giftCouponId });
    const sale = makeAward({ memberId, program, vouchers: [voucher] });
    const [one, two] = [north, south].map(() => makeRefund({ of: sale, program, mode: 'void' }));
    if (one === undefined || two === undefined) throw new Error('two voids');
    await tell(north, text(sale), text(one));
    await tell(south, text(two));
    expect(await statuses(two.eid)).toEqual([['duplicate', 'refunded-twice']]);
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'refunded-twice',
        detail: {
          earlier: [{ eid: one.eid, moneyMinor: 950 }],
          recorded: { moneyMinor: 950 },
          applied: null,
        },
      },
    ]);
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    const rows = (await pullAll(north)).map((row) => changeRowSchema.parse(row));
    const stateOf = (event: typeof one) =>
      rows.flatMap((row) =>
        row.kind === 'voucher' && row.voucher.voucherId === event.body.issued[0]?.voucherId
          ? [row.voucher.state]
          : [],
      );
    expect([stateOf(one), stateOf(two)]).toEqual([['issued'], ['cancelled']]);
  });

  it('never takes more than the sale, whoever comes first', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program });
    const take = (amountMinor: number) =>
      makeRefund({ of: sale, program, request: { kind: 'amount', amountMinor } });
    const [six, seven] = [take(600), take(700)];
    await tell(north, text(sale), text(six));
    await tell(south, text(seven));
    expect(await statuses(seven.eid)).toEqual([['applied', 'over-refund']]);
    expect(await takeExceptions(hq)).toMatchObject([
      {
        detail: {
          earlier: [{ amountMinor: 600 }],
          recorded: { amountMinor: 700 },
          applied: { amountMinor: 400, complete: true },
        },
      },
    ]);
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    await tell(south, text(makeRefund({ of: sale, program, mode: 'void' })));
    expect(await kinds()).toEqual(['refunded-twice']);
  });

  it('makes a void the rest of a refunded sale, and units no more than are left', async () => {
    const memberId = await addMember(hq);
    const line = { sku: 'tea', name: null, qty: 3, unitMinor: 400, category: null } as const;
    const lines = [{ ...line, labels: [], kind: 'goods' as const }];
    const sale = makeAward({ memberId, program, asked: { lines } });
    const two = () =>
      makeRefund({ of: sale, program, request: { kind: 'lines', lines: [{ line: 0, qty: 2 }] } });
    await tell(north, text(sale), text(two()));
    await tell(south, text(two()));
    expect(await kinds()).toEqual(['over-refund']);
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    const other = makeAward({ memberId, program });
    const part = makeRefund({ of: other, program, request: { kind: 'amount', amountMinor: 300 } });
    await tell(north, text(other), text(part));
    await tell(south, text(makeRefund({ of: other, program, mode: 'void' })));
    expect(await kinds()).toEqual(['over-refund']);
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
  });

  it('posts its own points where the counter had other ones', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program });
    const generous = makeRefund({
      of: sale,
      program,
      change: (body) => ({ ...body, result: { ...body.result, clawedBack: 0, entries: [] } }),
    });
    await tell(north, text(sale), text(generous));
    const [receipt] = await receiptFor(north, generous.eid);
    expect(receipt?.entries.map((entry) => entry.points)).toEqual([-10]);
    const [exception] = await takeExceptions(hq);
    expect(exception).toMatchObject({
      kind: 'refund-difference',
      detail: { recorded: { clawedBack: 0 }, applied: { clawedBack: 10 } },
    });
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
  });

  it('finds no difference in the instant, whatever the counter made of its clocks', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 1_000 });
    const undone = makeRefund({ of: sale, program, mode: 'void' });
    expect(undone.body.result.stamps.length).toBeGreaterThan(0);
    // Every counter that has heard of HQ knows some offset; below two minutes it goes by its own clock.
    const told = { ...undone, t: { ...undone.t, hqOffsetMs: 130, hqAgeS: 5 } };
    await tell(north, text(sale), text(told));
    expect(await kinds()).toEqual([]);
  });

  it('takes back gifts, stamps, limits and referral with the last of a sale', async () => {
    const inviterId = await addMember(hq);
    const memberId = await addMember(hq, 'general', { inviterId });
    const sale = makeAward({
      memberId,
      program,
      amountMinor: 2_500,
      facts: { inviterId },
      asked: { codes: ['HELLO'] },
    });
    await tell(north, text(sale));
    expect(await pointsAtHq(hq.db, inviterId)).toBe(20);
    expect(await kinds()).toEqual([]);
    const inviterDue = async () =>
      (await pullAll(north)).flatMap((row) => {
        const change = changeRowSchema.parse(row);
        const isHis = change.kind === 'member' && change.member.memberId === memberId;
        return isHis ? [change.member.inviterId] : [];
      });
    expect(await inviterDue()).toEqual([null]);
    const refund = makeRefund({ of: sale, program });
    await tell(south, text(refund));
    expect(await kinds()).toEqual([]);
    expect([await pointsAtHq(hq.db, inviterId), await pointsAtHq(hq.db, memberId)]).toEqual([0, 0]);
    expect(await inviterDue()).toEqual([null, inviterId]);
    const [receipt] = await receiptFor(north, refund.eid);
    expect(receipt?.uses).toContainEqual({ id: codeCouponId, n: -1 });
    const vouchers = await hq.db
      .selectFrom('voucher')
      .select('cancelled')
      .where('issued_by', '=', sale.eid)
      .execute();
    expect(vouchers).toEqual([{ cancelled: true }]);
    const stamps = await hq.db
      .selectFrom('stamp_entry')
      .select((eb) => eb.fn.sum<string>('stamps').as('n'))
      .where('member_id', '=', memberId)
      .executeTakeFirst();
    // The bonus of a new card stays.
    expect(Number(stamps?.n)).toBe(1);
    // Once per member, and the first is gone: allowed again.
    await tell(north, text(makeAward({ memberId, program, asked: { codes: ['HELLO'] } })));
    expect(await kinds()).toEqual([]);
  });

  it('gives a refund no effect where its sale had none, or is somebody else’s', async () => {
    const memberId = await addMember(hq);
    const lying = makeAward({ memberId, program, change: (b) => ({ ...b, points: b.points + 1 }) });
    const [early, late] = [0, 1].map(() =>
      makeRefund({ of: makeAward({ memberId, program }), program }),
    );
    if (early === undefined || late === undefined) throw new Error('two refunds');
    const ofLying = (refund: typeof early) => ({
      ...refund,
      body: { ...refund.body, saleId: lying.body.saleId, saleEid: lying.eid },
    });
    await tell(south, text(ofLying(early)));
    await tell(north, text(lying));
    await tell(south, text(ofLying(late)));
    expect(await statuses(early.eid)).toEqual([
      ['awaiting'],
      ['quarantined', 'refund-of-uncounted-sale'],
    ]);
    expect(await statuses(late.eid)).toEqual([['quarantined', 'refund-of-uncounted-sale']]);
    const good = makeAward({ memberId, program });
    const other = await addMember(hq);
    const foreign = makeRefund({ of: good, program, member: other });
    await tell(north, text(good), text(foreign));
    expect(await statuses(foreign.eid)).toEqual([['quarantined', 'refund-of-other-member']]);
    expect(await pointsAtHq(hq.db, memberId)).toBe(10);
    expect((await receiptsOf(north)).filter((r) => r.status === 'quarantined').length).toBe(4);
    await takeExceptions(hq);
  });
});
