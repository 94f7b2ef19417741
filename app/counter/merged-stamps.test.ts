import { expect, test } from 'vitest';
import type { ChangeRow } from '../contract/sync.ts';
import type { EventId, LotId, MemberId } from '../domain/ids.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { checkBalances } from '../db/check-balances.ts';
import { inTransaction } from '../db/handles.ts';
import { getSyncState } from '../db/sync-state.ts';
import { countingIds, testMember, withTestDatabase } from '../db/test-database.ts';
import { shop, stockShop, testCounter } from './test-counter.ts';
import { loyaltyProgram } from './test-program.ts';

const dayMs = 86_400_000;

test('a stamp card that two fill together: HQ gives the reward, the counter goes on with the next card', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], loyaltyProgram);
    const rig = testCounter(db);
    const newId = countingIds(800_000);
    const sellTo = async (card: string) => {
      await rig.scan(card);
      await rig.sell(100);
      rig.clock.wallMs += dayMs;
    };
    await sellTo(shop.linCard);
    await sellTo(shop.linCard);
    await rig.counter.handlers['member:enrol']({
      name: '林美麗',
      mobile: '0911222333',
      birthday: null,
      invitedByCode: null,
      consent: true,
    });
    const { memberId, cardCode } = rig.last().member!;
    await rig.sell(100);
    rig.clock.wallMs += dayMs;
    const { cursor } = await getSyncState(db);
    const pull = async (...rows: readonly object[]) => {
      const from = (await getSyncState(db)).cursor;
      const placed = rows.map((row, i) => ({ ...row, pos: from + i + 1 }) as ChangeRow);
      await inTransaction(db, (trx) =>
        applyChanges(trx, { from, to: from + rows.length, rows: placed, skipped: [] }),
      );
    };
    expect(cursor).toBe(0);
    const lin = testMember(shop.lin, { cardCodes: [shop.linCard, cardCode], name: '林美麗' });
    await pull(
      { kind: 'merge', merge: { memberId, into: shop.lin } },
      { kind: 'member', member: lin },
    );
    const cardNow = async () => {
      const { member } = await rig.scan(shop.linCard);
      return [member?.stamps.map(({ cardNo, stamps }) => [cardNo, stamps]), member?.points];
    };
    const before = await cardNow();
    const moved = (whose: MemberId, stamps: number, completed = false) => ({
      memberId: whose,
      cardId: 'tea',
      cardNo: 1,
      stamps,
      completed,
      atMs: 5,
    });
    const lotId = newId<LotId>();
    await pull({
      kind: 'posting',
      posting: {
        postingId: newId<EventId>(),
        why: 'merge',
        atMs: rig.clock.wallMs,
        uses: [],
        entries: [
          {
            leg: 0,
            kind: 'earn',
            memberId: shop.lin,
            lotId,
            points: 50,
            expiresOn: '2027-12-31',
          },
        ],
        stamps: [moved(memberId, -1), moved(shop.lin, -2), moved(shop.lin, 3, true)],
      },
    });
    const after = await cardNow();
    await rig.sell(100);
    expect([before[0], after[0], Number(after[1]) - Number(before[1])]).toEqual([
      [[2, 0]],
      [[2, 0]],
      50,
    ]);
    // The next visit begins the next card, and earns no second reward.
    expect((await cardNow())[0]).toEqual([[2, 1]]);
    expect((await cardNow())[1]).toBe(Number(after[1]) + 10);
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});
