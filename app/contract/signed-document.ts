import { z } from 'zod';

/** What a document of HQ is for; signed with it, so that none can be passed off as another. */
export type DocumentPurpose = 'hq-keys' | 'install-certificate' | 'spend-policy' | (string & {});

/** The longest payload a document may have, in characters. */
export const documentPayloadMax = 64 * 1024;

/**
 * A statement of HQ that counters can check without it: `payload` is JSON text, signed byte for byte
 * (never re-serialised) with HQ's Ed25519 key `kid`. Signing and checking is in app/db/sign-document.ts.
 */
export const signedDocumentSchema = z.object({
  payload: z.string().min(2).max(documentPayloadMax),
  /** Names the key: the first 16 characters of base64url(SHA-256(raw public key)). */
  kid: z.string().regex(/^[A-Za-z0-9_-]{16}$/),
  /** Ed25519 over the UTF-8 bytes of `signedText(purpose, payload)`, base64url. */
  sig: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type SignedDocument = z.infer<typeof signedDocumentSchema>;

/** The text whose UTF-8 bytes are signed. */
export function signedText(purpose: DocumentPurpose, payload: string): string {
  return `counterfoil/${purpose}\n${payload}`;
}

/** A public key of HQ: raw 32 bytes in base64url, and its name. */
export const hqKeySchema = z.object({
  kid: z.string().regex(/^[A-Za-z0-9_-]{16}$/),
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type HqKey = z.infer<typeof hqKeySchema>;

/** Payload of a document `hq-keys`: every key a counter should trust from now on, the signing one too. */
export const hqKeysSchema = z.object({ keys: z.array(hqKeySchema).min(1).max(8) });
export type HqKeys = z.infer<typeof hqKeysSchema>;
