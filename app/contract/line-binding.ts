import { z } from 'zod';
import type { InstallId, MemberId } from '../domain/ids.ts';
import { idSchema, instantMs } from './ids.ts';

/** POST /v1/line/tickets, signed by the counter: a one-time code with which this member's LINE is bound. */
export const ticketRequestSchema = z
  .object({ inst: idSchema<InstallId>(), memberId: idSchema<MemberId>() })
  .strict();
export const ticketAnswerSchema = z.object({
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('made'),
      ticket: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
      /** What the QR holds: opens the member pages in LINE. */
      url: z.string().max(300),
      expiresAtMs: instantMs,
    }),
    /** HQ has not heard of the member yet: push first. */
    z.object({ kind: z.literal('member-unknown') }),
    z.object({ kind: z.literal('bound-already') }),
    /** Nobody at HQ has agreed to this counter's re-install yet. */
    z.object({ kind: z.literal('not-confirmed') }),
    /** HQ has no LINE pages. */
    z.object({ kind: z.literal('no-channel') }),
  ]),
  serverTimeMs: instantMs,
});
export type TicketAnswer = z.infer<typeof ticketAnswerSchema>;

/** POST /v1/line/members, signed: how LINE stands with one member; nothing that names the person in LINE. */
export const lineMemberRequestSchema = z
  .object({
    inst: idSchema<InstallId>(),
    memberId: idSchema<MemberId>(),
    /** A code this counter shows: what became of it. */
    ticket: z
      .string()
      .regex(/^[A-Za-z0-9_-]{22}$/)
      .nullable(),
  })
  .strict();
export const lineMemberAnswerSchema = z.object({
  lineState: z.enum(['none', 'bound', 'blocked']),
  ticket: z.enum(['open', 'used', 'expired', 'unknown']).nullable(),
  /** When LINE last accepted a message to this member; null = never. */
  lastAcceptedAtMs: instantMs.nullable(),
  /** Where anybody joins: `https://liff.line.me/<id>`; null without a channel. */
  joinUrl: z.string().max(300).nullable(),
  serverTimeMs: instantMs,
});
export type LineMemberAnswer = z.infer<typeof lineMemberAnswerSchema>;
