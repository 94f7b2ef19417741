import { z } from 'zod';

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
});
export type StartCounter = z.infer<typeof startCounterSchema>;

/** Main → counter process. `screen` arrives with the MessagePort of a renderer. */
export const mainMessageSchema = z.discriminatedUnion('kind', [
  startCounterSchema,
  z.object({ kind: z.literal('screen') }),
  z.object({ kind: z.literal('stop') }),
]);
export type MainMessage = z.infer<typeof mainMessageSchema>;

/** Counter process → main. */
export const counterMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('stopped') }),
]);
export type CounterMessage = z.infer<typeof counterMessageSchema>;
