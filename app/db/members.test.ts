import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { MemberId } from '../domain/ids.ts';
import { inTransaction, type Db } from './handles.ts';
import { findMemberByCode } from './members.ts';
import { upsertMembers } from './upsert-members.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';
import { upsertVouchers } from './vouchers.ts';

const newId = countingIds();
const [ming, hua] = [newId<MemberId>(), newId<MemberId>()];
const codes = { ming: ['card-m', 'old-m'], hua: ['card-h'] };
const bothMembers = [
  testMember(ming, { cardCodes: codes.ming }),
  testMember(hua, { name: '陳小華', mobile: '+886922000111', cardCodes: codes.hua }),
];
type Members = Parameters<typeof upsertMembers>[1]['members'];

const pull = (db: Db, members: Members) =>
  inTransaction(db, (trx) => upsertMembers(trx, { members, source: 'hq' }));

/** Rows written, deletes and trigger work included. */
async function writtenBy(db: Db, work: () => Promise<void>): Promise<number> {
  const count = async () =>
    (await sql<{ n: number }>`SELECT total_changes() AS n`.execute(db)).rows[0]?.n ?? NaN;
  const before = await count();
  await work();
  return (await count()) - before;
}

test('a member or voucher that comes again unchanged is not written again', async () => {
  await withTestDatabase(async (db) => {
    const voucher = {
      voucherId: newId(),
      code: 'V1',
      couponId: newId(),
      memberId: ming,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      state: 'issued' as const,
      uses: 1,
      usesLeft: 1,
      used: null,
    };
    const pullVouchers = (state: 'issued' | 'cancelled') =>
      inTransaction(db, (trx) => upsertVouchers(trx, [{ ...voucher, state }] as never));
    await pull(db, bothMembers);
    await pullVouchers('issued');
    const silver = bothMembers.map((row, i) => (i === 0 ? { ...row, tierId: 'silver' } : row));
    expect([
      await writtenBy(db, () => pull(db, bothMembers)),
      await writtenBy(db, () => pullVouchers('issued')),
      // Only the one row; neither its codes nor its grams.
      await writtenBy(db, () => pull(db, silver)),
      await writtenBy(db, () => pullVouchers('cancelled')),
      // Confirmed by HQ: the counter's own word gives way.
      await writtenBy(db, () =>
        inTransaction(db, (trx) =>
          upsertMembers(trx, { members: silver.slice(0, 1), source: 'counter' }),
        ),
      ),
    ]).toEqual([0, 0, 1, 1, 1]);
  });
});

test('a code that moves follows the newest word, also when its holder’s row is unchanged', async () => {
  await withTestDatabase(async (db) => {
    await pull(db, bothMembers);
    const holder = async (code: string) => (await findMemberByCode(db, code))?.memberId ?? null;
    const [asMing, asHua] = bothMembers as [Members[number], Members[number]];
    const claiming = { ...asHua, cardCodes: ['card-h', 'old-m'] };
    const seen: (MemberId | null)[] = [];
    await pull(db, [claiming, asMing]);
    seen.push(await holder('old-m'));
    await pull(db, [asMing, claiming]);
    seen.push(await holder('old-m'));
    await pull(db, [asHua]);
    seen.push(await holder('old-m'), await holder('card-h'), await holder('card-m'));
    await pull(db, [asMing]);
    seen.push(await holder('old-m'));
    expect(seen).toEqual([ming, hua, null, hua, ming, ming]);
  });
});
