import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberId } from '../../../app/domain/ids.ts';
import type { HqDb } from '../../db/hq-db.ts';
import { findFriendState, listBoundAccounts, listFriends } from '../../db/line-friends.ts';
import { insertLineAccounts, lockMembers } from '../../db/members.ts';
import { addMember } from '../../test-rig/award-fixtures.ts';
import { openTestStore, testStoreKinds } from '../../test-rig/test-stores.ts';
import type { TestStore } from '../../test-rig/test-stores.ts';
import { readLineEvent } from './read-line-event.ts';
import type { LineEvent } from './read-line-event.ts';
import { takeLineEvents } from './take-line-events.ts';

const baseMs = 1_795_000_000_000;
let serial = 0;
const newUser = () => `U${(serial += 1).toString(16).padStart(32, '0')}`;

function eventOf(lineUserId: string, type: string, at: number, more: object = {}): LineEvent {
  serial += 1;
  const event = readLineEvent(
    JSON.stringify({
      type,
      timestamp: baseMs + at,
      source: { type: 'user', userId: lineUserId },
      webhookEventId: `E${serial}`,
      ...more,
    }),
    baseMs,
  );
  if (event === null) throw new Error('no event');
  return event;
}

describe.each(testStoreKinds)('taking events on %s', (kind) => {
  let store: TestStore;
  const log: string[] = [];
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });
  const take = async (events: readonly LineEvent[]) =>
    await takeLineEvents({ db: store.db, log: (line) => log.push(line) }, events);

  async function bindTo(lineUserId: string): Promise<MemberId> {
    const memberId = await addMember(store);
    await store.db
      .transaction()
      .execute((trx) => insertLineAccounts(trx, [{ memberId, lineUserId }]));
    return memberId;
  }

  async function stateOf(db: HqDb, lineUserId: string) {
    const account = (await listBoundAccounts(db, [lineUserId])).get(lineUserId);
    return [
      (await listFriends(db, [lineUserId])).get(lineUserId)?.state,
      account?.state,
      account?.marketing,
    ];
  }

  it('comes to the same in any order, by several at once, each event once', async () => {
    const drawn = fc.record({
      said: fc.array(
        fc.record({
          type: fc.constantFrom('follow', 'unfollow', 'marketing=on', 'marketing=off'),
          at: fc.integer({ min: 1, max: 5 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      orders: fc.array(fc.infiniteStream(fc.nat()), { minLength: 3, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ said, orders }) => {
        const lineUserId = newUser();
        await bindTo(lineUserId);
        const events = said.map(({ type, at }) =>
          type.startsWith('marketing')
            ? eventOf(lineUserId, 'postback', at, { postback: { data: type } })
            : eventOf(lineUserId, type, at),
        );
        const taken = await Promise.all(
          orders.map(async (order) => {
            const keys = events.map((event) => [order.next().value ?? 0, event] as const);
            const mixed = keys.toSorted((a, b) => a[0] - b[0]).map(([, event]) => event);
            const half = Math.ceil(mixed.length / 2);
            const first = await take(mixed.slice(0, half));
            const second = await take(mixed.slice(half));
            return events.length - first.again - second.again;
          }),
        );
        expect(taken.reduce((sum, fresh) => sum + fresh, 0)).toBe(events.length);
        const last = (types: readonly string[], tie: string) => {
          const own = said.filter(({ type }) => types.includes(type));
          const atMax = Math.max(...own.map(({ at }) => at));
          const words: readonly string[] = own
            .filter(({ at }) => at === atMax)
            .map(({ type }) => type);
          return words.includes(tie) ? tie : words[0];
        };
        const word = last(['follow', 'unfollow'], 'unfollow');
        const friend = { follow: 'following', unfollow: 'blocked' }[word ?? ''];
        expect(await stateOf(store.db, lineUserId)).toEqual([
          friend,
          friend === 'blocked' ? 'blocked' : 'bound',
          last(['marketing=on', 'marketing=off'], 'marketing=off') === 'marketing=on',
        ]);
      }),
      { numRuns: kind === 'postgres' ? 25 : 10 },
    );
    expect(log).toEqual([]);
  });

  it('a binding made at the moment of an unfollow does not miss it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const lineUserId = newUser();
      const memberId = await addMember(store);
      await take([eventOf(lineUserId, 'follow', 1)]);
      const bind = store.db.transaction().execute(async (trx) => {
        await lockMembers(trx, [memberId]);
        const friend = await findFriendState(trx, lineUserId);
        await insertLineAccounts(trx, [{ memberId, lineUserId }]);
        if (friend === 'blocked')
          await trx
            .updateTable('line_account')
            .set({ state: 'blocked' })
            .where('member_id', '=', memberId)
            .execute();
      });
      await Promise.all([bind, take([eventOf(lineUserId, 'unfollow', 2)])]);
      expect((await stateOf(store.db, lineUserId)).slice(0, 2)).toEqual(['blocked', 'blocked']);
    }
  });

  it('keeps what the database cannot hold as failed, and takes the rest', async () => {
    const lineUserId = newUser();
    const good = eventOf(lineUserId, 'follow', 1);
    // No event that was read can be like this; it stands for a fault of our own.
    const bad = { ...eventOf(lineUserId, 'unfollow', 2), eventAtMs: 1.5e300 };
    const taken = await take([good, bad]);
    expect([taken.outcomes.applied, taken.outcomes.failed]).toEqual([1, 1]);
    expect((await stateOf(store.db, lineUserId))[0]).toBe('following');
    expect(log.splice(0).every((line) => !line.includes(lineUserId))).toBe(true);
  });
});
