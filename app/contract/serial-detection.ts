import { z } from 'zod';
import { wholeNumber } from './ids.ts';
import { serialPortChoiceSchema, serialSettingsSchema } from './serial-settings.ts';

/** How far the search for a scanner's settings has come: "scan any code now". */
export const serialDetectionStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  /** Waits for a scan with one set of settings. */
  z.object({
    kind: z.literal('listening'),
    ports: z.array(serialPortChoiceSchema).min(1).max(64),
    /** Which set of settings, from 1. */
    attempt: wholeNumber,
    attemptsMax: wholeNumber,
    /** `unreadable`: a scan came with other settings than these and could not be read. */
    heard: z.enum(['nothing', 'unreadable']),
    settings: serialSettingsSchema.pick({ baudRate: true, dataBits: true, parity: true }),
    secondsLeft: wholeNumber,
  }),
  /** A scan was read: these settings fit. */
  z.object({
    kind: z.literal('found'),
    port: serialPortChoiceSchema,
    settings: serialSettingsSchema,
    /** What the code was, so that a person can see that it is the one just scanned. */
    code: z.enum(['member', 'voucher', 'product', 'einvoice', 'carrier', 'text']),
    /** The code or its beginning; null where it may name a person. */
    text: z.string().max(64).nullable(),
  }),
  z.object({
    kind: z.literal('failed'),
    reason: z.enum([
      'no-ports',
      'not-found',
      'busy',
      'no-permission',
      'failed',
      'timeout',
      'none-fits',
    ]),
  }),
]);
export type SerialDetectionState = z.infer<typeof serialDetectionStateSchema>;

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });

/** The screen's calls for it. The screen asks for the state while it shows it. */
export const serialDetectionCalls = {
  /** Listens on one port, or on every port that no scanner holds; a search under way ends. */
  'serial-detection:start': {
    in: z.object({ path: z.string().min(1).max(260).nullable() }).strict(),
    out: done,
  },
  'serial-detection:state': { in: nothing, out: serialDetectionStateSchema },
  /** Nothing came: goes on to the next set of settings. */
  'serial-detection:next': { in: nothing, out: done },
  'serial-detection:stop': { in: nothing, out: done },
} as const;
