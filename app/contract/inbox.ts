import { z } from 'zod';
import { inboxKinds } from '../domain/inbox-kind.ts';
import type { SaleId } from '../domain/ids.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';

/*
 * The store's inbox: what at this counter wants a person to know. HQ's decisions are shown, never made
 * here; all of it works without HQ. Seen is a mark that can be taken off again.
 */

/** Items one look holds; of HQ's findings the newest. */
export const inboxItemsMax = 200;
/** How far back HQ's findings are listed. */
export const inboxDaysMax = 60;

export const inboxItemSchema = z.object({
  /** Names the item for `inbox:mark`; the same thing tomorrow is another item where it goes on. */
  key: z.string().max(120),
  kind: z.enum(inboxKinds),
  atMs: instantMs,
  /** Where what was done stands: `waiting` = on this PC, HQ has not heard it yet. */
  saved: z.enum(['counted', 'not-counted', 'kept', 'waiting']),
  /** HQ's own names of what it found, for whoever asks HQ; empty where HQ has no part. */
  findings: z.array(z.string().max(40)).max(10),
  /** The sale or refund it is about. */
  saleId: idSchema<SaleId>().nullable(),
  saleNo: z.string().max(32).nullable(),
  nameMasked: z.string().nullable(),
  paidMinor: wholeNumber.nullable(),
  /** What it is about where it is no sale: the name of a scanner, how many events, minutes of the clock. */
  detail: z.string().max(120).nullable(),
  seenAtMs: instantMs.nullable(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

export const inboxCalls = {
  /** The newest first; unseen ones before all that were seen. */
  'inbox:list': {
    in: z.object({}).strict(),
    out: z.object({ items: z.array(inboxItemSchema).max(inboxItemsMax), more: z.boolean() }),
  },
  /** Marks items as seen, or takes the mark off again. */
  'inbox:mark': {
    in: z
      .object({ keys: z.array(z.string().max(120)).min(1).max(inboxItemsMax), seen: z.boolean() })
      .strict(),
    out: z.union([
      z.object({ kind: z.literal('done') }),
      z.object({ kind: z.literal('refused'), code: z.string().max(60) }),
    ]),
  },
} as const;
