import { sql } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
import type { Trx } from './handles.ts';
import { nameGrams } from './name-grams.ts';

/** A member and the name as it is searched (`nameKey`). */
export type Named = { readonly memberId: MemberId; readonly nameKey: string };

/** Takes the grams of these names away; the members must be there still. */
export async function deleteGrams(trx: Trx, named: readonly Named[]): Promise<void> {
  if (named.length === 0) return;
  await sql`
    DELETE FROM name_gram WHERE (gram, member_no) IN (
      SELECT pair.value->>0, member.member_no
      FROM json_each(${pairsOf(named)}) AS pair JOIN member ON member.member_id = pair.value->>1)`.execute(
    trx,
  );
}

/** Adds the grams of these names. */
export async function insertGrams(trx: Trx, named: readonly Named[]): Promise<void> {
  if (named.length === 0) return;
  await sql`
    INSERT OR IGNORE INTO name_gram (gram, member_no, again)
    SELECT pair.value->>0, member.member_no, pair.value->>2
    FROM json_each(${pairsOf(named)}) AS pair JOIN member ON member.member_id = pair.value->>1`.execute(
    trx,
  );
}

function pairsOf(named: readonly Named[]): string {
  const pairs = named.flatMap(({ memberId, nameKey }) =>
    nameGrams(nameKey).map(({ gram, again }) => [gram, memberId, again]),
  );
  return JSON.stringify(pairs);
}
