import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refundEventSchema, type CounterEvent } from '../app/contract/events.ts';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { goodsAndMoney } from '../app/domain/refund-of-uncounted.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, addVoucher, receiptFor, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { giftCouponId, richProgram as program } from './test-rig/rich-program.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, makeSaleInvoice, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;

/** Every order in which two chains can come in, each in its own order. */
function interleavings<T>(a: readonly T[], b: readonly T[]): T[][] {
  const [firstA, firstB] = [a[0], b[0]];
  if (firstA === undefined || firstB === undefined) return [[...a, ...b]];
  return [
    ...interleavings(a.slice(1), b).map((rest) => [firstA, ...rest]),
    ...interleavings(a, b.slice(1)).map((rest) => [firstB, ...rest]),
  ];
}

describe.each(testStoreKinds)('an e-invoice freed by a void, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let serial = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    const left = await hq.db.selectFrom('invoice_wait').select('eid').execute();
    expect(left.length).toBeLessThanOrEqual(1);
    await hq.stop();
  });

  /** The same e-invoice for a wrong and a right member, at two counters. */
  async function twoSales() {
    serial += 1;
    const invoiceNumber = `AB${String(serial).padStart(8, '0')}`;
    const members = [await addMember(hq), await addMember(hq)] as const;
    const [wrong, right] = members.map((memberId) =>
      makeAward({ memberId, program, invoiceNumber }),
    );
    if (wrong === undefined || right === undefined) throw new Error('two sales');
    const points = async () => [
      await pointsAtHq(hq.db, members[0]),
      await pointsAtHq(hq.db, members[1]),
    ];
    return { wrong, right, points, members };
  }
  const undo = (of: Parameters<typeof makeRefund>[0]['of']) =>
    makeRefund({ of, program, mode: 'void' });
  const kinds = async () => (await takeExceptions(hq)).map((one) => one.kind);
  const statuses = async (event: CounterEvent) =>
    (await receiptFor(north, event.eid)).map((receipt) => receipt.status);

  it('earns for the right member, whichever comes first', async () => {
    for (const together of [false, true]) {
      for (const order of [0, 1, 2]) {
        const { wrong, right, points } = await twoSales();
        const story = interleavings([wrong, undo(wrong)], [right])[order] ?? [];
        // All in one push, as of one counter that was apart.
        if (together) await tell(north, ...story.map((event) => text(event)));
        else for (const one of story) await tell(one === right ? south : north, text(one));
        expect(await points()).toEqual([0, 10]);
        expect((await statuses(right)).at(-1)).toBe('applied');
        // The right one first: the wrong one never counted, and its void says so to a person.
        const expected = order === 2 ? ['refund-of-uncounted-sale', 'invoice-used-twice'] : [];
        expect(await kinds()).toEqual(expected);
      }
    }
  });

  it('leaves nothing where both are undone, in any order', async () => {
    for (const order of [0, 1, 2, 3, 4, 5]) {
      const { wrong, right, points } = await twoSales();
      const story = interleavings([wrong, undo(wrong)], [right, undo(right)])[order] ?? [];
      const south2 = new Set(story.filter((one) => one.member === right.member));
      for (const one of story) await tell(south2.has(one) ? south : north, text(one));
      expect(await points()).toEqual([0, 0]);
      for (const event of [wrong, right]) expect((await statuses(event)).at(-1)).toBe('applied');
      await kinds();
    }
  });

  it('tells the counters: without effect first, applied when the void comes, then free no more', async () => {
    const { wrong, right, points, members } = await twoSales();
    await tell(north, text(wrong));
    await tell(south, text(right));
    expect([await points(), await statuses(right)]).toEqual([[10, 0], ['duplicate']]);
    await tell(north, text(undo(wrong)));
    expect([await points(), await statuses(right)]).toEqual([
      [0, 10],
      ['duplicate', 'applied'],
    ]);
    const [, applied] = await receiptFor(north, right.eid);
    expect(applied).toMatchObject({
      inst: south.install,
      storeName: '高雄店',
      entries: right.body.entries,
      sale: {
        memberId: members[1],
        invoiceKey: `${right.body.invoice?.number}:2026-11-22`,
      },
    });
    expect(await kinds()).toEqual([]);
    const again = makeAward({
      memberId: members[0],
      program,
      invoiceNumber: right.body.invoice?.number ?? '',
    });
    await tell(north, text(again));
    expect([await points(), await kinds()]).toEqual([[0, 10], ['invoice-used-twice']]);
    await hq.db.deleteFrom('invoice_wait').where('eid', '=', again.eid).execute();
  });

  it('comes free for who waits, however many wait for another one freed with it', async () => {
    const [crowded, plain] = [await twoSales(), await twoSales()];
    await tell(north, text(crowded.wrong), text(plain.wrong));
    const crowd = Array.from({ length: 25 }, () =>
      makeAward({
        memberId: crowded.members[1],
        program,
        invoiceNumber: crowded.right.body.invoice?.number ?? '',
      }),
    );
    for (const one of [...crowd, plain.right]) await tell(south, text(one));
    await tell(north, text(undo(crowded.wrong)), text(undo(plain.wrong)));
    expect([await crowded.points(), await plain.points()]).toEqual([
      [0, 10],
      [0, 10],
    ]);
    await kinds();
    await hq.db.deleteFrom('invoice_wait').execute();
  });

  it('is not freed by goods taken back', async () => {
    const { wrong, right, points } = await twoSales();
    await tell(north, text(wrong), text(makeRefund({ of: wrong, program })));
    await tell(south, text(right));
    expect([await points(), await kinds()]).toEqual([[0, 0], ['invoice-used-twice']]);
    await hq.db.deleteFrom('invoice_wait').execute();
  });

  it('is freed by a void, whether HQ hears of it before or after another store took goods back', async () => {
    const request = { kind: 'amount' as const, amountMinor: 300 };
    for (const order of ['void first', 'refund first']) {
      const { wrong, right, points } = await twoSales();
      const [whole, part] = [undo(wrong), makeRefund({ of: wrong, program, request })];
      await tell(north, text(wrong));
      await tell(south, text(right));
      if (order === 'refund first') await tell(south, text(part));
      await tell(north, text(whole));
      if (order === 'void first') await tell(south, text(part));
      expect([order, await points(), await kinds()]).toEqual([order, [0, 10], ['over-refund']]);
      // Counters free it by what HQ tells them of the void.
      const told = await receiptFor(south, whole.eid);
      expect(told.map(({ refund }) => refund?.result)).toMatchObject([
        { mode: 'void', complete: true, amountMinor: order === 'void first' ? 1_000 : 700 },
      ]);
    }
  });

  it('judges what was taken back of a waiting sale once that counts; its voucher comes back then', async () => {
    const { wrong, right, points, members } = await twoSales();
    const voucher = await addVoucher(hq, members[1], { couponId: giftCouponId });
    const sale = makeAward({
      memberId: members[1],
      program,
      vouchers: [voucher],
      invoiceNumber: right.body.invoice?.number ?? '',
    });
    const refund = makeRefund({ of: sale, program });
    await tell(north, text(wrong));
    await tell(south, text(sale), text(refund));
    expect([await points(), await kinds(), await statuses(refund)]).toEqual([
      [10, 0],
      ['refund-of-uncounted-sale', 'invoice-used-twice'],
      ['quarantined'],
    ]);
    await tell(north, text(undo(wrong)));
    expect([await points(), await kinds(), await statuses(refund)]).toEqual([
      [0, 0],
      [],
      ['quarantined', 'applied'],
    ]);
    const rows = (await pullAll(north)).map((row) => changeRowSchema.parse(row));
    const returned = refund.body.issued[0]?.voucherId;
    expect(
      rows.flatMap((row) =>
        row.kind === 'voucher' && row.voucher.voucherId === returned ? [row.voucher.state] : [],
      ),
    ).toEqual(['issued']);
  });

  it('takes back a sale that counts late, though the counter moved no points for it', async () => {
    for (const order of ['refund first', 'freed first']) {
      for (const mode of ['void', 'refund'] as const) {
        const { wrong, right, points } = await twoSales();
        const made = makeRefund({ of: right, program, mode });
        // As the counter makes it that was told its sale had no effect.
        const result = goodsAndMoney(made.body.result);
        const body = { ...made.body, uncounted: true, result };
        const refund = refundEventSchema.parse({ ...made, body });
        await tell(north, text(wrong));
        await tell(south, text(right));
        await kinds();
        if (order === 'refund first') await tell(south, text(refund));
        await tell(north, text(undo(wrong)));
        if (order === 'freed first') await tell(south, text(refund));
        expect([order, await points()]).toEqual([order, [0, 0]]);
        expect((await statuses(refund)).at(-1)).toBe('applied');
        // Nothing differs: what the counter left to HQ is HQ's, and that the sale did not count is settled.
        expect(await kinds()).toEqual([]);
      }
    }
  });

  it('is used by a sale that got it after it was settled, and comes free with that', async () => {
    for (const together of [false, true]) {
      const { wrong, right, points } = await twoSales();
      const number = right.body.invoice?.number ?? '';
      const sale = makeAward({ memberId: wrong.member, program });
      const entered = makeSaleInvoice(sale, number);
      if (together) await tell(north, text(sale), text(entered));
      else for (const one of [sale, entered]) await tell(north, text(one));
      const [receipt] = await receiptFor(south, entered.eid);
      expect(receipt).toMatchObject({
        status: 'applied',
        sale: null,
        entries: [],
        saleInvoice: { saleEid: sale.eid, invoiceKey: `${number}:2026-11-22` },
      });
      await tell(south, text(right));
      expect([await points(), await statuses(right)]).toEqual([[10, 0], ['duplicate']]);
      expect(await kinds()).toEqual(['invoice-used-twice']);
      await tell(north, text(undo(sale)));
      expect([await points(), (await statuses(right)).at(-1)]).toEqual([[0, 10], 'applied']);
      // Too late for the next one: another sale has it.
      const late = makeAward({ memberId: wrong.member, program });
      const inVain = makeSaleInvoice(late, number);
      await tell(north, text(late), text(inVain));
      expect([await points(), await statuses(inVain)]).toEqual([[10, 10], ['duplicate']]);
      expect(await kinds()).toEqual(['late-invoice-used']);
    }
  });

  it('is the sale’s already where a copy of the counter told the same of it', async () => {
    const [memberId] = (await twoSales()).members;
    const sale = makeAward({ memberId, program });
    const [told, toldByCopy, other] = ['AB88888888', 'AB88888888', 'AB77777777'].map((number) =>
      makeSaleInvoice(sale, number),
    );
    if (told === undefined || toldByCopy === undefined || other === undefined) throw new Error();
    await tell(north, text(sale), text(told));
    await tell(south, text(toldByCopy), text(other));
    expect([await statuses(told), await statuses(toldByCopy), await statuses(other)]).toEqual([
      ['applied'],
      ['applied'],
      ['duplicate'],
    ]);
    expect(await kinds()).toEqual([]);
  });

  it('is kept for a person where its sale does not count', async () => {
    for (const order of ['sale first', 'e-invoice first']) {
      const [memberId] = (await twoSales()).members;
      const sale = makeAward({
        memberId,
        program,
        change: (body) => ({ ...body, points: body.points + 1 }),
      });
      const told = makeSaleInvoice(sale, `AB9999999${order.length % 10}`);
      const story = order === 'sale first' ? [sale, told] : [told, sale];
      for (const one of story) await tell(north, text(one));
      expect([(await statuses(told)).at(-1), await kinds()]).toEqual([
        'quarantined',
        ['handler-failed', 'handler-failed'],
      ]);
    }
  });

  it('waits where HQ hears of it before its sale, and is that sale’s once it comes', async () => {
    for (const together of [false, true]) {
      const { wrong, right, points } = await twoSales();
      const number = right.body.invoice?.number ?? '';
      const sale = makeAward({ memberId: wrong.member, program });
      const told = makeSaleInvoice(sale, number);
      const waiting = async () =>
        await hq.db.selectFrom('invoice_wait').select('eid').where('eid', '=', told.eid).execute();
      if (together) await tell(north, text(told), text(sale));
      else {
        await tell(north, text(told));
        expect([await statuses(told), (await waiting()).length]).toEqual([['awaiting'], 1]);
        // Offered again by a new install of the counter, before its sale.
        await tell(south, text(told));
        await tell(north, text(sale));
      }
      const expected = together ? ['awaiting', 'applied'] : ['awaiting', 'duplicate', 'applied'];
      expect([await statuses(told), await waiting()]).toEqual([expected, []]);
      await tell(south, text(right));
      expect([await points(), await statuses(right)]).toEqual([[10, 0], ['duplicate']]);
      expect(await kinds()).toEqual(['invoice-used-twice']);
      await tell(north, text(undo(sale)));
      expect([await points(), await kinds()]).toEqual([[0, 10], []]);
    }
  });

  it('waits for a sale of somebody HQ has not heard of either', async () => {
    const memberId = newTestId<MemberId>();
    const sale = makeAward({ memberId, program });
    const told = makeSaleInvoice(sale, 'AB66666666');
    await tell(north, text(told), text(sale));
    expect([await statuses(told), await kinds()]).toEqual([
      ['awaiting', 'applied'],
      ['unknown-member'],
    ]);
  });

  it('finds its sale when both are pushed at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { wrong } = await twoSales();
      const sale = makeAward({ memberId: wrong.member, program });
      const told = makeSaleInvoice(sale, `AB5555555${round}`);
      await Promise.all([tell(north, text(told)), tell(south, text(sale))]);
      expect([(await statuses(told)).at(-1), await kinds()]).toEqual(['applied', []]);
    }
  });

  it('holds when void and second award are pushed at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { wrong, right, points } = await twoSales();
      await tell(north, text(wrong));
      await Promise.all([tell(north, text(undo(wrong))), tell(south, text(right))]);
      expect(await points()).toEqual([0, 10]);
    }
    expect(await kinds()).toEqual([]);
  });
});
