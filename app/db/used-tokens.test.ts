import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { MemberId } from '../domain/ids.ts';
import { findMemberByTail } from './find-member-by-tail.ts';
import { inTransaction, type Db } from './handles.ts';
import { testMember, withTestDatabase } from './test-database.ts';
import { upsertMembers } from './upsert-members.ts';
import { findUsedToken, takeToken, usedTokensMax } from './used-tokens.ts';

const memberId = '01970000-0000-7000-8000-000000000011' as MemberId;
const nowMs = Date.parse('2026-11-22T01:00:00Z');

const tokenNo = (n: number, takenAtMs = nowMs) => ({
  tokenKey: String(n).padStart(26, '0'),
  memberId,
  text: `CFM:${n}`,
  takenAtMs,
});
const keysIn = async (db: Db) =>
  (await db.selectFrom('used_token').select('token_key').orderBy('token_no').execute()).map((row) =>
    Number(row.token_key),
  );

test('a token is taken once; the newest are kept, a thousand at most, a day at most', async () => {
  await withTestDatabase(async (db) => {
    await inTransaction(db, async (trx) => {
      expect(await findUsedToken(trx, memberId)).toBeNull();
      const taken = [];
      for (const n of [1, 2, 1]) taken.push(await takeToken(trx, tokenNo(n)));
      expect(taken).toEqual([true, true, false]);
      expect(await findUsedToken(trx, memberId)).toEqual(tokenNo(2));
      for (let n = 3; n <= usedTokensMax + 5; n += 1) await takeToken(trx, tokenNo(n));
    });
    const kept = await keysIn(db);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([usedTokensMax, 6, usedTokensMax + 5]);
    const tomorrow = tokenNo(9_999, nowMs + 24 * 3_600_000 + 1);
    await inTransaction(db, (trx) => takeToken(trx, tomorrow));
    expect(await keysIn(db)).toEqual([9_999]);
  });
});

test('a member is found by the end of the id, by an index; two who end alike are nobody', async () => {
  await withTestDatabase(async (db) => {
    const twin = '01980000-0000-7000-8000-000000000022' as MemberId;
    const other = '01970000-0000-7000-8000-000000000022' as MemberId;
    const members = [memberId, twin, other].map((one, n) =>
      testMember(one, { mobile: `+88691200000${n}`, cardCodes: [`C${n}`] }),
    );
    await inTransaction(db, (trx) => upsertMembers(trx, { members, source: 'hq' }));
    expect((await findMemberByTail(db, '00-000000000011'))?.memberId).toBe(memberId);
    expect(await findMemberByTail(db, '00-000000000022')).toBeNull();
    expect(await findMemberByTail(db, '00-000000000033')).toBeNull();
    const plan = await sql<{ detail: string }>`
      EXPLAIN QUERY PLAN SELECT * FROM member WHERE substr(member_id, 22) = 'x'`.execute(db);
    expect(plan.rows.map(({ detail }) => detail)).toEqual([
      'SEARCH member USING INDEX member_by_tail (<expr>=?)',
    ]);
  });
});
