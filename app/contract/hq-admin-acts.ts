import { z } from 'zod';
import type { EventId, MemberId, StaffId, StoreId } from '../domain/ids.ts';
import { idSchema, instantMs } from './ids.ts';
import { actRowSchema, staffRefSchema } from './staff.ts';

/** As many rows as one page has. */
export const actsRowsMax = 100;

/**
 * One line of what people did at a counter: a `staff_act`, a sale undone or goods taken back, or a shift closed
 * (`detail` has `sales`, `paidMinor`, `refunds` and `voids`).
 */
export const adminActSchema = z.object({
  eid: idSchema<EventId>(),
  /** When it happened, by HQ's clock as far as the counter knew it. */
  atMs: instantMs,
  storeName: z.string().max(60),
  counterLabel: z.string().max(40),
  /** Who did it; null where nobody was signed in. */
  staff: staffRefSchema.nullable(),
  act: actRowSchema.shape.act,
  memberId: idSchema<MemberId>().nullable(),
  /** Masked by HQ; empty where it is about no member, or one HQ does not know. */
  memberName: z.string().max(120),
});
export type AdminAct = z.infer<typeof adminActSchema>;

/** GET acts?before=&limit=&storeId=&staffId=. Newest first; of a person: done by them or about them. */
export const actsQuerySchema = z.object({
  before: z.string().min(1).max(120).optional(),
  limit: z.coerce.number().int().min(1).max(actsRowsMax).default(50),
  storeId: idSchema<StoreId>().optional(),
  staffId: idSchema<StaffId>().optional(),
});
export const actsAnswerSchema = z.object({
  rows: z.array(adminActSchema).max(actsRowsMax),
  /** Where earlier ones go on; null = there are none. */
  older: z.string().max(120).nullable(),
});
export type ActsAnswer = z.infer<typeof actsAnswerSchema>;
