import { expect, test } from 'vitest';
import { memberStubEventSchema } from '../contract/events.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { findMember } from '../db/members.ts';
import { getSyncState } from '../db/sync-state.ts';
import { testMember, withTestDatabase } from '../db/test-database.ts';
import { upsertMembers } from '../db/upsert-members.ts';
import { rejoinTextVersion } from './rejoin-member.ts';
import { shop, stockShop, testCounter } from './test-counter.ts';
import { eventsOf } from './test-refund.ts';

/** As after a restore of HQ whose stream does not tell of Lin. */
async function loseAtHq(db: Db): Promise<void> {
  await inTransaction(db, (trx) =>
    trx.insertInto('untold_member').values({ member_id: shop.lin }).execute(),
  );
}

test('a member HQ lost: the counter says so at once, and the sale tells HQ who they are, once', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await loseAtHq(db);
    const rig = testCounter(db);
    const joinedOn = (await findMember(db, shop.lin))?.joinedOn;
    const { rows } = await rig.counter.handlers['member:find']({ text: '', offset: 0, limit: 9 });
    expect(rows.map((row) => [row.memberId, row.untold ?? false])).toEqual(
      expect.arrayContaining([
        [shop.ming, false],
        [shop.lin, true],
      ]),
    );
    const view = await rig.scan(shop.linCard);
    expect([view.notice?.code, view.notice?.tone]).toEqual(['member-found-untold', 'warn']);
    await rig.sell(500);
    expect((await rig.scan(shop.linCard)).notice?.code).toBe('member-found');
    await rig.sell(300);
    const events = await eventsOf(db);
    expect(events.map(({ type }) => type)).toEqual(['member_stub', 'award', 'award']);
    expect(memberStubEventSchema.parse(events[0])).toMatchObject({
      member: shop.lin,
      body: {
        name: '林美麗',
        mobile: '+886987654321',
        cardCode: shop.linCard,
        joinedOn,
        entries: [],
        issued: [],
        consent: { textVersion: rejoinTextVersion },
      },
    });
    expect((await findMember(db, shop.lin))?.joinedOn).toBe(joinedOn);
  });
});

test('known again by another counter, or without a mobile number, nobody is registered', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await loseAtHq(db);
    const rig = testCounter(db);
    const bare = testMember(shop.lin, { mobile: null, cardCodes: [shop.linCard] });
    await inTransaction(db, (trx) => upsertMembers(trx, { members: [bare], source: 'hq' }));
    expect((await rig.scan(shop.linCard)).notice?.code).toBe('member-found-untold-bare');
    await rig.sell(500);
    const { cursor } = await getSyncState(db);
    const row = { pos: cursor + 1, kind: 'member' as const, member: bare };
    await inTransaction(db, (trx) =>
      applyChanges(trx, { from: cursor, to: cursor + 1, rows: [row], skipped: [] }),
    );
    expect((await rig.scan(shop.linCard)).notice?.code).toBe('member-found');
    expect((await eventsOf(db)).map(({ type }) => type)).toEqual(['award']);
  });
});

test('who is told anew keeps tier, cards and LINE here, and HQ hears how long the tier lasts', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const cardCodes = [shop.linCard, '2000000000015'];
    const gold = testMember(shop.lin, {
      cardCodes,
      tierId: 'gold',
      tierUntil: '2027-03-31',
      lineState: 'bound',
    });
    await inTransaction(db, (trx) => upsertMembers(trx, { members: [gold], source: 'hq' }));
    await loseAtHq(db);
    const rig = testCounter(db);
    await rig.scan(shop.linCard);
    await rig.sell(500);
    const kept = { tierId: 'gold', tierUntil: '2027-03-31', lineState: 'bound' };
    expect(await findMember(db, shop.lin)).toMatchObject(kept);
    expect((await rig.scan(cardCodes[1] ?? '')).notice?.code).toBe('member-found');
    expect(memberStubEventSchema.parse((await eventsOf(db))[0]).body).toMatchObject({
      tierId: 'gold',
      tierUntil: '2027-03-31',
    });
  });
});
