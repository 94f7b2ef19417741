import { z } from 'zod';
import { instantMs } from './ids.ts';
import { signedDocumentSchema } from './signed-document.ts';

const raw32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Names a recovery key: the first 16 characters of base64url(SHA-256(raw public key)). */
export const recoveryKidSchema = z.string().regex(/^[A-Za-z0-9_-]{16}$/);

/**
 * Payload of a document `recovery-key`: to which key counters should seal the key of their database. X25519;
 * the private half is kept off HQ's server by whoever is responsible for recovery.
 */
export const recoveryKeySchema = z.object({ kid: recoveryKidSchema, publicKey: raw32 });
export type RecoveryKey = z.infer<typeof recoveryKeySchema>;

/** A database key that only the holder of the private recovery key `kid` can read; see app/db/seal-key.ts. */
export const sealedKeySchema = z.object({
  v: z.literal(1),
  kid: recoveryKidSchema,
  /** The one-time X25519 public key, raw, base64url. */
  ephemeral: raw32,
  /** The 32 bytes of the database key and the tag, encrypted, base64url. */
  sealed: z.string().regex(/^[A-Za-z0-9_-]{64}$/),
});
export type SealedKey = z.infer<typeof sealedKeySchema>;

/** GET /v1/recovery-key, signed: which recovery key there is, and to which HQ holds this install's copy. */
export const recoveryKeyAnswerSchema = z.object({
  /** Null while nobody has made one at HQ. */
  document: signedDocumentSchema.nullable(),
  /** Of the newest copy HQ holds of this install's database key; null = none. */
  heldKid: recoveryKidSchema.nullable(),
  serverTimeMs: instantMs,
});
export type RecoveryKeyAnswer = z.infer<typeof recoveryKeyAnswerSchema>;

/** POST /v1/recovery-key, signed by the install whose database it is. */
export const sealedKeyRequestSchema = z.object({ sealed: sealedKeySchema });
export type SealedKeyRequest = z.infer<typeof sealedKeyRequestSchema>;
export const sealedKeyAnswerSchema = z.object({
  heldKid: recoveryKidSchema,
  serverTimeMs: instantMs,
});
