import type { HqKey, SignedDocument } from '../../app/contract/signed-document.ts';
import { publicKeyOf } from '../../app/db/sign-document.ts';
import type { Brand } from '../db/brand.ts';
import { hqKeysDocument } from './install-papers.ts';
import { createRequestNonces } from './request-nonce.ts';
import type { RequestNonces } from './request-nonce.ts';

/** What makes this HQ the one the counters know; worked out once, the key does not change while it runs. */
export type HqIdentity = {
  readonly key: HqKey;
  /** The public keys, signed. */
  readonly keys: SignedDocument;
  readonly nonces: RequestNonces;
};

/** The identity of a brand's HQ. */
export function createHqIdentity(brand: Pick<Brand, 'signingKey'>): HqIdentity {
  return {
    key: publicKeyOf(brand.signingKey),
    keys: hqKeysDocument(brand),
    nonces: createRequestNonces(brand.signingKey),
  };
}
