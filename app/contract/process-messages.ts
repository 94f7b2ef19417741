import { z } from 'zod';
import { trainingSetupSchema } from './training.ts';

/** Main → counter process, once, right after it is spawned. The key never goes by argv or env. */
export const startCounterSchema = z.object({
  kind: z.literal('start'),
  dataDir: z.string().min(1),
  /** 32 bytes, hex; null when the stored key cannot be opened on this PC. */
  databaseKeyHex: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  keyProtection: z.enum(['os', 'file']),
  appVersion: z.string(),
  hostName: z.string(),
  /** For a Node/Electron older than the addon's Node-API: where a fitting build lies. */
  sqliteBindingPath: z.string().nullable(),
  /** The folder is the one for training, to be filled with what is invented; left out = the shop's own. */
  training: trainingSetupSchema.optional(),
  /** What the first view says of a change to or from training; left out = nothing. */
  opening: z
    .enum(['training-begun', 'training-ended', 'training-cut', 'training-failed'])
    .optional(),
});
export type StartCounter = z.infer<typeof startCounterSchema>;

/** Main → counter process. `screen` and `customer` arrive with the MessagePort of a renderer. */
export const mainMessageSchema = z.discriminatedUnion('kind', [
  startCounterSchema,
  z.object({ kind: z.literal('screen') }),
  z.object({ kind: z.literal('customer') }),
  /** Whether the counter will be started again in the other folder; what was asked by `training-…`. */
  z.object({ kind: z.literal('training-answer'), ok: z.boolean() }),
  /** A person closed the customer's window. */
  z.object({ kind: z.literal('customer-window-closed') }),
  z.object({ kind: z.literal('stop') }),
]);
export type MainMessage = z.infer<typeof mainMessageSchema>;

/** Counter process → main. */
export const counterMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('training-begin'), setup: trainingSetupSchema }),
  z.object({ kind: z.literal('training-end'), failed: z.boolean() }),
  /** Whether the customer's window is wanted; said at the start and at each change. */
  z.object({ kind: z.literal('customer-window'), on: z.boolean() }),
  /** How many of its scripts came from V8's code cache, and how many that lay in it were of no use. */
  z.object({
    kind: z.literal('code-cache'),
    taken: z.int().nonnegative(),
    refused: z.int().nonnegative(),
  }),
]);
export type CounterMessage = z.infer<typeof counterMessageSchema>;
