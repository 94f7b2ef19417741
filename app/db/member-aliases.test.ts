import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeRow } from '../contract/sync.ts';
import type { CouponId, EventId, LotId, MemberId, VoucherId } from '../domain/ids.ts';
import { applyChanges } from './apply-changes.ts';
import { checkBalances } from './check-balances.ts';
import { findMembers } from './find-members.ts';
import { inTransaction, type Db } from './handles.ts';
import { insertEntries, listBalances, listLots } from './ledger.ts';
import { findMember, findMemberByCode, getMemberCount } from './members.ts';
import { getSyncState } from './sync-state.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';
import { listMemberVouchers } from './vouchers.ts';

const today = '2026-11-22';
const newId = countingIds();
const ids = [newId<MemberId>(), newId<MemberId>(), newId<MemberId>(), newId<MemberId>()];
const [ming, stub] = ids as [MemberId, MemberId];

type Row = ChangeRow extends infer R ? (R extends { pos: number } ? Omit<R, 'pos'> : never) : never;

async function pull(db: Db, rows: readonly Row[]): Promise<void> {
  const { cursor } = await getSyncState(db);
  const placed = rows.map((row, i) => ({ ...row, pos: cursor + i + 1 }) as ChangeRow);
  await inTransaction(db, (trx) =>
    applyChanges(trx, { from: cursor, to: cursor + rows.length, rows: placed, skipped: [] }),
  );
}

const memberRow = (memberId: MemberId, code: string, changes = {}): Row => ({
  kind: 'member',
  member: testMember(memberId, { cardCodes: [code], ...changes }),
});
const merge = (memberId: MemberId, into: MemberId): Row => ({
  kind: 'merge',
  merge: { memberId, into },
});

async function earn(db: Db, memberId: MemberId, points: number): Promise<void> {
  const entry = { leg: 0, kind: 'earn' as const, memberId, points, expiresOn: null };
  await inTransaction(db, (trx) =>
    insertEntries(trx, [
      {
        eid: newId<EventId>(),
        origin: 'record',
        recordedAtMs: 1,
        entries: [
          {
            ...entry,
            lotId: newId<LotId>(),
          },
        ],
      },
    ]),
  );
}

test('a merged member is found, counted and read as the one that is left; its code is weak until HQ says otherwise', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, [memberRow(ming, 'card-m'), memberRow(stub, 'card-s', { name: '阿明' })]);
    await earn(db, ming, 10);
    await earn(db, stub, 7);
    const voucher = {
      voucherId: newId<VoucherId>(),
      code: 'CFV*1',
      couponId: newId<CouponId>(),
      memberId: stub,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      state: 'issued' as const,
      uses: 1,
      usesLeft: 1,
      used: null,
    };
    await pull(db, [{ kind: 'voucher', voucher }, merge(stub, ming)]);
    const codeOf = async (code: string) => {
      const member = await findMemberByCode(db, code);
      return [member?.memberId, member?.isWeakCode];
    };
    expect(await codeOf('card-s')).toEqual([ming, true]);
    // What is recorded for the stub afterwards, by a counter that does not know yet, counts as well.
    await earn(db, stub, 5);
    expect({
      count: await getMemberCount(db),
      ming: await findMember(db, stub),
      lots: (await listLots(db, ming)).length,
      asStub: (await listLots(db, stub)).length,
      listed: await listBalances(db, { memberIds: [ming], today }),
      found: (await findMembers(db, { text: '阿明', offset: 0, limit: 9, today })).total,
      vouchers: (await listMemberVouchers(db, { memberId: ming, today, limit: 9 })).map(
        (one) => one.memberId,
      ),
      checked: (await checkBalances(db)).wrong,
    }).toMatchObject({
      count: 1,
      lots: 3,
      asStub: 3,
      found: 0,
      vouchers: [ming],
      checked: [],
      ming: {
        memberId: ming,
        pointsTotal: 22,
      },
      listed: new Map([[ming, 22]]),
    });
    const confirmed = { cardCodes: ['card-m', 'card-s'], weakCodes: [] };
    await pull(db, [memberRow(ming, 'card-m', confirmed)]);
    expect(await codeOf('card-s')).toEqual([ming, false]);
  });
});

