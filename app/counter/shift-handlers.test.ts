import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shiftLineSchema, type ShiftLine, type ShiftReport } from '../contract/shift.ts';
import type { EventId, SaleId, ShiftId, StaffId } from '../domain/ids.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { addLines, emptyLine, lineKeys, nothingSummed, sumUp } from '../db/shift-sums.ts';
import { insertPerson, type Person } from '../db/staff.ts';
import { markContact } from '../db/sync-state.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { createStaffSession, type StaffSession } from './staff-session.ts';
import { shop, shopVoucher, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { answerFor, refundAs } from './test-refund.ts';

/** Three people and nobody: who is at the counter is changed at once, without a PIN. */
const people = ['陳小美', '林大同', '=王經理'].map((name, n) => ({
  staffId: `01990000-0000-7000-8000-00000000000${n}` as StaffId,
  name,
})) satisfies Pick<Person, 'staffId' | 'name'>[];

async function listPeopleIn(db: Db): Promise<void> {
  await inTransaction(db, async (trx) => {
    for (const one of people)
      await insertPerson(trx, {
        ...one,
        role: 'manager',
        pinHash: '',
        pinSalt: '',
        badgeHash: null,
        addedAtMs: 1,
      });
  });
}

function openDoor(): { readonly session: StaffSession; at: number | null } {
  const door = { at: null as number | null };
  const session: StaffSession = {
    ...createStaffSession(),
    see: () => {
      const one = door.at === null ? undefined : people[door.at];
      if (one === undefined) return { kind: 'unstaffed' };
      return { kind: 'here', person: { ...one, role: 'manager' } as Person };
    },
  };
  return Object.assign(door, { session });
}

type Act =
  | { readonly kind: 'sell'; readonly who: 'ming' | 'lin'; readonly amount: number }
  | { readonly kind: 'void' | 'refund' | 'refuse'; readonly nth: number }
  | { readonly kind: 'person'; readonly n: number | null }
  | { readonly kind: 'enrol' | 'turn' }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'clock'; readonly days: number };

const nth = fc.nat({ max: 12 });
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
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('person' as const),
      n: fc.option(fc.nat({ max: 2 })),
    }),
  },
  fc.record({ kind: fc.constantFrom('enrol' as const, 'turn' as const, 'turn' as const) }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('clock' as const), days: fc.integer({ min: -40, max: 40 }) }),
);

type Played = { readonly sold: SaleId[]; readonly refused: Set<number>; enrolled: number };

async function doOne(rig: TestCounter, db: Db, one: Act, so: Played): Promise<void> {
  const { handlers } = rig.counter;
  if (one.kind === 'wait') rig.clock.wallMs += one.hours * 3_600_000;
  else if (one.kind === 'clock') {
    // Set wrong or right, and HQ says so: what is recorded next may be dated before what was.
    const wallMs = (rig.clock.wallMs += one.days * 86_400_000);
    await inTransaction(db, (trx) => markContact(trx, { serverTimeMs: wallMs, wallMs }));
  } else if (one.kind === 'sell') {
    const { vouchers } = (await rig.scan(one.who === 'ming' ? shop.mingCard : shop.linCard))
      .member ?? { vouchers: [] };
    const [voucher] = vouchers.filter(({ attached }) => !attached);
    if (voucher !== undefined && one.amount >= 1_500)
      await handlers['sale:toggle-voucher']({ voucherId: voucher.voucherId });
    const { lastSales } = await rig.sell(one.amount);
    const [newest] = lastSales;
    if (newest !== undefined && !so.sold.includes(newest.saleId)) so.sold.push(newest.saleId);
  } else if (one.kind === 'enrol') {
    so.enrolled += 1;
    const mobile = `09${String(33_000_000 + so.enrolled)}`;
    const form = { name: '新客人', mobile, birthday: null, invitedByCode: null };
    await handlers['member:enrol']({ ...form, consent: true });
    await handlers['sale:clear']({});
  } else if (one.kind === 'turn') {
    const shiftId = rig.last().shift?.shiftId;
    if (shiftId === undefined) await handlers['shift:open']({});
    else await handlers['shift:close']({ shiftId });
  } else if (one.kind === 'refuse') {
    const types = await db.selectFrom('event').select('type').orderBy('event_no').execute();
    const n = one.nth % Math.max(types.length, 1);
    if (types[n]?.type !== 'award' || so.refused.has(n)) return;
    so.refused.add(n);
    await answerFor(db, n, 'quarantined');
  } else if (one.kind === 'void' || one.kind === 'refund') {
    const saleId = so.sold[one.nth % Math.max(so.sold.length, 1)];
    const request = one.kind === 'void' ? 'void' : ({ kind: 'amount', amountMinor: 1 } as const);
    if (saleId !== undefined) await refundAs(rig, saleId, request);
  }
}

