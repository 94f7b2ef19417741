import { z } from 'zod';
import { instantMs, wholeNumber } from './ids.ts';

/** Bytes of each chunk but the last. */
export const snapshotChunkBytes = 4 * 1024 * 1024;
/** More chunks than this (4 GiB) and a counter goes by rows. */
export const snapshotChunksMax = 1024;

const sha256 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** GET /v1/snapshot?schema=N: N = the newest schema of the counter's database. */
export const snapshotQuerySchema = z.object({
  schema: z.coerce.number().int().min(1).max(1_000_000),
});

/**
 * A database file in the counters' schema with all of HQ's stream up to `cursor` in it. Encrypted under
 * `keyHex`, a key of this file alone that is told here and nowhere else.
 */
export const readySnapshotSchema = z.object({
  kind: z.literal('ready'),
  id: z.uuid(),
  cursor: wholeNumber.min(1),
  /** Names the row at `cursor`, as in a pull. */
  mark: z.string().max(32).nullable(),
  schemaVersion: wholeNumber.min(1),
  cipher: z.literal('aegis'),
  keyHex: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: wholeNumber.min(1).max(snapshotChunkBytes * snapshotChunksMax),
  chunkBytes: z.literal(snapshotChunkBytes),
  /** Of each chunk, base64url. */
  chunkSha256: z.array(sha256).min(1).max(snapshotChunksMax),
  /** Of the chunks' digests one after the other: it stands for the whole file and costs no second reading. */
  sha256,
});
export type ReadySnapshot = z.infer<typeof readySnapshotSchema>;

/** GET /v1/snapshot. `none`: this counter gets all it needs by rows. */
export const snapshotAnswerSchema = z.object({
  outcome: z.discriminatedUnion('kind', [
    readySnapshotSchema,
    z.object({ kind: z.literal('building'), retryAfterMs: wholeNumber.min(100).max(60_000) }),
    z.object({
      kind: z.literal('none'),
      why: z.enum(['few-members', 'not-fresh', 'other-schema', 'no-store', 'failed', 'too-big']),
    }),
  ]),
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type SnapshotAnswer = z.infer<typeof snapshotAnswerSchema>;

/** GET /v1/snapshot/:id/chunks/:n, n from 0; the bytes as they are. */
export const snapshotChunkParamsSchema = z.object({
  id: z.uuid(),
  n: z.coerce
    .number()
    .int()
    .min(0)
    .max(snapshotChunksMax - 1),
});
