import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AwardEvent } from '../contract/events.ts';
import type { ChangeRow, ReceiptRow } from '../contract/sync.ts';
import type {
  CouponId,
  EventId,
  InstallId,
  LotId,
  MemberId,
  SaleId,
  VoucherId,
} from '../domain/ids.ts';
import { balanceOf } from '../domain/lots.ts';
import { applyChanges } from './apply-changes.ts';
import { checkBalances } from './check-balances.ts';
import { appendEvent } from './events.ts';
import { inTransaction, type Db } from './handles.ts';
import { startInstall } from './installs.ts';
import { insertEntries, listBalances, listLots } from './ledger.ts';
import { findMember } from './members.ts';
import { upsertMembers } from './upsert-members.ts';
import { findReceiptStatus } from './receipts.ts';
import { findUsedInvoice } from './sales.ts';
import { getSyncState } from './sync-state.ts';
import { countingIds, testAward, testMember, withTestDatabase } from './test-database.ts';
import { findVoucherByCode, upsertVouchers } from './vouchers.ts';

const today = '2026-11-22';
const inst = '01980000-0000-7000-8000-00000000aaaa' as InstallId;
const member = '01980000-0000-7000-8000-00000000bbbb' as MemberId;

async function setUp(db: Db): Promise<void> {
  await inTransaction(db, async (trx) => {
    await startInstall(trx, {
      installId: inst,
      kind: 'hq',
      signingKey: null,
      nowMs: 1,
      offer: 'unacked',
    });
    await upsertMembers(trx, { members: [testMember(member)], source: 'hq' });
  });
}

async function recordOwn(db: Db, event: AwardEvent): Promise<void> {
  await inTransaction(db, async (trx) => {
    await appendEvent(trx, { event, recordedAtMs: 1 });
    await insertEntries(trx, [
      { eid: event.eid, origin: 'record', recordedAtMs: 1, entries: event.body.entries },
    ]);
  });
}

function receiptOf(
  event: AwardEvent,
  status: ReceiptRow['status'] = 'applied',
  changes: Partial<ReceiptRow> = {},
): ReceiptRow {
  return {
    inst,
    seq: 1,
    eid: event.eid,
    status,
    atMs: 1_795_312_800_000,
    storeName: '信義店',
    entries: status === 'applied' ? event.body.entries : [],
    stamps: [],
    uses: [],
    refund: null,
    sale: null,
    usedVoucherIds: [],
    exceptions: [],
    ...changes,
  };
}

async function pull(db: Db, rows: readonly ChangeRow[]): Promise<void> {
  const { cursor } = await getSyncState(db);
  const outcome = await inTransaction(db, (trx) =>
    applyChanges(trx, { from: cursor, to: cursor + rows.length, rows, skipped: [] }),
  );
  expect(outcome.kind).toBe('applied');
}

async function points(db: Db): Promise<number> {
  expect((await checkBalances(db)).wrong).toEqual([]);
  return (await findMember(db, member))?.pointsTotal ?? NaN;
}

test('the receipt of an own event changes nothing; a refusal takes its points back; nothing counts twice', async () => {
  await withTestDatabase(async (db) => {
    await setUp(db);
    const newId = countingIds();
    const [kept, doubled] = [
      testAward(newId, { memberId: member, points: 10 }),
      testAward(newId, { memberId: member, points: 7 }),
    ];
    await recordOwn(db, kept);
    await recordOwn(db, doubled);
    const seen = [await points(db)];
    await pull(db, [{ pos: 1, kind: 'receipt', receipt: receiptOf(kept) }]);
    seen.push(await points(db));
    await pull(db, [{ pos: 2, kind: 'receipt', receipt: receiptOf(doubled, 'duplicate') }]);
    seen.push(await points(db));
    // Both again, under other positions, as after a new install or another timeline of HQ.
    await pull(db, [
      { pos: 11, kind: 'receipt', receipt: receiptOf(kept, 'duplicate') },
      { pos: 12, kind: 'receipt', receipt: receiptOf(doubled, 'duplicate') },
      { pos: 13, kind: 'receipt', receipt: receiptOf(kept) },
    ]);
    seen.push(await points(db));
    expect(seen).toEqual([17, 17, 10, 10]);
    expect([
      await findReceiptStatus(db, kept.eid),
      await findReceiptStatus(db, doubled.eid),
    ]).toEqual(['applied', 'duplicate']);
  });
});

