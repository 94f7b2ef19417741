import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadyView } from '../contract/counter-view.ts';
import type { EventId } from '../domain/ids.ts';
import { inTransaction } from '../db/handles.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { insertRedemptions } from '../db/vouchers.ts';
import { invoiceQr, shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';

const dayMs = 86_400_000;

/** What stands on the list: whose, how much. */
function listed(view: ReadyView): readonly (readonly [string | null, string])[] {
  return (view.parked ?? []).map((one) => [one.nameMasked, one.amountText] as const);
}

/** The moment by which the oldest (or the given) parked sale is named. */
function nameOf(view: ReadyView, index = 0): number {
  return view.parked?.[index]?.parkedAtMs ?? -1;
}

test('the scan of the next member sets the begun sale aside whole; recall swaps it back', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1);
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.mingCard);
    await rig.scan(invoiceQr({ totalMinor: 640 }));
    await rig.scan(voucher.code);
    const begun = rig.last().sale;
    const next = await rig.scan(shop.linCard);
    expect(next.notice).toMatchObject({
      tone: 'warn',
      code: 'sale-parked',
      params: { name: '林○麗', before: '王○明' },
    });
    expect([next.member?.nameMasked, next.sale.amountText, listed(next)]).toEqual([
      '林○麗',
      '',
      [['王○明', '640']],
    ]);
    await handlers['sale:set-amount']({ amountText: '88' });
    await handlers['sale:recall']({ parkedAtMs: nameOf(rig.last()) });
    const back = rig.last();
    expect(back.notice).toMatchObject({ code: 'parked-recalled', params: { name: '王○明' } });
    expect(back.sale).toEqual(begun);
    expect(back.member?.identifiedBy).toBe('scan');
    expect(listed(back)).toEqual([['林○麗', '88']]);
    // The same wish twice, as of an impatient finger, does not swap back.
    await handlers['sale:recall']({ parkedAtMs: nameOf(next) });
    expect([rig.last().notice?.code, rig.last().sale]).toEqual(['parked-gone', begun]);
    const { preview } = rig.last().sale;
    if (preview?.kind !== 'evaluated') throw new Error('no preview');
    await handlers['sale:settle']({
      expectedPaidMinor: preview.paidMinor,
      expectedPoints: preview.points,
    });
    await handlers['sale:recall']({ parkedAtMs: nameOf(rig.last()) });
    expect([rig.last().sale.amountText, rig.last().parked]).toEqual(['88', undefined]);
    expect((await rig.sell(88)).notice?.code).toBe('sale-settled');
  });
});

test('a bare member is replaced, an amount without a member gets one, and the list outlives a restart', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.mingCard);
    expect((await rig.scan(shop.linCard)).parked).toBeUndefined();
    await handlers['sale:clear']({});
    await handlers['sale:set-amount']({ amountText: '120' });
    expect((await rig.scan(shop.mingCard)).sale.amountText).toBe('120');
    await rig.scan(shop.linCard);
    const again = testCounter(db);
    await again.counter.start();
    expect(listed(again.last())).toEqual([['王○明', '120']]);
    expect((await again.scan(shop.mingCard)).notice?.code).toBe('member-found-parked');
  });
});

test('a full list says so and does not take the scan; by hand it is said too', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    for (let n = 1; n <= 5; n += 1) {
      await handlers['sale:set-amount']({ amountText: String(n) });
      await handlers['sale:park']({});
    }
    expect([rig.last().notice?.code, rig.last().parked?.length]).toEqual(['sale-held-nobody', 5]);
    await handlers['sale:park']({});
    expect(rig.last().notice?.code).toBe('parked-none');
    await rig.scan(shop.mingCard);
    await handlers['sale:set-amount']({ amountText: '6' });
    const refused = await rig.scan(shop.linCard);
    expect(refused).toMatchObject({
      notice: { tone: 'deny', code: 'parked-full', params: { max: 5 } },
      member: { nameMasked: '王○明' },
      sale: { amountText: '6' },
    });
    expect(await handlers['sale:park']({})).toEqual({ kind: 'refused', code: 'parked-full' });
    // A swap needs no room.
    await handlers['sale:recall']({ parkedAtMs: nameOf(rig.last()) });
    expect([rig.last().sale.amountText, rig.last().parked?.length]).toEqual(['1', 5]);
  });
});