/** A line by plain sums over all own rows of the events given. */
async function ledgerLine(db: Db, eids: ReadonlySet<EventId>): Promise<ShiftLine> {
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const of = <R extends { readonly eid: EventId }>(rows: readonly R[]) =>
    rows.filter(({ eid }) => eids.has(eid));
  const sales = of(await db.selectFrom('sale').selectAll().where('origin', '=', 'own').execute());
  const back = of(await db.selectFrom('refund').selectAll().where('origin', '=', 'own').execute());
  const entries = of(
    await db.selectFrom('ledger_entry').selectAll().where('origin', '=', 'record').execute(),
  );
  const used = of(
    await db.selectFrom('redemption').selectAll().where('origin', '=', 'own').execute(),
  );
  const events = of(await db.selectFrom('event').selectAll().execute());
  const points = (is: (kind: string) => boolean) =>
    sum(entries.filter(({ kind }) => is(kind)).map((one) => one.points));
  return {
    sales: sales.length,
    paidMinor: sum(sales.map((one) => one.paid_minor)),
    discountMinor: sum(sales.map((one) => one.discount_minor ?? 0)),
    refunds: back.filter(({ mode }) => mode === 'refund').length,
    voids: back.filter(({ mode }) => mode === 'void').length,
    refundedMinor: sum(back.map((one) => (JSON.parse(one.result) as never)['moneyMinor'])),
    earned: points((kind) => kind === 'earn'),
    spent: points((kind) => kind === 'spend'),
    otherPoints: points((kind) => kind !== 'earn' && kind !== 'spend'),
    vouchersUsed: sum(used.map((one) => one.uses)),
    voucherMinor: sum(
      events
        .filter(({ type }) => type === 'award')
        .flatMap((one) => (JSON.parse(one.raw_body) as never)['body']['vouchers'] as never[])
        .map((one) => one['discountMinor']),
    ),
    newMembers: events.filter(({ type }) => type === 'member_stub').length,
    overrides: 0,
  };
}

async function reportsOf(rig: TestCounter): Promise<readonly ShiftReport[]> {
  const { handlers } = rig.counter;
  const { shifts } = await handlers['shift:list']({ offset: 0, limit: 50 });
  const reports: ShiftReport[] = [];
  for (const { shiftId } of shifts.toReversed()) {
    const answer = await handlers['shift:report']({ shiftId });
    if (answer.kind === 'report') reports.push(answer.report);
  }
  return reports;
}