test('what HQ recomputed differently, or applied after a quarantine, becomes the effect', async () => {
  await withTestDatabase(async (db) => {
    await setUp(db);
    const newId = countingIds();
    const event = testAward(newId, { memberId: member, points: 10 });
    await recordOwn(db, event);
    const [entry] = event.body.entries;
    const seen: number[] = [];
    await pull(db, [{ pos: 1, kind: 'receipt', receipt: receiptOf(event, 'quarantined') }]);
    seen.push(await points(db));
    await pull(db, [
      {
        pos: 2,
        kind: 'receipt',
        receipt: receiptOf(event, 'applied', { entries: [{ ...entry!, points: 8 }] }),
      },
    ]);
    seen.push(await points(db));
    expect(seen).toEqual([0, 8]);
    expect(await listLots(db, member)).toEqual([
      { lotId: entry?.lotId, points: 8, expiresOn: entry?.expiresOn },
    ]);
  });
});

test("another counter's sale brings points, used voucher and used invoice, also before its member is known", async () => {
  await withTestDatabase(async (db) => {
    await setUp(db);
    const newId = countingIds();
    const later = newId<MemberId>();
    const voucherId = newId<VoucherId>();
    const event = testAward(newId, { memberId: later, points: 5 });
    const sale = {
      saleId: newId<SaleId>(),
      saleNo: '1122-0001',
      memberId: later,
      paidMinor: 500,
      points: 5,
      invoiceKey: 'AB12345678:2026-11-22',
    };
    const voucher = {
      voucherId,
      code: 'CFV*X',
      couponId: newId<CouponId>(),
      memberId: later,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      state: 'issued' as const,
      uses: 1,
      usesLeft: 1,
      used: null,
    };
    const receipt = receiptOf(event, 'applied', { sale, usedVoucherIds: [voucherId] });
    await pull(db, [{ pos: 1, kind: 'receipt', receipt }]);
    await pull(db, [
      { pos: 2, kind: 'voucher', voucher },
      {
        pos: 3,
        kind: 'member',
        member: testMember(later, { cardCodes: ['2000000000022'], name: '林美麗' }),
      },
      { pos: 4, kind: 'receipt', receipt },
    ]);
    expect(await findMember(db, later)).toMatchObject({
      pointsTotal: 5,
      lastSaleAtMs: receipt.atMs,
    });
    expect(await findUsedInvoice(db, 'AB12345678:2026-11-22')).toEqual({
      atMs: receipt.atMs,
      storeName: '信義店',
    });
    expect((await findVoucherByCode(db, 'CFV*X'))?.used).toEqual({
      atMs: receipt.atMs,
      storeName: '信義店',
    });
    await inTransaction(db, (trx) =>
      upsertVouchers(trx, [{ ...voucher, state: 'used', used: { atMs: 1, storeName: 'y' } }]),
    );
    expect((await findVoucherByCode(db, 'CFV*X'))?.used).toEqual({
      atMs: receipt.atMs,
      storeName: '信義店',
    });
  });
});

test('a page that does not start at the cursor does nothing; an unknown kind is remembered', async () => {
  await withTestDatabase(async (db) => {
    await setUp(db);
    const apply = (from: number, to: number) =>
      inTransaction(db, (trx) =>
        applyChanges(trx, { from, to, rows: [], skipped: [{ pos: to, kind: 'lottery' }] }),
      );
    expect([await apply(0, 5), await apply(0, 9), await apply(5, 6)]).toEqual([
      { kind: 'applied' },
      { kind: 'not-at-cursor', cursor: 5 },
      { kind: 'applied' },
    ]);
    expect(await db.selectFrom('skipped_change').selectAll().execute()).toEqual([
      { pos: 5, kind: 'lottery', tried_by: '' },
      { pos: 6, kind: 'lottery', tried_by: '' },
    ]);
    expect(await getSyncState(db)).toMatchObject({ cursor: 6, pulledRows: 2 });
  });
});

test('balances by SQL are those of the domain, lapsed lots out and debts in', async () => {
  const line = fc.record({
    lot: fc.integer({ min: 1, max: 4 }),
    points: fc.integer({ min: -20, max: 20 }),
    expiresOn: fc.constantFrom(null, '2026-11-21', '2026-11-22', '2027-12-31'),
    date: fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22'),
  });
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const memberId = newId<MemberId>();
        const lots = [1, 2, 3, 4].map(() => newId<LotId>());
        const groups = lines.map(({ lot, date, ...rest }) => ({
          eid: newId<EventId>(),
          origin: 'record' as const,
          recordedAtMs: Date.parse(`${date}T12:00:00+08:00`),
          entries: [{ ...rest, leg: 0, kind: 'adjust' as const, memberId, lotId: lots[lot - 1]! }],
        }));
        await inTransaction(db, (trx) => insertEntries(trx, groups));
        const bySql = await listBalances(db, { memberIds: [memberId], today });
        expect(bySql.get(memberId) ?? 0).toBe(
          balanceOf(await listLots(db, memberId), today).availablePoints,
        );
      }),
      { numRuns: 60 },
    );
  });
});

