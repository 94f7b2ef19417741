import { hqKeysSchema } from '../contract/signed-document.ts';
import type { HqKey, SignedDocument } from '../contract/signed-document.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { verifyDocument } from './sign-document.ts';

/** The public keys of HQ this counter trusts; none before the first contact with HQ 0.3 or later. */
export async function listHqKeys(db: Reader): Promise<readonly HqKey[]> {
  return await readKept(db, inOrder, {}, (rows) =>
    rows.map((row) => ({ kid: row.kid, publicKey: row.public_key })),
  );
}

const inOrder = fixedQuery((db) =>
  db.selectFrom('hq_key').select(['kid', 'public_key']).orderBy('known_since_ms').orderBy('kid'),
);

export type LearnedKeys =
  | { readonly kind: 'known' | 'learned' }
  /** Signed by nobody we trust: this is not the HQ we know. Nothing was changed. */
  | { readonly kind: 'not-trusted' };

/**
 * Takes HQ's keys. The first time they are believed as they come (the person who typed the code saw
 * which HQ it is), later only when signed with a key that is known. They replace those known before.
 */
export async function learnHqKeys(
  trx: Trx,
  given: { readonly document: SignedDocument; readonly nowMs: number; readonly afresh: boolean },
): Promise<LearnedKeys> {
  const known = given.afresh ? [] : await listHqKeys(trx);
  const told = readKeys(given.document, known);
  if (told === null) return { kind: 'not-trusted' };
  const isSame =
    told.length === known.length && told.every((key) => known.some((one) => one.kid === key.kid));
  if (isSame) return { kind: 'known' };
  await trx.deleteFrom('hq_key').execute();
  await trx
    .insertInto('hq_key')
    .values(
      told.map(({ kid, publicKey }) => ({
        kid,
        public_key: publicKey,
        known_since_ms: given.nowMs,
      })),
    )
    .execute();
  return { kind: 'learned' };
}

/** The keys a document tells, if its signer is trusted: one of `known`, or while there are none itself. */
function readKeys(document: SignedDocument, known: readonly HqKey[]): readonly HqKey[] | null {
  if (known.length > 0) {
    const verified = verifyDocument(known, 'hq-keys', document, hqKeysSchema);
    return verified.kind === 'verified' ? verified.value.keys : null;
  }
  const claimed = readClaim(document.payload);
  const verified = verifyDocument(claimed, 'hq-keys', document, hqKeysSchema);
  return verified.kind === 'verified' ? verified.value.keys : null;
}

function readClaim(payload: string): readonly HqKey[] {
  try {
    const parsed = hqKeysSchema.safeParse(JSON.parse(payload));
    return parsed.success ? parsed.data.keys : [];
  } catch {
    return [];
  }
}
