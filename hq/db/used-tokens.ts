import type { SaleId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';
import type { FirstUse } from './vouchers.ts';

/** A member's signed code and the sale that named it first. */
export type UsedToken = {
  /** Names the token, however its text was spelled (`ReadMemberToken.key`). */
  readonly tokenKey: string;
  readonly use: FirstUse & { readonly saleId: SaleId; readonly saleNo: string };
};

/** Which of these tokens a sale named before, and which sale. */
export async function listUsedTokens(
  db: HqHandle,
  tokenKeys: readonly string[],
): Promise<Map<string, FirstUse>> {
  if (tokenKeys.length === 0) return new Map();
  const rows = await db
    .selectFrom('used_token')
    .select(['token_key', 'eid', 'sale_id', 'sale_no', 'store_name', 'at_ms'])
    .where('token_key', 'in', tokenKeys)
    .execute();
  return new Map(
    rows.map((row) => [
      row.token_key,
      {
        eid: row.eid,
        saleId: row.sale_id,
        saleNo: row.sale_no,
        storeName: row.store_name,
        atMs: row.at_ms,
      },
    ]),
  );
}

/**
 * Remembers first uses. The lock on the member lets no two pushes do that for one token at a time: it names
 * one member.
 */
export async function insertUsedTokens(trx: HqTrx, used: readonly UsedToken[]): Promise<void> {
  await insertMany(
    trx,
    'used_token',
    used.map(({ tokenKey, use }) => ({
      token_key: tokenKey,
      eid: use.eid,
      sale_id: use.saleId,
      sale_no: use.saleNo,
      store_name: use.storeName,
      at_ms: use.atMs,
    })),
  );
}
