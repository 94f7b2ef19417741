import { sql } from 'kysely';
import type { HqTrx } from './hq-db.ts';
import { ownTenant } from './migrations/keep-apart.ts';

/** What is locked by name instead of by a row. Any numbers that are ours alone, no two alike. */
const spaces = {
  position: 7_226_002,
  program: 7_226_003,
  night: 7_226_004,
  policy: 7_226_005,
  audit: 7_226_006,
  use: 7_226_013,
  invoice: 7_226_014,
  member: 7_226_015,
  lineUser: 7_226_016,
  nightHeld: 7_226_017,
} as const;

/**
 * Holds a name until the transaction ends, within this brand only: brands in one database never wait
 * for each other. Without a key it is the only one of its space.
 */
export async function lockForBrand(
  trx: HqTrx,
  space: keyof typeof spaces,
  key = '',
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(spaces[space])},
    hashtext((${sql.raw(ownTenant)})::text || ${key}))`.execute(trx);
}

/** The same without waiting: false when somebody else holds it. */
export async function tryLockForBrand(trx: HqTrx, space: keyof typeof spaces): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    SELECT pg_try_advisory_xact_lock(${sql.lit(spaces[space])},
      hashtext((${sql.raw(ownTenant)})::text)) AS held`.execute(trx);
  return rows[0]?.held === true;
}

/** The same for many names at once, always taken in the same order. */
export async function lockAllForBrand(
  trx: HqTrx,
  space: keyof typeof spaces,
  keys: readonly string[],
): Promise<void> {
  const sorted = JSON.stringify([...new Set(keys)].toSorted());
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(spaces[space])},
      hashtext((${sql.raw(ownTenant)})::text || key))
    FROM json_array_elements_text(${sorted}::json) AS key`.execute(trx);
}
