import { z } from 'zod';
import type { MemberId, RemarkId } from '../domain/ids.ts';
import { idSchema, instantMs } from './ids.ts';
import { noteLengthMax, remarkKindSchema } from './remarks.ts';

/** Remarks a page of HQ's console shows; the newest. */
export const shownRemarksMax = 100;

/** A tag or note that stands about a member. */
export const adminRemarkSchema = z.object({
  remarkId: idSchema<RemarkId>(),
  /** The survivor of a merge, and its masked name; empty where HQ does not know the member. */
  memberId: idSchema<MemberId>(),
  memberName: z.string().max(120),
  kind: remarkKindSchema,
  text: z.string().max(noteLengthMax),
  atMs: instantMs,
  /** Null = nobody was signed in. */
  staffName: z.string().max(60).nullable(),
  storeName: z.string().max(60),
});
export type AdminRemark = z.infer<typeof adminRemarkSchema>;
