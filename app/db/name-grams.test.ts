import { sql } from 'kysely';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemberId } from '../domain/ids.ts';
import { inTransaction } from './handles.ts';
import { nameGrams, nameKey } from './name-grams.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';
import { upsertMembers } from './upsert-members.ts';
import type { Db } from './handles.ts';

/** The newest counters' way and the way it was found by looking at the other grams of a name. */
async function stored(db: Db): Promise<unknown> {
  const { rows } = await sql`SELECT gram, member_no, again FROM name_gram ORDER BY 1, 2`.execute(
    db,
  );
  return rows;
}

async function worked(db: Db): Promise<unknown> {
  const { rows } = await sql`
    SELECT gram, member_no, EXISTS (SELECT 1 FROM name_gram AS earlier
      WHERE earlier.member_no = name_gram.member_no AND earlier.gram < name_gram.gram
        AND substr(earlier.gram, 1, 1) = substr(name_gram.gram, 1, 1)) AS again
    FROM name_gram ORDER BY 1, 2`.execute(db);
  return rows;
}

test('the grams that stand are those of the names as they are now, and `again` says what SQLite would', async () => {
  const character = fc.constantFrom('王', '明', 'A', 'b', 'ﬀ', '𠮷', '𡃁', ' ', '１', 'İ');
  const name = fc.array(character, { minLength: 1, maxLength: 6 }).map((all) => `x${all.join('')}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 5 }),
      async (pairs) => {
        await withTestDatabase(async (db) => {
          const newId = countingIds();
          const ids = pairs.map(() => newId<MemberId>());
          for (const round of [0, 1] as const) {
            const members = pairs.map((names, i) =>
              testMember(ids[i] ?? newId<MemberId>(), { name: names[round] }),
            );
            await inTransaction(db, (trx) => upsertMembers(trx, { members, source: 'hq' }));
          }
          const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM name_gram`.execute(
            db,
          );
          const wanted = pairs.flatMap(([, last]) => nameGrams(nameKey(last)));
          expect(rows[0]?.n).toBe(wanted.length);
          expect(await stored(db)).toEqual(await worked(db));
        });
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
