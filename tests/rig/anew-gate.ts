import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than the counter takes two scans of one code for the same reading (`createRepeatGate`). */
const anewAfterMs = 1_000;

/** Keeps a scanner's scans of one code so far apart that each counts; a test is quicker than a cashier. */
export type AnewGate = {
  /** Resolves when this code can be scanned anew. */
  readonly wait: (code: string) => Promise<void>;
  /** This code was scanned just now. */
  readonly mark: (code: string) => void;
};

/** One per scanner. */
export function createAnewGate(): AnewGate {
  let last = { code: '', monoMs: 0 };
  return {
    wait: async (code) => {
      const waitMs = last.monoMs + anewAfterMs - performance.now();
      if (code === last.code && waitMs > 0) await sleep(waitMs);
    },
    mark: (code) => {
      last = { code, monoMs: performance.now() };
    },
  };
}
