import { setTimeout as sleep } from 'node:timers/promises';
import { secondEndGapMsMax } from '../../app/domain/wedge.ts';

/** Beyond the end of a scan by more than its second end may take, with room for an event's way to the window. */
const handMsMin = 2 * secondEndGapMsMax;

/** Keeps the key after a scan as far from it as a cashier's hand does; a test is quicker. */
export type HandPause = {
  /** Resolves when a person could press a key. */
  readonly wait: () => Promise<void>;
  /** A scan ended just now. */
  readonly mark: () => void;
};

/** One per keyboard. */
export function createHandPause(): HandPause {
  let scannedMonoMs = Number.NEGATIVE_INFINITY;
  return {
    wait: async () => {
      const waitMs = scannedMonoMs + handMsMin - performance.now();
      if (waitMs > 0) await sleep(waitMs);
    },
    mark: () => {
      scannedMonoMs = performance.now();
    },
  };
}
