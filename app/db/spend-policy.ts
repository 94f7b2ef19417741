import type { SignedDocument } from '../contract/signed-document.ts';
import { policyPurpose, spendPolicySchema } from '../contract/spend-policy.ts';
import type { SpendPolicy } from '../domain/spend-policy.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { listHqKeys } from './hq-keys.ts';
import { verifyDocument } from './sign-document.ts';

/** The newest policy HQ sent; null before the first. */
export async function findSpendPolicy(db: Reader): Promise<SpendPolicy | null> {
  return await readKept(db, newestPolicy, {}, ([row]) =>
    row === undefined ? null : spendPolicySchema.parse(JSON.parse(row.policy)),
  );
}

const newestPolicy = fixedQuery((db) =>
  db.selectFrom('spend_policy').select('policy').orderBy('revision', 'desc').limit(1),
);

/** What became of a policy that came with the pull. */
export type PolicyOutcome = 'stored' | 'older' | 'not-trusted';

/**
 * Takes a policy if HQ signed it and it is newer than the one that holds: a captured old document
 * cannot bring back an old limit.
 */
export async function storeSpendPolicy(trx: Trx, document: SignedDocument): Promise<PolicyOutcome> {
  const keys = await listHqKeys(trx);
  const verified = verifyDocument(keys, policyPurpose, document, spendPolicySchema);
  if (verified.kind !== 'verified') return 'not-trusted';
  const policy: SpendPolicy = verified.value;
  if (policy.revision < 1) return 'older';
  const held = await findSpendPolicy(trx);
  if (held !== null && policy.revision <= held.revision) return 'older';
  await putSpendPolicy(trx, policy, document);
  return 'stored';
}

/** Writes a policy whose origin is known to be good. */
export async function putSpendPolicy(
  trx: Trx,
  policy: SpendPolicy,
  document: SignedDocument | null,
): Promise<void> {
  await trx
    .insertInto('spend_policy')
    .values({
      revision: policy.revision,
      document: JSON.stringify(document),
      policy: JSON.stringify(policy),
    })
    .execute();
}

/** Another HQ has other policies: those of the one before hold no more. */
export async function deleteSpendPolicies(trx: Trx): Promise<void> {
  await trx.deleteFrom('spend_policy').execute();
}
