import { z } from 'zod';
import type { DeviceId } from '../domain/ids.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';

/** Sync in words: what state, why, how much waits. */
export const syncViewSchema = z.object({
  state: z.enum(['local', 'starting', 'online', 'syncing', 'offline', 'attention']),
  /** Why offline or in need of attention; null when all is well. */
  reason: z
    .enum([
      'unreachable',
      'no-link',
      'no-name',
      'not-hq',
      'hq-failing',
      'hq-misconfigured',
      'refused',
      'clock',
      'hq-certificate',
      'fork',
      'stuck',
    ])
    .nullable(),
  unsentCount: wholeNumber,
  oldestUnsentAtMs: instantMs.nullable(),
  lastContactAtMs: instantMs.nullable(),
  /** HQ time less this PC's time, when known. Beyond ±120,000 the screen warns. */
  clockOffsetMs: wholeNumber.nullable(),
  /**
   * How far this PC's clock is behind the time this counter goes by, in whole minutes; null up to 5 minutes.
   */
  clockBehindMs: wholeNumber.min(0).nullable().optional(),
  /** Rows taken during the first pull, for its progress. */
  pulledRows: wholeNumber,
  /** How much of a snapshot is here, in percent; absent while none is fetched. */
  fetchedPercent: wholeNumber.min(0).max(100).optional(),
  /** What was put right by itself last; `confirmed`: whether HQ has agreed where it has to. */
  healed: z
    .object({
      kind: z.enum(['fork', 'unknown-install', 'hq-restored']),
      atMs: instantMs,
      confirmed: z.boolean(),
    })
    .nullable()
    .optional(),
  /** The events that wait are too many, or the oldest is too old: somebody should look into it. */
  outbox: z.enum(['many', 'old']).nullable().optional(),
  /** How much HQ sent that this version cannot read; absent where there is nothing of the kind. */
  unreadCount: wholeNumber.min(1).optional(),
});
export type SyncView = z.infer<typeof syncViewSchema>;

/**
 * The second record of what was settled, beside the database. `failing`: sales are recorded safely, but for
 * now once only. `found`: what the last start found broken and put right, the gravest; null = nothing.
 */
export const tapeViewSchema = z.object({
  state: z.enum(['ok', 'failing']),
  trouble: z.enum(['full', 'read-only', 'failing']).nullable(),
  found: z
    .enum([
      'database-rebuilt',
      'histories-differ',
      'events-put-back',
      'rolled-back',
      'tape-rewritten',
      'tape-mended',
    ])
    .nullable(),
  /** Events that were put back at the last start. */
  events: wholeNumber,
});
export type TapeView = z.infer<typeof tapeViewSchema>;

export const deviceViewSchema = z.object({
  deviceId: idSchema<DeviceId>(),
  name: z.string(),
  intake: z.enum(['serial', 'hid-pos', 'wedge', 'replay']),
  path: z.string().nullable(),
  baudRate: wholeNumber.nullable(),
  health: z.enum(['open', 'connecting', 'missing']),
  healthReason: z.enum(['not-found', 'busy', 'no-permission', 'failed']).nullable(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;
