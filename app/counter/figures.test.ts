import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AwardEvent } from '../contract/events.ts';
import { figuresSchema, type Figures, type Period } from '../contract/manager-views.ts';
import type { SaleId } from '../domain/ids.ts';
import { businessDate, formatClock } from '../domain/time.ts';
import type { Db } from '../db/handles.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { showFigures, spanOf } from './figures.ts';
import { shop, startMs, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { loyaltyProgram } from './test-program.ts';
import { answerFor, eventsOf, refundAs } from './test-refund.ts';

type Act =
  | { readonly kind: 'sell'; readonly who: 'ming' | 'lin'; readonly amount: number }
  | { readonly kind: 'void' | 'refund' | 'refuse'; readonly nth: number }
  | { readonly kind: 'enrol' }
  | { readonly kind: 'wait'; readonly hours: number };

const nth = fc.nat({ max: 20 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('sell' as const),
      who: fc.constantFrom('ming' as const, 'lin' as const),
      amount: fc.integer({ min: 1, max: 3_000 }),
    }),
  },
  fc.record({ kind: fc.constantFrom('void' as const, 'refund' as const, 'refuse' as const), nth }),
  fc.record({ kind: fc.constant('enrol' as const) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      hours: fc.integer({ min: 1, max: 40 }),
    }),
  },
);

async function play(rig: TestCounter, db: Db, acts: readonly Act[]): Promise<void> {
  const sold: SaleId[] = [];
  const refused = new Set<number>();
  let enrolled = 0;
  for (const one of acts) {
    if (one.kind === 'wait') rig.clock.wallMs += one.hours * 3_600_000;
    else if (one.kind === 'sell') {
      await rig.scan(one.who === 'ming' ? shop.mingCard : shop.linCard);
      const { lastSales } = await rig.sell(one.amount);
      const [newest] = lastSales;
      if (newest !== undefined && !sold.includes(newest.saleId)) sold.push(newest.saleId);
    } else if (one.kind === 'enrol') {
      enrolled += 1;
      await rig.counter.handlers['member:enrol']({
        name: '新客人',
        mobile: `09${String(33_000_000 + enrolled)}`,
        birthday: null,
        invitedByCode: null,
        consent: true,
      });
      await rig.counter.handlers['sale:clear']({});
    } else if (one.kind === 'refuse') {
      const awards = (await eventsOf(db)).flatMap(({ type }, n) => (type === 'award' ? [n] : []));
      const n = awards[one.nth % Math.max(awards.length, 1)];
      if (n === undefined || refused.has(n)) continue;
      refused.add(n);
      await answerFor(db, n, 'quarantined');
    } else if (sold.length > 0) {
      const saleId = sold[one.nth % sold.length];
      if (saleId === undefined) continue;
      const request = one.kind === 'void' ? 'void' : ({ kind: 'amount', amountMinor: 1 } as const);
      await refundAs(rig, saleId, request);
    }
  }
}

