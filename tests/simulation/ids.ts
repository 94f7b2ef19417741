import { hash } from 'node:crypto';
import type { AnyId } from '../../app/domain/ids.ts';

/** Ids in the shape of UUIDv7, each later than the one before, the same in each run of a plan. */
export type IdSource = {
  readonly next: <T extends AnyId>() => T;
  readonly bytes: (count: number) => Uint8Array;
  readonly save: () => number;
};

export function createIds(start = 0): IdSource {
  let drawn = start;
  const next = (): string => {
    drawn += 1;
    const n = drawn.toString(16).padStart(12, '0');
    // Spread over the first digits too, or all card codes and codes of vouchers would look alike.
    return `0198b3a0-${n.slice(0, 4)}-7${n.slice(4, 7)}-8${n.slice(7, 10)}-${n}`;
  };
  return {
    next: <T extends AnyId>() => next() as T,
    bytes: (count) => {
      drawn += 1;
      return hash('sha256', `bytes ${drawn}`, 'buffer').subarray(0, count);
    },
    save: () => drawn,
  };
}
