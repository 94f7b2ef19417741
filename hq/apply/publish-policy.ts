import { policyPurpose } from '../../app/contract/spend-policy.ts';
import { signDocument } from '../../app/db/sign-document.ts';
import { defaultSpendPolicy, type SpendPolicy } from '../../app/domain/spend-policy.ts';
import { getBrand } from '../db/brand.ts';
import { insertChanges } from '../db/changes.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import { findSpendPolicy, insertSpendPolicy, lockLastRevision } from '../db/spend-policies.ts';

export type PublishedRevision =
  | { readonly kind: 'published'; readonly revision: number }
  /** Somebody else published meanwhile: look at theirs first. */
  | { readonly kind: 'changed-meanwhile'; readonly revision: number };

/**
 * Publishes a policy as the next revision, signed, with its change for the counters. The revision is at
 * least the second of today, so that an HQ that came back from a backup does not use a number again that
 * counters have seen with other figures.
 */
export async function publishPolicy(
  deps: { readonly db: HqDb; readonly nowMs: () => number },
  given: {
    readonly policy: Omit<SpendPolicy, 'revision'>;
    readonly afterRevision: number;
    /** Notes in the same transaction who did it. `lock` comes first, as everywhere. */
    readonly note?: {
      readonly lock: (trx: HqTrx) => Promise<void>;
      readonly write: (
        trx: HqTrx,
        change: { readonly before: SpendPolicy | null; readonly after: SpendPolicy },
      ) => Promise<void>;
    };
  },
): Promise<PublishedRevision> {
  const publishedAtMs = deps.nowMs();
  return await deps.db.transaction().execute(async (trx): Promise<PublishedRevision> => {
    await given.note?.lock(trx);
    const last = await lockLastRevision(trx);
    if (last !== given.afterRevision) return { kind: 'changed-meanwhile', revision: last };
    const revision = Math.max(last + 1, last === 0 ? 1 : Math.floor(publishedAtMs / 1000));
    const policy: SpendPolicy = { ...given.policy, revision };
    const before = given.note === undefined ? null : await findSpendPolicy(trx);
    await insertSpendPolicy(trx, { policy, publishedAtMs });
    await given.note?.write(trx, { before, after: policy });
    const { signingKey } = await getBrand(trx);
    const document = signDocument(signingKey, policyPurpose, policy);
    await insertChanges(trx, [{ kind: 'policy', document }]);
    return { kind: 'published', revision };
  });
}

/** A brand without a policy of its own begins with the suggested one. */
export async function publishFirstPolicy(deps: {
  readonly db: HqDb;
  readonly nowMs: () => number;
}): Promise<void> {
  if ((await findSpendPolicy(deps.db)) !== null) return;
  await publishPolicy(deps, { policy: defaultSpendPolicy, afterRevision: 0 });
}
