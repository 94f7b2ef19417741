import { z } from 'zod';
import type { InstallId } from '../domain/ids.ts';
import { idSchema, wholeNumber } from './ids.ts';

const hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Events of one install as HQ can take them: in the order of `seq`, with gaps where the tape has them. */
export const tapeBundleInstallSchema = z.object({
  inst: idSchema<InstallId>(),
  links: z.array(
    z.object({
      seq: wholeNumber.min(1),
      /** '' before the first event of the chain. */
      prev: z.union([hash, z.literal('')]),
      hash,
      /** The event's bytes. */
      raw: z.string(),
    }),
  ),
});
export type TapeBundleInstall = z.infer<typeof tapeBundleInstallSchema>;

/**
 * What a counter's tape held, written by `recover-tape --bundle` and taken by `npm run hq -- take-tape`. Holds
 * members' data in the clear.
 */
export const tapeBundleSchema = z.object({
  kind: z.literal('counterfoil-tape-bundle'),
  v: z.literal(1),
  installs: z.array(tapeBundleInstallSchema),
});
export type TapeBundle = z.infer<typeof tapeBundleSchema>;
