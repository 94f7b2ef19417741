import { expect, test } from 'vitest';
import type { ChangeRow, ReceiptRow } from '../contract/sync.ts';
import type { EventId, InstallId, LotId, MemberId, RefundId, SaleId } from '../domain/ids.ts';
import type { RefundResult } from '../domain/refund.ts';
import { applyChanges } from './apply-changes.ts';
import { checkBalances } from './check-balances.ts';
import { listUseCounts } from './coupon-uses.ts';
import { inTransaction, type Db } from './handles.ts';
import { listLots } from './ledger.ts';
import { listRefunds } from './refunds.ts';
import { getSpendHistory } from './spend-history.ts';
import { listStampHistory } from './stamps.ts';
import { getSyncState } from './sync-state.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';

const newId = countingIds();
const memberId = newId<MemberId>();
const saleId = newId<SaleId>();
const lotId = newId<LotId>();
const atMs = Date.parse('2026-11-22T09:00:00+08:00');
const expiresOn = '2027-12-31';

const shared = {
  inst: newId<InstallId>(),
  seq: 1,
  storeName: '板橋店',
  usedVoucherIds: [],
  exceptions: [],
  status: 'applied' as const,
  sale: null,
  refund: null,
};

const sold: ReceiptRow = {
  ...shared,
  eid: newId<EventId>(),
  atMs,
  entries: [
    {
      leg: 0,
      kind: 'earn',
      memberId,
      lotId,
      points: 100,
      expiresOn,
    },
  ],
  stamps: [
    {
      memberId,
      cardId: 'tea',
      cardNo: 1,
      stamps: 1,
      completed: false,
      atMs,
    },
  ],
  uses: [
    {
      id: 'daily',
      n: 1,
    },
  ],
  sale: {
    saleId,
    saleNo: '1122-0001',
    memberId,
    paidMinor: 1e3,
    points: 100,
    invoiceKey: null,
    spentMinor: 900,
  },
};

const result: RefundResult = {
  mode: 'void',
  byLine: [1e3],
  qtyByLine: [1],
  amountMinor: 1e3,
  moneyMinor: 1e3,
  pointsValueMinor: 0,
  valueMinor: 0,
  spentMinor: 900,
  clawedBack: 100,
  returned: 0,
  entries: [
    {
      leg: 0,
      kind: 'refund',
      memberId,
      lotId,
      points: -100,
      expiresOn,
    },
  ],
  stamps: [
    {
      memberId,
      cardId: 'tea',
      cardNo: 1,
      stamps: -1,
      completed: false,
      atMs: atMs + 1,
    },
  ],
  shortfall: 0,
  values: [],
  cancelled: [],
  reissued: [],
  complete: true,
};

const undone: ReceiptRow = {
  ...shared,
  eid: newId<EventId>(),
  seq: 2,
  atMs: atMs + 1,
  entries: [...result.entries],
  stamps: [...result.stamps],
  uses: [
    {
      id: 'daily',
      n: -1,
    },
  ],
  refund: {
    refundId: newId<RefundId>(),
    saleId,
    memberId,
    result: structuredClone(result) as NonNullable<ReceiptRow['refund']>['result'],
  },
};

async function pull(db: Db, receipts: readonly ReceiptRow[]): Promise<void> {
  const { cursor } = await getSyncState(db);
  const rows = receipts.map((receipt, i): ChangeRow => ({
    pos: cursor + i + 1,
    kind: 'receipt',
    receipt,
  }));
  const to = cursor + rows.length;
  await inTransaction(db, (trx) => applyChanges(trx, { from: cursor, to, rows, skipped: [] }));
}

async function booksOf(db: Db) {
  const limited = [{ id: 'daily', program: true, day: true, member: true, memberId }];
  const today = '2026-11-22';
  return {
    points: (await listLots(db, memberId)).reduce((sum, lot) => sum + lot.points, 0),
    stamps: (await listStampHistory(db, { memberId, cardIds: ['tea'] })).map(
      ({ newest }) => newest.stamps,
    ),
    spend: await getSpendHistory(db, {
      memberId,
      windowAfter: '2025-11-22',
      tierBeganOn: '2025-11-22',
    }),
    uses: await listUseCounts(db, { limited, today, storeName: '信義店' }),
    refunds: (await listRefunds(db, saleId)).length,
    wrong: (await checkBalances(db)).wrong,
  };
}

const asSold = {
  points: 100,
  stamps: [1],
  refunds: 0,
  wrong: [],
  spend: {
    spentMinor: 900,
    spentSinceTierMinor: 900,
    saleCount: 1,
  },
  uses: [
    {
      id: 'daily',
      program: 1,
      day: 1,
      storeDay: 0,
      member: 1,
      memberDay: 1,
    },
  ],
};
const asBefore = {
  points: 0,
  stamps: [],
  refunds: 1,
  wrong: [],
  spend: {
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: 0,
  },
  uses: [],
};

test('another counter’s sale and its undoing, in any order and number, count once each', async () => {
  const orders = [
    [sold, undone],
    [undone, sold],
    [sold, undone, sold, undone],
    [undone, undone, sold, sold],
  ];
  for (const order of orders) {
    await withTestDatabase(async (db) => {
      const member = testMember(memberId);
      await inTransaction(db, (trx) =>
        applyChanges(trx, {
          from: 0,
          to: 1,
          rows: [{ pos: 1, kind: 'member', member }],
          skipped: [],
        }),
      );
      for (const receipt of order) await pull(db, [receipt]);
      expect(await booksOf(db)).toEqual(asBefore);
    });
  }
});

test('the sale alone, twice in one page and while its refund waits', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, [sold, sold]);
    const waiting = { ...undone, entries: [], stamps: [], uses: [], refund: null };
    await pull(db, [{ ...waiting, status: 'awaiting' }]);
    expect(await booksOf(db)).toEqual(asSold);
    await pull(db, [undone]);
    expect(await booksOf(db)).toEqual(asBefore);
  });
});

test('what HQ enters itself counts once, however often it comes', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, [sold]);
    const postingId = newId<EventId>();
    for (let i = 0; i < 2; i += 1) {
      const { cursor } = await getSyncState(db);
      const posting = {
        postingId,
        why: 'expire',
        atMs,
        stamps: [],
        uses: [],
        entries: [
          {
            leg: 0,
            kind: 'expire' as const,
            memberId,
            lotId,
            points: -40,
            expiresOn,
          },
        ],
      };
      await inTransaction(db, (trx) =>
        applyChanges(trx, {
          from: cursor,
          to: cursor + 1,
          skipped: [],
          rows: [
            {
              pos: cursor + 1,
              kind: 'posting',
              posting,
            },
          ],
        }),
      );
    }
    expect(await booksOf(db)).toEqual({ ...asSold, points: 60 });
  });
});