test('whatever receipts come in whatever order and number, Σ ledger = cached points = what HQ last meant', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('record' as const), points: fc.integer({ min: 0, max: 50 }) }),
    fc.record({
      do: fc.constant('echo' as const),
      which: fc.nat(9),
      status: fc.constantFrom('applied' as const, 'duplicate' as const, 'quarantined' as const),
    }),
    fc.record({
      do: fc.constant('foreign' as const),
      which: fc.nat(3),
      points: fc.integer({ min: 1, max: 9 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await withTestDatabase(async (db) => {
        await setUp(db);
        const newId = countingIds();
        const own: { event: AwardEvent; applied: boolean; refused: boolean }[] = [];
        const foreign = new Map<number, AwardEvent>();
        let pos = 0;
        for (const next of steps) {
          if (next.do === 'record') {
            const event = testAward(newId, { memberId: member, points: next.points });
            await recordOwn(db, event);
            own.push({ event, applied: false, refused: false });
          } else if (next.do === 'foreign') {
            const event =
              foreign.get(next.which) ??
              testAward(newId, { memberId: member, points: next.points });
            foreign.set(next.which, event);
            await pull(db, [{ pos: ++pos, kind: 'receipt', receipt: receiptOf(event) }]);
          } else {
            const target = own[next.which];
            if (target === undefined) continue;
            await pull(db, [
              { pos: ++pos, kind: 'receipt', receipt: receiptOf(target.event, next.status) },
            ]);
            if (next.status === 'applied') target.applied = true;
            target.refused = !target.applied;
          }
          const ownPoints = own
            .filter((o) => !o.refused)
            .reduce((sum, o) => sum + o.event.body.points, 0);
          const foreignPoints = [...foreign.values()].reduce((sum, e) => sum + e.body.points, 0);
          expect(await points(db)).toBe(ownPoints + foreignPoints);
        }
      });
    }),
    { numRuns: 25 },
  );
}, 30_000);

test('the same foreign event twice in one page counts once; the newest sale of the page is the last one', async () => {
  await withTestDatabase(async (db) => {
    await setUp(db);
    const newId = countingIds();
    const [first, second] = [
      testAward(newId, { memberId: member, points: 4 }),
      testAward(newId, { memberId: member, points: 6 }),
    ];
    const saleOf = (event: AwardEvent) => ({
      saleId: event.body.saleId,
      saleNo: event.body.saleNo,
      memberId: member,
      paidMinor: event.body.paidMinor,
      points: event.body.points,
      invoiceKey: 'AB12345678-2026-11',
    });
    const rows = [
      receiptOf(second, 'applied', { sale: saleOf(second), atMs: 9_000 }),
      receiptOf(first, 'applied', { sale: saleOf(first), atMs: 5_000 }),
      receiptOf(second, 'applied', { sale: saleOf(second), atMs: 9_000 }),
      receiptOf(first, 'duplicate'),
    ];
    await pull(
      db,
      rows.map((receipt, i) => ({ pos: i + 1, kind: 'receipt', receipt })),
    );
    expect([
      await points(db),
      (await findMember(db, member))?.lastSaleAtMs,
      (await db.selectFrom('sale').select('sale_id').execute()).length,
      (await findUsedInvoice(db, 'AB12345678-2026-11'))?.atMs,
    ]).toEqual([10, 9_000, 2, 5_000]);
  });
});

test('a stream that holds instants beyond every date is read like any other', async () => {
  await withTestDatabase(async (db) => {
    await setUp(db);
    const [past, beyond] = [-8.64e15, 8.64e15].map((atMs, i): ChangeRow => {
      const event = testAward(countingIds(1_000 * (i + 1)), { memberId: member, points: 5 });
      const { saleId, saleNo } = event.body;
      const told = { saleId, saleNo, memberId: member, paidMinor: 500, points: 5 };
      const sale = { ...told, invoiceKey: null };
      const uses = [{ id: 'gift', n: 1 }];
      const receipt = receiptOf(event, 'applied', { atMs, sale, uses });
      return { pos: i + 1, kind: 'receipt', receipt };
    });
    if (past === undefined || beyond === undefined) throw new Error('two receipts');
    await pull(db, [past, beyond]);
    const days = await db.selectFrom('sale').select('biz_date').orderBy('biz_date').execute();
    expect({ points: await points(db), days }).toEqual({
      points: 10,
      days: [{ biz_date: '0000-01-01' }, { biz_date: '9999-12-31' }],
    });
  });
});