test('a merge that comes before the member it leads to changes nothing until that one comes', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, [memberRow(stub, 'card-s'), merge(stub, ming)]);
    await earn(db, stub, 7);
    expect([await findMember(db, stub), await getMemberCount(db)]).toMatchObject([
      { memberId: stub, pointsTotal: 7 },
      1,
    ]);
    await pull(db, [memberRow(ming, 'card-m'), memberRow(stub, 'card-s')]);
    expect([await findMember(db, stub), await getMemberCount(db)]).toMatchObject([
      { memberId: ming, pointsTotal: 7 },
      1,
    ]);
    expect((await checkBalances(db)).wrong).toEqual([]);
  });
});

test('the open sale goes over to the one that is left, looked up and without points', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, [memberRow(ming, 'card-m'), memberRow(stub, 'card-s')]);
    await db
      .updateTable('open_sale')
      .set({ member_id: stub, identified_by: 'scan', amount_text: '95', spend_points: 5 })
      .execute();
    await pull(db, [merge(stub, ming)]);
    expect(await db.selectFrom('open_sale').selectAll().executeTakeFirst()).toMatchObject({
      member_id: ming,
      identified_by: 'search',
      amount_text: '95',
      spend_points: 0,
    });
  });
});

test('whatever is merged with whom, in whatever order, no point is lost and each member is read once', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('merge' as const), a: fc.nat(3), b: fc.nat(3) }),
    fc.record({
      do: fc.constant('earn' as const),
      a: fc.nat(3),
      points: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ do: fc.constant('row' as const), a: fc.nat(3) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await withTestDatabase(async (db) => {
        // What the merges mean, as plain sets.
        const group = ids.map((_, i) => new Set([i]));
        const points = ids.map(() => 0);
        const row = (i: number): Row => memberRow(ids[i]!, `card-${i}`);
        await pull(
          db,
          ids.map((_, i) => row(i)),
        );
        for (const next of steps) {
          if (next.do === 'row') await pull(db, [row(next.a)]);
          else if (next.do === 'earn') {
            await earn(db, ids[next.a]!, next.points);
            points[next.a] = (points[next.a] ?? 0) + next.points;
          } else {
            await pull(db, [merge(ids[next.a]!, ids[next.b]!)]);
            const joined = new Set([...group[next.a]!, ...group[next.b]!]);
            for (const i of joined) group[i] = joined;
          }
        }
        expect(await getMemberCount(db)).toBe(new Set(group).size);
        for (const [i, joined] of group.entries()) {
          const wanted = [...joined].reduce((sum, j) => sum + (points[j] ?? 0), 0);
          const member = await findMember(db, ids[i]!);
          const held = (await listLots(db, ids[i]!)).reduce((sum, lot) => sum + lot.points, 0);
          expect([member?.pointsTotal, held]).toEqual([wanted, wanted]);
        }
        expect((await checkBalances(db)).wrong).toEqual([]);
      });
    }),
    { numRuns: 20 },
  );
}, 30_000);

test('of more cards than a row names the newest is known all the same', async () => {
  await withTestDatabase(async (db) => {
    const others = Array.from({ length: 11 }, () => newId<MemberId>());
    const cardOf = (n: number): string => `card-${n}`;
    await pull(db, [memberRow(ming, cardOf(0))]);
    for (const [i, other] of others.entries()) {
      const cards = Array.from({ length: i + 2 }, (_, n) => cardOf(n)).slice(0, 10);
      await pull(db, [
        memberRow(other, cardOf(i + 1)),
        merge(other, ming),
        memberRow(ming, '', { cardCodes: cards }),
      ]);
    }
    const found = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => (await findMemberByCode(db, cardOf(n)))?.memberId),
    );
    expect(found).toEqual(Array.from({ length: 12 }, () => ming));
    // A row that is not full says all: what it leaves out is gone.
    await pull(db, [memberRow(ming, cardOf(3))]);
    expect(await findMemberByCode(db, cardOf(11))).toBeNull();
  });
});
