import { z } from 'zod';
import type { MemberId } from '../domain/ids.ts';
import { calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';

/** What a member asked for under the law on personal data, for a person to answer. */
export const adminRequestSchema = z.object({
  requestId: z.uuid(),
  memberId: idSchema<MemberId>(),
  nameMasked: z.string().max(60),
  mobileMasked: z.string().max(20).nullable(),
  kind: z.enum(['delete', 'copy', 'correct']),
  createdAtMs: instantMs,
  /** The last day to answer. */
  dueOn: calendarDate,
  /** Days left until then; below 0 it is overdue. */
  daysLeft: wholeNumber,
  closedAtMs: instantMs.nullable(),
  /** What came of it; null while it is open. */
  outcome: z.enum(['withdrawn', 'erased', 'answered']).nullable(),
  /** What the person who answered wrote. */
  note: z.string().max(300),
});
export type AdminRequest = z.infer<typeof adminRequestSchema>;

/** GET /requests: open ones first, those due soonest first; then the latest closed. */
export const requestsAnswerSchema = z.object({
  open: wholeNumber.min(0),
  rows: z.array(adminRequestSchema).max(200),
});
export type RequestsAnswer = z.infer<typeof requestsAnswerSchema>;

/** POST /requests/close. `erase`: the member's personal data is deleted with it, for good. */
export const closeRequestSchema = z
  .object({
    requestId: z.uuid(),
    how: z.enum(['erase', 'answer']),
    note: z.string().trim().max(200),
  })
  .strict();
export const closeRequestAnswerSchema = z.object({
  kind: z.enum(['done', 'closed-already', 'unknown', 'wrong-kind']),
});
export type CloseRequestAnswer = z.infer<typeof closeRequestAnswerSchema>;

/** POST /members/unlink-line: takes LINE off a member who cannot do it, a phone that is lost. */
export const unlinkLineRequestSchema = z.object({ memberId: idSchema<MemberId>() }).strict();
export const unlinkLineAnswerSchema = z.object({ kind: z.enum(['done', 'not-bound']) });
