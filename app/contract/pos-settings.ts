import { z } from 'zod';
import { amountMinor, instantMs, wholeNumber } from './ids.ts';
import { posStateSchema } from './pos-api.ts';

/** How the hand-over from the shop's POS is set up, and how it does: the calls of the settings screen. */

export const posPortDefault = 46_120;

const port = wholeNumber.min(1024).max(65_535);

export const posHouseSchema = z.object({
  isOn: z.boolean(),
  port,
  /** Web addresses whose pages may call; a POS that is no web page sends none. */
  origins: z.array(z.string().max(200)).max(8),
  /** Folder of files handed over; null = none is watched. */
  folder: z.string().max(400).nullable(),
});
export type PosHouse = z.infer<typeof posHouseSchema>;

export const posHouseDefaults: PosHouse = {
  isOn: false,
  port: posPortDefault,
  origins: [],
  folder: null,
};

export const posHouseViewSchema = z.object({
  house: posHouseSchema,
  server: z.enum(['off', 'listening', 'port-taken', 'failed']),
  /** Of the watched folder; null = none. */
  folder: z.enum(['watching', 'missing', 'not-writable']).nullable(),
  /** The code that pairs a POS now; null = none was asked for, or it was used or is over. */
  pairing: z.object({ code: z.string(), expiresAtMs: instantMs }).nullable(),
  clients: z
    .array(
      z.object({
        posName: z.string(),
        pairedAtMs: instantMs,
        /** Since the counter was started; null = not yet. */
        lastSeenAtMs: instantMs.nullable(),
      }),
    )
    .max(32),
  lastSales: z
    .array(
      z.object({
        posName: z.string(),
        posSaleNo: z.string(),
        state: posStateSchema,
        amountMinor,
        atMs: instantMs,
      }),
    )
    .max(10),
});
export type PosHouseView = z.infer<typeof posHouseViewSchema>;

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({
  kind: z.literal('refused'),
  code: z.enum(['bad-origin', 'bad-folder', 'off', 'failed']),
});

/** Joined to the screen's calls. */
export const posSettingsCalls = {
  'pos:look': { in: nothing, out: posHouseViewSchema },
  /** Switches on or off, or sets port, web addresses and folder. */
  'pos:set': { in: posHouseSchema.strict(), out: z.union([done, refused]) },
  /** A fresh code for one POS, valid five minutes; the one before is void. */
  'pos:pair': { in: nothing, out: z.union([done, refused]) },
  'pos:revoke': { in: z.object({ posName: z.string().max(40) }).strict(), out: done },
} as const;

/** On the view: what of the POS stands at the counter. */
export const posOnCounterSchema = z.object({
  /** The POS's sale on the counter. */
  onSale: z.object({ posName: z.string(), posSaleNo: z.string() }).nullable(),
  /** Sales that wait until the counter is free. */
  waiting: wholeNumber,
});
