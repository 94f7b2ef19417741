import { z } from 'zod';
import type { InstallId, StoreId } from '../domain/ids.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';
import { signedDocumentSchema } from './signed-document.ts';

const base64Url32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const proto = z.literal(1);

/** A shop as a certificate names it, so that an HQ that has forgotten it can have it again. */
const certifiedStoreSchema = z.object({
  storeId: idSchema<StoreId>(),
  name: z.string().min(1).max(60),
  taxId: z.string().regex(/^\d{8}$/),
});

/**
 * Payload of a document `install-certificate`: HQ once took this key for this counter. An HQ restored
 * from before the enrolment can check it with its own key and take the counter back.
 */
export const installCertificateSchema = z.object({
  inst: idSchema<InstallId>(),
  publicKey: base64Url32,
  counterLabel: z.string().min(1).max(40),
  store: certifiedStoreSchema,
  issuedAtMs: instantMs,
});
export type InstallCertificate = z.infer<typeof installCertificateSchema>;

/** GET /v1/sync/install?cursor=C&mark=M, signed: what HQ holds of the asking install. */
export const installAnswerSchema = z.object({
  inst: idSchema<InstallId>(),
  /** HQ's last seq of this install and its hash there; null before the first event. */
  last: wholeNumber.min(0),
  head: base64Url32.nullable(),
  /** Whether the asker's cursor is a place in HQ's stream of today; false = its view is of another past. */
  cursorValid: z.boolean(),
  /** False while a re-install waits for a manager: no spending offline until then. */
  confirmed: z.boolean(),
  keys: signedDocumentSchema,
  certificate: signedDocumentSchema,
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type InstallAnswer = z.infer<typeof installAnswerSchema>;

/** Why a counter needs a new install. */
export const reinstallReasonSchema = z.enum(['fork', 'unknown-install']);
export type ReinstallReason = z.infer<typeof reinstallReasonSchema>;

/** POST /v1/reinstall, signed with the key of the install that ends. */
export const reinstallRequestSchema = z.object({
  proto,
  /** The new install's Ed25519 public key; a repeat with the same key gives the same install again. */
  publicKey: base64Url32,
  reason: reinstallReasonSchema,
  hostName: z.string().max(120),
  appVersion: z.string().max(32),
  /** What the old install had recorded here: for the person who judges it. */
  lastSeq: wholeNumber.min(0),
  head: base64Url32.nullable(),
  unsent: wholeNumber.min(0),
  /** Given at enrolment; null for counters enrolled before 0.3 that never got one. */
  certificate: signedDocumentSchema.nullable(),
});
export type ReinstallRequest = z.infer<typeof reinstallRequestSchema>;
export const reinstallAnswerSchema = z.object({
  inst: idSchema<InstallId>(),
  replaces: idSchema<InstallId>(),
  counterLabel: z.string().min(1).max(40),
  confirmed: z.boolean(),
  keys: signedDocumentSchema,
  certificate: signedDocumentSchema,
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type ReinstallAnswer = z.infer<typeof reinstallAnswerSchema>;
