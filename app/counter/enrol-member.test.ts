import { expect, test } from 'vitest';
import type { MemberRow } from '../contract/sync.ts';
import type { MemberId } from '../domain/ids.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { getSyncState } from '../db/sync-state.ts';
import { countingIds, testMember, withTestDatabase } from '../db/test-database.ts';
import { stockShop, testCounter } from './test-counter.ts';
import { eventsOf } from './test-refund.ts';

const mobile = '+886955666777';
const newId = countingIds(900);

/** HQ tells this counter of a member. */
async function pull(db: Db, member: MemberRow): Promise<void> {
  const { cursor } = await getSyncState(db);
  const rows = [{ pos: cursor + 1, kind: 'member' as const, member }];
  await inTransaction(db, (trx) =>
    applyChanges(trx, { from: cursor, to: cursor + 1, rows, skipped: [] }),
  );
}

const enrolment = {
  name: '陳大文',
  mobile: '0955-666-777',
  birthday: null,
  invitedByCode: null,
  consent: true as const,
};

test.each([{ on: '2026-11-01', at: 'line', version: '2026-11' } as const, undefined])(
  'whoever enrols with a number that somebody only stated in LINE is a member of their own (%o)',
  async (consent) => {
    await withTestDatabase(async (db) => {
      await stockShop(db);
      const stated = newId<MemberId>();
      const cardCodes = ['2100000000012'];
      await pull(db, testMember(stated, { name: '林不明', mobile, cardCodes, consent }));
      const { counter, last } = testCounter(db);
      const answer = await counter.handlers['member:enrol'](enrolment);
      const own = last().member?.memberId;
      expect(answer).toEqual({ kind: 'done', memberId: own });
      expect([own === stated, last().notice?.code]).toEqual([false, 'member-enrolled']);
      expect(await eventsOf(db)).toMatchObject([
        { type: 'member_stub', member: own, body: { mobile } },
      ]);
      const search = { text: '0955666777', offset: 0, limit: 9 };
      const { rows } = await counter.handlers['member:find'](search);
      expect(new Set(rows.map((row) => row.memberId))).toEqual(new Set([stated, own]));
      // The next time it is known: of those who gave it at a counter.
      await counter.handlers['sale:clear']({});
      expect(await counter.handlers['member:enrol'](enrolment)).toEqual({
        kind: 'done',
        memberId: own,
      });
      expect(last().notice?.code).toBe('member-known-already');
      expect(await eventsOf(db)).toHaveLength(1);
    });
  },
);

test('who joined in LINE and gives the same number and name at the till is the one they are', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const memberId = newId<MemberId>();
    const consent = { on: '2026-11-01', at: 'line', version: '2026-11' } as const;
    const cardCodes = ['2100000000012'];
    await pull(db, testMember(memberId, { name: 'Chen  Da-wen', mobile, cardCodes, consent }));
    const { counter, last } = testCounter(db);
    const answer = await counter.handlers['member:enrol']({
      ...enrolment,
      name: 'ｃｈｅｎ da-wen',
    });
    expect(answer).toEqual({ kind: 'done', memberId });
    expect(last().notice?.code).toBe('member-known-already');
    expect(await eventsOf(db)).toEqual([]);
  });
});

test('whoever agreed at a counter is known by their number, whatever their card', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const memberId = newId<MemberId>();
    const consent = { on: '2026-11-01', at: 'counter', version: '2026-11' } as const;
    await pull(db, testMember(memberId, { mobile, cardCodes: ['2100000000012'], consent }));
    const { counter, last } = testCounter(db);
    expect(await counter.handlers['member:enrol'](enrolment)).toEqual({ kind: 'done', memberId });
    expect(last().notice?.code).toBe('member-known-already');
    expect(await eventsOf(db)).toEqual([]);
  });
});
