import type { Reader, Trx } from './handles.ts';

/** A POS that may hand sales over. Its token is known to it alone. */
export type PosClient = { readonly posName: string; readonly pairedAtMs: number };

/** Whose token has this hash; null = nobody's. */
export async function findPosClient(db: Reader, tokenHash: string): Promise<PosClient | null> {
  const row = await db
    .selectFrom('pos_client')
    .select(['pos_name', 'paired_at_ms'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row === undefined ? null : { posName: row.pos_name, pairedAtMs: row.paired_at_ms };
}

/** All that are paired, the newest first. */
export async function listPosClients(db: Reader): Promise<readonly PosClient[]> {
  const rows = await db
    .selectFrom('pos_client')
    .select(['pos_name', 'paired_at_ms'])
    .orderBy('paired_at_ms', 'desc')
    .orderBy('pos_name')
    .execute();
  return rows.map((row) => ({ posName: row.pos_name, pairedAtMs: row.paired_at_ms }));
}

/** Pairs a POS; one of the same name is paired anew, and its token from before is void. */
export async function putPosClient(
  trx: Trx,
  { posName, pairedAtMs, tokenHash }: PosClient & { readonly tokenHash: string },
): Promise<void> {
  const content = { token_hash: tokenHash, paired_at_ms: pairedAtMs };
  await trx
    .insertInto('pos_client')
    .values({ pos_name: posName, ...content })
    .onConflict((oc) => oc.column('pos_name').doUpdateSet(content))
    .execute();
}

/** Takes the right away; what the POS handed over stays. */
export async function deletePosClient(trx: Trx, posName: string): Promise<void> {
  await trx.deleteFrom('pos_client').where('pos_name', '=', posName).execute();
}
