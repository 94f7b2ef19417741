import type { HqTrx } from './hq-db.ts';

/**
 * Remembers that a LINE user has the gifts of joining, by a key that names nobody. False when they had them
 * before; whoever asks for the same one at this moment waits.
 */
export async function insertGiftedUser(trx: HqTrx, userKey: string): Promise<boolean> {
  const result = await trx
    .insertInto('line_gifted')
    .values({ user_key: userKey })
    .onConflict((oc) => oc.columns(['tenant_id', 'user_key']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
