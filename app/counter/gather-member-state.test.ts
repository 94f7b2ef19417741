import { expect, test } from 'vitest';
import type { MemberRow } from '../contract/sync.ts';
import type { EventId, SaleId } from '../domain/ids.ts';
import { inTransaction } from '../db/handles.ts';
import { findMember, setTier } from '../db/members.ts';
import { insertForeignSales } from '../db/sales.ts';
import { testMember, withTestDatabase } from '../db/test-database.ts';
import { upsertMembers } from '../db/upsert-members.ts';
import { gatherMemberState } from './gather-member-state.ts';
import { shop, shopProgram, stockShop } from './test-counter.ts';

const lin = testMember(shop.lin, { cardCodes: [shop.linCard] });
/** Reached on the last day of August, for six months. */
const gold = { tierId: 'gold', tierUntil: '2027-02-28' };
const program = {
  ...shopProgram,
  tierRules: { ...shopProgram.tierRules, windowMonths: 12, validMonths: 6 },
};

test('the sale that reached a tier does not renew it, on whichever day its months end', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], program);
    const reached = { saleNo: '0831-0001', memberId: shop.lin, storeName: '總店', points: 0 };
    await inTransaction(db, (trx) =>
      insertForeignSales(trx, [
        {
          ...reached,
          saleId: '01970000-0000-7000-8000-0000000000a1' as SaleId,
          eid: '01970000-0000-7000-8000-0000000000a2' as EventId,
          atMs: Date.parse('2026-08-31T12:00:00+08:00'),
          bizDate: '2026-08-31',
          paidMinor: 12_000,
          spentMinor: 12_000,
        },
      ]),
    );
    const seen: unknown[] = [];
    const look = async () => {
      const member = await findMember(db, shop.lin);
      if (member === null) throw new Error('known');
      const today = '2026-11-22';
      const given = { member, program, today, storeName: null, lots: [] };
      const state = await gatherMemberState(db, given);
      seen.push([member.tierSince, state.spentMinor, state.spentSinceTierMinor]);
    };
    const hear = async (row: MemberRow) => {
      await inTransaction(db, (trx) => upsertMembers(trx, { members: [row], source: 'hq' }));
      await look();
    };
    // An HQ that does not say since when: guessed from the end, three days too early.
    await hear({ ...lin, ...gold });
    await hear({ ...lin, ...gold, tierSince: '2026-08-31' });
    // The same from an HQ that does not say it, about something else.
    await hear({ ...lin, ...gold, name: '林美' });
    await hear({ ...lin, ...gold, tierUntil: '2027-05-31' });
    const renewed = { memberId: shop.lin, tierId: 'gold', tierUntil: '2027-05-22' };
    await inTransaction(db, (trx) => setTier(trx, { ...renewed, bizDate: '2026-11-22' }));
    await look();
    expect(seen).toEqual([
      [null, 12_000, 12_000],
      ['2026-08-31', 12_000, 0],
      ['2026-08-31', 12_000, 0],
      [null, 12_000, 0],
      ['2026-11-22', 12_000, 0],
    ]);
  });
});
