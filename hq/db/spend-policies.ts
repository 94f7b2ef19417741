import { spendPolicySchema } from '../../app/contract/spend-policy.ts';
import type { SpendPolicy } from '../../app/domain/spend-policy.ts';
import { lockForBrand } from './brand-lock.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** A policy and when it was published. */
export type PublishedPolicy = { readonly policy: SpendPolicy; readonly publishedAtMs: number };

/** The newest first. */
export async function listSpendPolicies(db: HqHandle, limit: number): Promise<PublishedPolicy[]> {
  const rows = await db
    .selectFrom('spend_policy')
    .selectAll()
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    policy: spendPolicySchema.parse(row.policy),
    publishedAtMs: row.published_at_ms,
  }));
}

/** The policy that holds; null before the first start is finished. */
export async function findSpendPolicy(db: HqHandle): Promise<SpendPolicy | null> {
  return (await listSpendPolicies(db, 1))[0]?.policy ?? null;
}

/** The newest revision, and nobody else publishes until the transaction ends. 0 = none yet. */
export async function lockLastRevision(trx: HqTrx): Promise<number> {
  await lockForBrand(trx, 'policy');
  return (await findSpendPolicy(trx))?.revision ?? 0;
}

export async function insertSpendPolicy(
  trx: HqTrx,
  { policy, publishedAtMs }: PublishedPolicy,
): Promise<void> {
  await trx
    .insertInto('spend_policy')
    .values({
      revision: policy.revision,
      policy: JSON.stringify(policy),
      published_at_ms: publishedAtMs,
    })
    .execute();
}
