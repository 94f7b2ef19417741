import { z } from 'zod';
import type { DeviceId } from '../domain/ids.ts';
import { idSchema, wholeNumber } from './ids.ts';

/**
 * What the page of the scanners shows: the last scans, which are in memory only, and only while somebody
 * watches. Bytes that tell about a person are masked before they leave the counter process.
 */
export const seenScansMax = 50;
/** Bytes of one scan that are shown. */
export const shownBytesMax = 512;

export const seenScanSchema = z.object({
  /** Counts up within one watch. */
  no: wholeNumber,
  deviceId: idSchema<DeviceId>(),
  intake: z.enum(['serial', 'hid-pos', 'wedge', 'replay']),
  /** The name in the transcript that is replayed; null = the device list knows it. */
  replayed: z.string().max(40).nullable(),
  /** Wall time of the last byte, epoch ms. */
  atMs: z.number(),
  /** From the first byte to the last; null where the intake cannot tell. */
  durationMs: z.number().min(0).nullable(),
  /** Two hex digits a byte, `..` where it is masked; the first 512 bytes. */
  hex: z.string().regex(/^(?:[0-9a-f]{2}|\.\.){0,512}$/),
  /** Bytes that arrived, without the terminator. */
  length: wholeNumber,
  /** The terminator that ended the scan, hex; null where the intake cannot tell. */
  terminator: z
    .string()
    .regex(/^(?:[0-9a-f]{2}){0,2}$/)
    .nullable(),
  /** The code as text, masked, control characters as their pictures. */
  text: z.string().max(shownBytesMax * 2),
  /** A kind of the classifier, or `truncated`. */
  kind: z.string().max(40),
  /** Whether this counter knows the member of a card; null for other kinds. */
  known: z.boolean().nullable(),
  /** The same code came from the same scanner just before: shown, and not acted upon. */
  repeated: z.boolean(),
  /** Read in test mode: nothing was done. */
  tested: z.boolean(),
});
export type SeenScan = z.infer<typeof seenScanSchema>;

export const scanPageSchema = z.object({
  /** Scans of every scanner are listed and nothing is done with them. */
  testing: z.boolean(),
  /** Newest first. */
  seen: z.array(seenScanSchema).max(seenScansMax),
  /** When each scanner was last heard since the counter started. */
  lastScans: z.array(z.object({ deviceId: idSchema<DeviceId>(), atMs: z.number() })).max(64),
  /** A transcript that is being played, with the scans still to come. */
  replay: z.object({ left: wholeNumber }).nullable(),
});
export type ScanPage = z.infer<typeof scanPageSchema>;

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({ kind: z.literal('refused'), code: z.string().max(60) });

/** Calls of the page of the scanners; part of `counterCalls`. */
export const scannerCalls = {
  /** Begins to keep the scans and to push them with the view, or ends it and forgets them. */
  'scanner:watch': { in: z.object({ watching: z.boolean() }).strict(), out: done },
  /** Forgets what was seen. */
  'scanner:clear': { in: nothing, out: done },
  'device:rename': {
    in: z
      .object({ deviceId: idSchema<DeviceId>(), name: z.string().trim().min(1).max(40) })
      .strict(),
    out: z.union([done, refused]),
  },
  /** Plays a transcript as if scanned; in test mode only. */
  'scanner:replay': {
    in: z.object({ transcript: z.string().max(1024 * 1024) }).strict(),
    out: z.union([
      done,
      refused,
      /** A line of the transcript cannot be read, and why (a code). */
      z.object({ kind: z.literal('bad-line'), line: wholeNumber, why: z.string().max(20) }),
    ]),
  },
  'scanner:stop-replay': { in: nothing, out: done },
  /** Writes what was seen as a transcript, codes of people replaced by test codes; answers where. */
  'scanner:save': {
    in: nothing,
    out: z.union([z.object({ kind: z.literal('saved'), path: z.string() }), refused]),
  },
} as const;
