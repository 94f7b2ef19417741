import type { InstallCertificate } from '../../app/contract/install.ts';
import type { SignedDocument } from '../../app/contract/signed-document.ts';
import { publicKeyOf, signDocument } from '../../app/db/sign-document.ts';
import type { Brand } from '../db/brand.ts';

/** What HQ hands every counter in writing: its own public keys, and the counter's certificate. */
export type InstallPapers = {
  readonly keys: SignedDocument;
  readonly certificate: SignedDocument;
};

/** Signs both with the brand's key. Ed25519 signs the same thing the same way each time. */
export function installPapers(
  brand: Pick<Brand, 'signingKey'>,
  certificate: InstallCertificate,
): InstallPapers {
  const { signingKey } = brand;
  return {
    keys: hqKeysDocument(brand),
    certificate: signDocument(signingKey, 'install-certificate', certificate),
  };
}

/** HQ's public keys, signed with the one in use. */
export function hqKeysDocument({ signingKey }: Pick<Brand, 'signingKey'>): SignedDocument {
  return signDocument(signingKey, 'hq-keys', { keys: [publicKeyOf(signingKey)] });
}
