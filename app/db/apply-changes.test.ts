import { expect, test } from 'vitest';
import type { ChangeRow, ReceiptRow } from '../contract/sync.ts';
import type { EventId, InstallId, LotId, MemberId } from '../domain/ids.ts';
import { applyChanges } from './apply-changes.ts';
import { checkBalances } from './check-balances.ts';
import { inTransaction, type Db } from './handles.ts';
import { listBalances } from './ledger.ts';
import { countUnreadable, hasUntried } from './skipped-changes.ts';
import { getSyncState } from './sync-state.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';

const newId = countingIds();
const memberId = newId<MemberId>();
const today = '2026-11-22';

/** Ten points of another counter; `legs` twice the same cannot be stored. */
function earned(legs: readonly number[]): ReceiptRow {
  const lotId = newId<LotId>();
  const entry = { kind: 'earn' as const, memberId, lotId, points: 10, expiresOn: '2027-12-31' };
  return {
    inst: newId<InstallId>(),
    seq: 1,
    eid: newId<EventId>(),
    status: 'applied',
    atMs: Date.parse('2026-11-22T09:00:00+08:00'),
    storeName: '板橋店',
    entries: legs.map((leg) => ({ ...entry, leg })),
    stamps: [],
    uses: [],
    sale: null,
    refund: null,
    usedVoucherIds: [],
    exceptions: [],
  };
}

async function pull(db: Db, receipts: readonly ReceiptRow[]): Promise<void> {
  const { cursor: from } = await getSyncState(db);
  const member: ChangeRow = { pos: from + 1, kind: 'member', member: testMember(memberId) };
  const rows = receipts.map((receipt, i): ChangeRow => ({
    pos: from + 2 + i,
    kind: 'receipt',
    receipt,
  }));
  const page = { from, to: from + 1 + rows.length, rows: [member, ...rows], skipped: [] };
  await inTransaction(db, (trx) => applyChanges(trx, { ...page, readBy: '1.0.0', isPicked: true }));
}

test('a row that cannot be stored keeps no other out, and is tried again by a newer version', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, [earned([0]), earned([0, 0]), earned([0, 1])]);
    expect((await listBalances(db, { memberIds: [memberId], today })).get(memberId)).toBe(30);
    expect((await checkBalances(db)).wrong).toEqual([]);
    expect([(await getSyncState(db)).cursor, await countUnreadable(db)]).toEqual([4, 1]);
    expect([await hasUntried(db, '1.0.0'), await hasUntried(db, '1.0.1')]).toEqual([false, true]);
  });
});

test('a page of which hardly anything can be stored is not passed over', async () => {
  await withTestDatabase(async (db) => {
    const odd = Array.from({ length: 30 }, () => earned([0, 0]));
    await expect(pull(db, odd)).rejects.toThrow('UNIQUE');
    expect((await getSyncState(db)).cursor).toBe(0);
  });
});

test('a failure that is not the row’s stops the page', async () => {
  await withTestDatabase(async (db) => {
    const full = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    const receipt = earned([0]);
    Object.defineProperty(receipt, 'entries', {
      get: () => {
        throw full;
      },
    });
    await expect(pull(db, [receipt])).rejects.toThrow(full);
    expect((await getSyncState(db)).cursor).toBe(0);
  });
});
