import { z } from 'zod';
import type { MemberId, RemarkId } from '../domain/ids.ts';
import { calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { staffRefSchema } from './staff.ts';

/*
 * What a shop remarks about a member: tags (a few words that members can be listed by) and notes. They are no
 * part of the chain of events: what is written about a person must be erasable, and no sum depends on it.
 */

export const tagLengthMax = 20;
export const tagsMax = 12;
export const noteLengthMax = 500;
export const notesMax = 50;
/** Tags a list can be filtered by, most used first. */
export const knownTagsMax = 100;

export const remarkKindSchema = z.enum(['tag', 'note']);
export type RemarkKind = z.infer<typeof remarkKindSchema>;

/** As it is stored and shown: trimmed, with single spaces; a note may have lines. */
export const tagSchema = z.string().trim().min(1).max(tagLengthMax);

/** A remark that stands, as the member's page shows it. */
export const remarkSchema = z.object({
  remarkId: idSchema<RemarkId>(),
  kind: remarkKindSchema,
  text: z.string().min(1).max(noteLengthMax),
  atMs: instantMs,
  /** Null = nobody was signed in. */
  by: staffRefSchema.nullable(),
  /** Null = at this counter. */
  storeName: z.string().nullable(),
});
export type Remark = z.infer<typeof remarkSchema>;

/** What the member agreed to when joining; null parts are not known. */
export const memberConsentSchema = z.object({
  on: calendarDate,
  /** Where they said so. */
  at: z.enum(['counter', 'line', 'hq']),
  /** Of the terms they saw. */
  version: z.string().max(40).nullable(),
});
export type MemberConsent = z.infer<typeof memberConsentSchema>;

const refused = z.object({
  kind: z.literal('refused'),
  code: z.enum(['no-member', 'too-many', 'already-there', 'too-long']),
});

export const remarkCalls = {
  /** The screen makes the id once per intent: sent twice it counts once. A tag is the same whatever its case. */
  'remark:add': {
    in: z
      .object({
        remarkId: idSchema<RemarkId>(),
        memberId: idSchema<MemberId>(),
        kind: remarkKindSchema,
        text: z.string().trim().min(1).max(noteLengthMax),
      })
      .strict(),
    out: z.union([z.object({ kind: z.literal('added'), remark: remarkSchema }), refused]),
  },
  /** Takes it off everywhere; its words are forgotten. Of one that is gone: the same. */
  'remark:remove': {
    in: z.object({ remarkId: idSchema<RemarkId>() }).strict(),
    out: z.object({ kind: z.literal('removed') }),
  },
  /** Tags in use, most used first. */
  'remark:tags': {
    in: z.object({}).strict(),
    out: z.object({
      tags: z.array(z.object({ text: tagSchema, members: wholeNumber })).max(knownTagsMax),
    }),
  },
} as const;

/** A remark on the wire, both ways. Once `removedAtMs` is set `text` is empty and nothing brings it back. */
export const remarkRowSchema = z.object({
  remarkId: idSchema<RemarkId>(),
  memberId: idSchema<MemberId>(),
  kind: remarkKindSchema,
  text: z.string().max(noteLengthMax),
  atMs: instantMs,
  by: staffRefSchema.nullable(),
  storeName: z.string().max(60).nullable(),
  removedAtMs: instantMs.nullable(),
});
export type RemarkRow = z.infer<typeof remarkRowSchema>;

/** Remarks of one request. */
export const remarksPerRequestMax = 100;
