import { z } from 'zod';
import type { AnyId, EventId, InstallId, MemberId, VoucherId } from '../domain/ids.ts';

/** Ids as the database holds them: they were checked when they were recorded. */
function storedId<T extends AnyId>(): z.ZodType<T, T> {
  return z.string().min(1) as unknown as z.ZodType<T, T>;
}

const cell = z.union([z.string(), z.number(), z.null()]);

/**
 * What makes this counter this counter beside its events: rows of a few small tables as they stand
 * (`install` with the signing key, `setting`, `device`, `staff`, rules, the shop), column by column, so that a
 * column added by a later version comes along.
 */
export const houseRecordSchema = z.object({
  kind: z.literal('house'),
  v: z.literal(1),
  rev: z.int(),
  tables: z.record(z.string(), z.array(z.record(z.string(), cell))),
});
export type HouseRecord = z.infer<typeof houseRecordSchema>;

/** A use of a coupon, reward or gift; `null` for whom = for who bought. */
const tapeUseSchema = z.tuple([z.string(), z.int(), storedId<MemberId>().nullable()]);

/** One link of the chain with its event, and of its effects here what does not stand in the body. */
export const eventRecordSchema = z.object({
  kind: z.literal('event'),
  v: z.literal(1),
  inst: storedId<InstallId>(),
  seq: z.int().min(1),
  prev: z.string(),
  hash: z.string(),
  eid: storedId<EventId>(),
  atMs: z.int(),
  body: z.string(),
  effects: z.object({
    reasons: z.array(z.unknown()).nullable(),
    uses: z.array(tapeUseSchema).nullable(),
    usesOn: z.string().nullable(),
    cancelled: z.array(storedId<VoucherId>()).nullable(),
    inviterId: storedId<MemberId>().nullable(),
    /** How often each used voucher can be used in all. */
    voucherUses: z.record(z.string(), z.int()).nullable(),
  }),
});
export type EventRecord = z.infer<typeof eventRecordSchema>;

/**
 * The ended segments before this place, as an opening found them that had the whole tape read at `atMs`, or took the
 * older ones at the word of one that had. Nothing is written on them any more, so a start after an orderly end need
 * only see that they lie there as they did: see `tape-look.ts`.
 */
const tapeLookSchema = z.object({
  atMs: z.int(),
  segments: z.array(
    z.object({
      no: z.int().min(1),
      /** Of the file; its time as the system tells it. */
      bytes: z.int(),
      changedMs: z.number(),
      newestAtMs: z.int(),
      /** Install, first and last seq (all between are there too), hash of the last. */
      runs: z.array(z.tuple([storedId<InstallId>(), z.int(), z.int(), z.string()])),
    }),
  ),
});
export type TapeLook = z.infer<typeof tapeLookSchema>;

/**
 * Where the database stood after a commit: place in HQ's stream, house revision, and the salts of its
 * log file; `closed` = it was shut in order and has no log. Only ever compared at the next opening.
 * `look`: counters before it was thought of pass over it, and so does this one over one of another form.
 */
export const markRecordSchema = z.object({
  kind: z.literal('mark'),
  v: z.literal(1),
  timeline: z.string().nullable(),
  cursor: z.int(),
  houseRev: z.int(),
  wal: z.string(),
  closed: z.boolean(),
  look: tapeLookSchema.optional().catch(undefined),
});
export type MarkRecord = z.infer<typeof markRecordSchema>;

export const tapeRecordSchema = z.discriminatedUnion('kind', [
  houseRecordSchema,
  eventRecordSchema,
  markRecordSchema,
]);
export type TapeRecord = HouseRecord | EventRecord | MarkRecord;