test('at recall the sale is judged anew: an earlier day, a used voucher, a used invoice', async () => {
  await withTestDatabase(async (db) => {
    const [used, kept] = [shopVoucher(1), shopVoucher(2)];
    await stockShop(db, [used, kept]);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.mingCard);
    await handlers['sale:set-amount']({ amountText: '700' });
    await rig.scan(used.code);
    await rig.scan(kept.code);
    await handlers['sale:park']({});
    const eid = '01980000-0000-7000-8000-000000000001' as EventId;
    await inTransaction(db, async (trx) => {
      const elsewhere = { eid, origin: 'hq' as const, atMs: rig.clock.wallMs, storeName: '板橋店' };
      await insertRedemptions(trx, [{ ...elsewhere, voucherId: used.voucherId, uses: 1 }]);
    });
    await handlers['sale:recall']({ parkedAtMs: nameOf(rig.last()) });
    expect(rig.last()).toMatchObject({
      notice: { tone: 'warn', code: 'parked-recalled-without', params: { name: '王○明' } },
      sale: { amountText: '700', preview: { paidMinor: 650 } },
    });
    await handlers['sale:park']({});
    rig.clock.wallMs += dayMs;
    await handlers['sale:recall']({ parkedAtMs: nameOf(rig.last()) });
    expect(rig.last()).toMatchObject({
      notice: { code: 'parked-recalled-old', params: { name: '王○明', date: '2026-11-22' } },
      member: { identifiedBy: 'search' },
      sale: { amountText: '700' },
    });
    await handlers['sale:clear']({});
    await rig.scan(shop.mingCard);
    const slip = invoiceQr({ totalMinor: 300 });
    await rig.scan(slip);
    await rig.scan(shop.linCard);
    await rig.scan(slip);
    const { preview } = rig.last().sale;
    if (preview?.kind !== 'evaluated') throw new Error('no preview');
    await handlers['sale:settle']({ expectedPaidMinor: 300, expectedPoints: preview.points });
    await handlers['sale:recall']({ parkedAtMs: nameOf(rig.last()) });
    expect(rig.last()).toMatchObject({
      notice: { tone: 'deny', code: 'invoice-used' },
      member: { nameMasked: '王○明' },
      sale: { amountText: '300' },
    });
  });
});

/** One thing a cashier does; `n` chooses among what there is. */
const step = fc.record({
  kind: fc.constantFrom('ming', 'lin', 'amount', 'park', 'recall', 'voucher'),
  n: fc.nat({ max: 9 }),
});

test('no order of scans, amounts, parking and recalling loses an amount that was entered', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(1);
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 24 }), async (steps) => {
        await empty(rig);
        const entered: string[] = [];
        for (const [index, { kind, n }] of steps.entries()) {
          const { sale, parked = [] } = rig.last();
          if (kind === 'ming') await rig.scan(shop.mingCard);
          else if (kind === 'lin') await rig.scan(shop.linCard);
          else if (kind === 'voucher') await rig.scan(voucher.code);
          else if (kind === 'park') await handlers['sale:park']({});
          else if (kind === 'recall')
            await handlers['sale:recall']({
              parkedAtMs: parked[n % Math.max(1, parked.length)]?.parkedAtMs ?? 0,
            });
          else if (sale.amountText === '') {
            const amountText = String(100 + index);
            await handlers['sale:set-amount']({ amountText });
            entered.push(amountText);
          }
        }
        const view = rig.last();
        const there = [view.sale.amountText, ...listed(view).map(([, amount]) => amount)];
        expect(there.filter((one) => one !== '').toSorted()).toEqual(entered.toSorted());
        expect((view.parked ?? []).length).toBeLessThanOrEqual(5);
        expect(rig.errors).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/** Nothing open, nothing parked. */
async function empty({ counter, last }: ReturnType<typeof testCounter>): Promise<void> {
  await counter.handlers['sale:clear']({});
  for (;;) {
    const parkedAtMs = last().parked?.[0]?.parkedAtMs;
    if (parkedAtMs === undefined) return;
    await counter.handlers['sale:recall']({ parkedAtMs });
    await counter.handlers['sale:clear']({});
  }
}
