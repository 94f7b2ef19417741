import { sql } from 'kysely';
import { listRows, fixedQuery } from './fixed-query.ts';
import type { Reader } from './handles.ts';
import { memberOf, type Member } from './members.ts';

/**
 * The member whose id ends like this (see `memberTailOf`). Null for nobody, and for two: of a million random
 * ids two end alike once in 140,000 brands, and then no guess is made.
 */
export async function findMemberByTail(db: Reader, tail: string): Promise<Member | null> {
  const [row, other] = await listRows(db, rowsByTail, { tail });
  return row === undefined || other !== undefined ? null : memberOf(row);
}

const rowsByTail = fixedQuery((db, { tail }: { readonly tail: string }) =>
  db
    .selectFrom('member')
    .selectAll()
    .where(sql<boolean>`substr(member_id, 22) = ${tail}`)
    .limit(2),
);
