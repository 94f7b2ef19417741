import { z } from 'zod';
import type { MemberId } from '../domain/ids.ts';
import { calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';
import { tagSchema, tagsMax } from './remarks.ts';

/** A row of the manager's member list; full number only through `member:reveal`. */
export const memberListRowSchema = z.object({
  memberId: idSchema<MemberId>(),
  nameMasked: z.string(),
  mobileMasked: z.string().nullable(),
  cardCode: z.string(),
  tierId: z.string(),
  /** As the program in force names it; null for a tier it does not know. */
  tierName: localizedTextSchema.nullable(),
  points: wholeNumber,
  lineState: z.enum(['none', 'bound', 'blocked']),
  joinedOn: calendarDate,
  lastSaleAtMs: instantMs.nullable(),
  /** Their tags, oldest first; left out where there are none. */
  tags: z.array(tagSchema).max(tagsMax).optional(),
  /** HQ, restored to before they joined, does not know them (yet). */
  untold: z.boolean().optional(),
});
export type MemberListRow = z.infer<typeof memberListRowSchema>;
