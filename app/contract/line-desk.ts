import { z } from 'zod';
import type { MemberId } from '../domain/ids.ts';
import { idSchema, instantMs } from './ids.ts';
import type { LineMemberAnswer } from './line-binding.ts';

/** Why HQ does not answer, each with the sentence that sync has for it. */
export const lineSilenceSchema = z.enum([
  'unreachable',
  'no-link',
  'no-name',
  'not-hq',
  'hq-failing',
  'hq-misconfigured',
  'refused',
  'clock',
  'hq-certificate',
]);
export type LineSilence = z.infer<typeof lineSilenceSchema>;

/** Where the binding of a member's LINE has got to, for the panel with the QR. */
export const lineBindingViewSchema = z.object({
  memberId: idSchema<MemberId>(),
  nameMasked: z.string(),
  /** What the member types into the page when the QR cannot be had. */
  cardCode: z.string(),
  /**
   * `asking` HQ for a code · `open`: the QR binds this member · `sending`: HQ gets the new member first ·
   * `silent`: HQ does not answer · `expired`: nobody scanned it · `bound`: just now · `bound-before` ·
   * `not-confirmed`: HQ has not agreed to this counter yet · `no-pages`: HQ has no LINE pages.
   */
  phase: z.enum([
    'asking',
    'open',
    'sending',
    'silent',
    'expired',
    'bound',
    'bound-before',
    'not-confirmed',
    'no-pages',
  ]),
  /** What the QR holds: the one-time address while `open`, else where anybody joins; null = no QR. */
  qrText: z.string().max(300).nullable(),
  /** Of the one-time address, by this PC's clock; null = it has none now. */
  expiresAtMs: instantMs.nullable(),
  /** HQ does not answer just now; while `open` the QR still binds, only the screen learns it later. */
  silence: lineSilenceSchema.nullable(),
});
export type LineBindingView = z.infer<typeof lineBindingViewSchema>;

/** What the counter knows of LINE beyond a member's state. No name, picture or number of LINE is in it. */
export const lineDeskViewSchema = z.object({
  binding: lineBindingViewSchema.nullable(),
  /** When LINE last accepted a message to the member on the screen; null = never, or HQ was not heard. */
  lastAcceptedAtMs: instantMs.nullable(),
});
export type LineDeskView = z.infer<typeof lineDeskViewSchema>;

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({ kind: z.literal('refused'), code: z.string().max(60) });

/** What the screen may ask about LINE. */
export const lineDeskCalls = {
  /**
   * Opens the panel with the QR for the member on the sale, without one for that of the newest sale. Once
   * more while it is open: a fresh code.
   */
  'line:bind': { in: nothing, out: z.union([done, refused]) },
  'line:close': { in: nothing, out: done },
} as const;

/** HQ cannot be asked now. */
export type LineSilent = { readonly kind: 'silent'; readonly why: LineSilence };

/** What came of asking HQ for a one-time code; `lifeMs` counts from now. */
export type LineTicketWord =
  | {
      readonly kind: 'made';
      readonly ticket: string;
      readonly url: string;
      readonly lifeMs: number;
    }
  | { readonly kind: 'member-unknown' | 'bound-already' | 'not-confirmed' | 'no-channel' }
  | LineSilent;

/** What came of asking HQ how LINE stands with a member. */
export type LineMemberWord =
  { readonly kind: 'answer'; readonly answer: LineMemberAnswer } | LineSilent;