/** The same figures by plain sums over the events themselves, HQ's answers and the ledger's rows. */
async function sumsOf(db: Db, period: Period, today: string): Promise<Partial<Figures>> {
  const { from, to } = spanOf(period, today);
  const all = await eventsOf(db);
  const rows = await db.selectFrom('event').select(['eid', 'recorded_at_ms']).execute();
  const atMs = new Map(rows.map((row) => [row.eid, row.recorded_at_ms]));
  const receipts = await db.selectFrom('receipt').select(['eid', 'status']).execute();
  const refused = new Set(receipts.filter((r) => r.status !== 'applied').map((r) => r.eid));
  const dayOf = (eid: (typeof all)[number]['eid']) => businessDate(atMs.get(eid) ?? NaN);
  const inSpan = all.filter(({ eid }) => dayOf(eid) >= from && dayOf(eid) <= to);
  const awards = inSpan.filter((event): event is AwardEvent => event.type === 'award');
  const standing = awards.filter(({ eid }) => !refused.has(eid));
  const back = inSpan.filter((event) => event.type === 'refund');
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const entries = await db.selectFrom('ledger_entry').select(['eid', 'kind', 'points']).execute();
  const eids = new Set<string>(inSpan.map(({ eid }) => eid));
  const points = (kind: string) =>
    sum(entries.filter((e) => eids.has(e.eid) && e.kind === kind).map((e) => e.points));
  const buyers = new Set(standing.map(({ member }) => member));
  const earlier = all.filter(({ type, eid }) => type === 'award' && dayOf(eid) < from);
  const uses = await db.selectFrom('coupon_use').select(['eid', 'use_id', 'n']).execute();
  const recorded = new Set<string>([...awards, ...back].map(({ eid }) => eid));
  const isGift = (id: string) => loyaltyProgram.gifts.some(({ giftId }) => giftId === id);
  return {
    from,
    to,
    sales: standing.length,
    amountMinor: sum(standing.map(({ body }) => body.amountMinor)),
    discountMinor: sum(standing.map(({ body }) => body.discountMinor)),
    paidMinor: sum(standing.map(({ body }) => body.paidMinor)),
    rejected: awards.length - standing.length,
    refunds: back.filter(({ body }) => body.result.mode === 'refund').length,
    voids: back.filter(({ body }) => body.result.mode === 'void').length,
    refundedMinor: sum(back.map(({ body }) => body.result.moneyMinor)),
    points: {
      earn: points('earn'),
      spend: points('spend'),
      refund: points('refund'),
      adjust: points('adjust'),
      expire: points('expire'),
    },
    newMembers: inSpan.filter(({ type }) => type === 'member_stub').length,
    buyers: buyers.size,
    returningBuyers: [...buyers].filter((who) => earlier.some(({ member }) => member === who))
      .length,
    couponUses: sum(
      uses.filter((use) => recorded.has(use.eid) && !isGift(use.use_id)).map(({ n }) => n),
    ),
    hours: Array.from({ length: 24 }, (_, hour) => {
      const then = standing.filter(
        ({ eid }) => Number(formatClock(atMs.get(eid) ?? NaN).slice(0, 2)) === hour,
      );
      return {
        hour,
        sales: then.length,
        paidMinor: sum(then.map(({ body }) => body.paidMinor)),
        points: sum(then.map(({ body }) => body.points)),
      };
    }),
  };
}

test('the figures of each period are the sums over the events, their answers and the ledger', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
      await withTestDatabase(async (db) => {
        await stockShop(db, [], loyaltyProgram);
        const rig = testCounter(db);
        await rig.counter.start();
        await play(rig, db, acts);
        const today = businessDate(rig.clock.wallMs);
        for (const period of [
          'today',
          'yesterday',
          '7-days',
          'this-month',
          'last-month',
        ] as const) {
          const figures = figuresSchema.parse(await showFigures(db, { period, today }));
          expect(figures).toMatchObject(await sumsOf(db, period, today));
          const perDay = figures.days.reduce((n, day) => n + day.paidMinor, 0);
          expect(perDay).toBe(figures.paidMinor);
        }
      });
    }),
    { numRuns: 4 },
  );
}, 60_000);

test('a period is of whole days of Taipei: a sale a minute before midnight is of the day that ends', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    rig.clock.wallMs = Date.parse('2026-11-22T23:58:59+08:00');
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    rig.clock.wallMs = Date.parse('2026-11-23T00:00:30+08:00');
    await rig.scan(shop.mingCard);
    await rig.sell(300);
    const of = async (period: Period) => {
      const { sales, paidMinor, returningBuyers, days } = await showFigures(db, {
        period,
        today: '2026-11-23',
      });
      return [sales, paidMinor, returningBuyers, days.length];
    };
    expect([await of('today'), await of('yesterday'), await of('7-days')]).toEqual([
      [1, 300, 1, 1],
      [1, 100, 0, 1],
      [2, 400, 0, 7],
    ]);
  });
});

test('months begin and end where the calendar says', () => {
  expect([
    spanOf('this-month', '2026-11-22'),
    spanOf('last-month', '2026-03-31'),
    spanOf('last-month', '2026-01-01'),
    spanOf('7-days', '2026-03-02'),
  ]).toEqual([
    { from: '2026-11-01', to: '2026-11-22' },
    { from: '2026-02-01', to: '2026-02-28' },
    { from: '2025-12-01', to: '2025-12-31' },
    { from: '2026-02-24', to: '2026-03-02' },
  ]);
  expect(businessDate(startMs)).toBe('2026-11-22');
});