test('each report is the sum of its people and of the ledger, and all together are the whole ledger', async () => {
  const run = async (acts: readonly Act[], rowsMax: number): Promise<void> =>
    await withTestDatabase(async (db) => {
      await stockShop(db, [shopVoucher(1), shopVoucher(2), shopVoucher(3)]);
      await listPeopleIn(db);
      const door = openDoor();
      const rig = testCounter(db, { session: door.session });
      await rig.counter.start();
      const so: Played = { sold: [], refused: new Set(), enrolled: 0 };
      for (const one of acts)
        if (one.kind === 'person') door.at = one.n;
        else await doOne(rig, db, one, so);

      const rows = await db
        .selectFrom('event')
        .select(['eid', 'type', 'shift_id', 'staff_id', 'raw_body'])
        .orderBy('event_no')
        .execute();
      const eidsOf = (is: (row: (typeof rows)[number]) => boolean) =>
        new Set(rows.filter(is).map(({ eid }) => eid));
      const reports = await reportsOf(rig);
      for (const report of reports) {
        const of = { kind: 'shift' as const, shiftId: report.shiftId };
        const { people } = await sumUp(db, of, { sums: nothingSummed, rowsMax });
        expect(people.map(({ staff, line }) => ({ staff, line }))).toEqual(report.byStaff);
        const own = eidsOf(({ shift_id }) => shift_id === report.shiftId);
        expect(report.total).toEqual(await ledgerLine(db, own));
        expect(report.total).toEqual(addLines(report.byStaff.map(({ line }) => line)));
        for (const { staff, line } of report.byStaff) {
          const theirs = eidsOf(
            (row) => row.shift_id === report.shiftId && row.staff_id === (staff?.staffId ?? null),
          );
          expect(line).toEqual(await ledgerLine(db, theirs));
        }
        // What was recorded when it was closed is what its rows still say.
        const closing = rows.find(
          ({ type, shift_id }) => type === 'shift_close' && shift_id === report.shiftId,
        );
        expect(report.events).toBe(own.size - (closing === undefined ? 0 : 1));
        if (closing !== undefined)
          expect(JSON.parse(closing.raw_body)['body']['total']).toEqual(report.total);
      }
      const first = rows.findIndex(({ shift_id }) => shift_id !== null);
      const before = new Set(rows.slice(0, first === -1 ? undefined : first).map((r) => r.eid));
      const { outside } = await rig.counter.handlers['shift:list']({ offset: 0, limit: 1 });
      expect(
        addLines([
          await ledgerLine(db, before),
          ...reports.flatMap((one) => [one.outside ?? emptyLine, one.total]),
          outside ?? emptyLine,
        ]),
      ).toEqual(
        await ledgerLine(
          db,
          eidsOf(() => true),
        ),
      );
      expect(rig.errors).toEqual([]);
    });
  const rowsMax = fc.integer({ min: 1, max: 4 });
  const turn: Act = { kind: 'turn' };
  const sell: Act = { kind: 'sell', who: 'ming', amount: 100 };
  const ahead: Act = { kind: 'clock', days: 30 };
  const back: Act = { kind: 'clock', days: -30 };
  // A clock that was ahead is put right between two shifts.
  const shiftAhead = [ahead, turn, sell, turn, sell, back, turn, sell, turn, sell];
  await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 24 }), rowsMax, run), {
    numRuns: 25,
    examples: [[[...shiftAhead, turn, turn, sell], 2]],
  });
}, 60_000);

test('a shift opens once, goes over midnight, and is closed with what HQ has not confirmed', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await listPeopleIn(db);
    const door = openDoor();
    const rig = testCounter(db, { session: door.session });
    await rig.counter.start();
    const { handlers } = rig.counter;
    door.at = 0;
    expect(await handlers['shift:report']({ shiftId: null })).toEqual({
      kind: 'refused',
      code: 'no-shift',
    });
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    expect([await handlers['shift:open']({}), await handlers['shift:open']({})]).toEqual([
      { kind: 'done' },
      { kind: 'refused', code: 'shift-open-already' },
    ]);
    const { shift } = rig.last();
    expect(shift?.openedBy).toEqual(people[0]);
    await rig.scan(shop.mingCard);
    await rig.sell(200);
    rig.clock.wallMs += 20 * 3_600_000;
    door.at = 1;
    await rig.scan(shop.linCard);
    await rig.sell(300);
    const shiftId = shift?.shiftId as ShiftId;
    const answer = await handlers['shift:close']({ shiftId });
    if (answer.kind !== 'done') throw new Error(answer.code);
    expect(answer.report).toMatchObject({
      openedBy: people[0],
      closedBy: people[1],
      total: { sales: 2, paidMinor: 500 },
      byStaff: [
        { staff: people[1], line: { sales: 1, paidMinor: 300 } },
        { staff: people[0], line: { sales: 1, paidMinor: 200 } },
      ],
      // The first shift of this counter: what was before belongs to none.
      outside: null,
      events: 3,
      unsent: 3,
    });
    expect(rig.last().shift).toBeUndefined();
    expect(await handlers['shift:close']({ shiftId })).toEqual({
      kind: 'refused',
      code: 'no-shift',
    });
    expect(await handlers['shift:report']({ shiftId })).toEqual({
      kind: 'report',
      report: answer.report,
    });
    await rig.scan(shop.mingCard);
    await rig.sell(50);
    const list = await handlers['shift:list']({ offset: 0, limit: 10 });
    expect([list.total, list.outside?.paidMinor, list.shifts[0]?.closedBy]).toEqual([
      1,
      50,
      people[1],
    ]);
    await handlers['shift:open']({});
    const next = await handlers['shift:report']({ shiftId: null });
    expect(next).toMatchObject({ report: { outside: { sales: 1 }, total: { sales: 0 } } });
  });
});

