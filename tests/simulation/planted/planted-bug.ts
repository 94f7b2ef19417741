import type { Patch } from '../load-core.ts';

/** A mistake somebody could have made in the protocol, as passages of the core that read otherwise. */
export type PlantedBug = {
  readonly id: string;
  readonly what: string;
  readonly patches: readonly Patch[];
  /** What else stops its harm, so that alone it breaks nothing: found only together with that. */
  readonly maskedBy?: string;
};