test('a report is saved as CSV that no spreadsheet runs', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await listPeopleIn(db);
    const saved: { readonly name: string; readonly kind: string; readonly text: string }[] = [];
    const door = openDoor();
    door.at = 2;
    const rig = testCounter(db, {
      session: door.session,
      saveReport: async (report) => {
        saved.push(report);
        return `/reports/${report.name}.csv`;
      },
    });
    await rig.counter.start();
    await rig.counter.handlers['shift:open']({});
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    expect(
      await rig.counter.handlers['shift:export']({ shiftId: null, format: 'csv' }),
    ).toMatchObject({
      kind: 'saved',
      path: '/reports/shift-2026-11-22-0900.csv',
    });
    const lines = saved[0]?.text.split('\r\n') ?? [];
    expect(saved[0]?.kind).toBe('shift');
    expect(lines.find((line) => line.startsWith("'=王經理"))).toBe(
      "'=王經理,1,100,0,0,0,0,15,0,0,0,0,0,0",
    );
    expect(lines.find((line) => line.startsWith('合計'))).toBe('合計,1,100,0,0,0,0,15,0,0,0,0,0,0');
  });
});

test('what is refused is counted by day and code, and nothing else of it is kept', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    await rig.scan('2799999999994');
    await rig.scan('2799999999994');
    rig.clock.wallMs += 86_400_000;
    await rig.counter.handlers['sale:settle']({ expectedPaidMinor: 0, expectedPoints: 0 });
    const { refusals } = await rig.counter.handlers['manager:figures']({ period: '7-days' });
    const today = await rig.counter.handlers['manager:figures']({ period: 'today' });
    expect(today.refusals).toEqual([{ code: 'settle-needs-member', n: 1 }]);
    expect(refusals.reduce((sum, { n }) => sum + n, 0)).toBe(3);
    expect(
      Object.keys((await db.selectFrom('refusal_tally').selectAll().execute())[0] ?? {}),
    ).toEqual(['biz_date', 'code', 'n']);
    // More than a year later the first days go.
    rig.clock.wallMs += 401 * 86_400_000;
    await rig.counter.handlers['sale:settle']({ expectedPaidMinor: 0, expectedPoints: 0 });
    expect(await db.selectFrom('refusal_tally').select('n').execute()).toEqual([{ n: 1 }]);
  });
});

test('the sums name every figure of the contract', () => {
  expect([...lineKeys].toSorted()).toEqual(Object.keys(shiftLineSchema.shape).toSorted());
});

test('figures by person: sales that stand, refunds and new members, by the name they had last', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await listPeopleIn(db);
    const door = openDoor();
    const rig = testCounter(db, { session: door.session });
    await rig.counter.start();
    door.at = 0;
    await rig.scan(shop.mingCard);
    const first = (await rig.sell(100)).lastSales[0]?.saleId as SaleId;
    await rig.scan(shop.mingCard);
    await rig.sell(200);
    door.at = 1;
    await refundAs(rig, first, 'void');
    door.at = null;
    await rig.scan(shop.linCard);
    await rig.sell(300);
    const { byStaff } = await rig.counter.handlers['manager:figures']({ period: 'today' });
    const none = { sales: 0, paidMinor: 0, points: 0, refunds: 0, newMembers: 0 };
    expect(byStaff).toEqual([
      { ...none, staff: people[0], sales: 2, paidMinor: 300, points: 45 },
      { ...none, staff: people[1], refunds: 1 },
      { ...none, staff: null, sales: 1, paidMinor: 300, points: 30 },
    ]);
  });
});
