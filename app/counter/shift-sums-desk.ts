import type { Reader } from '../db/handles.ts';
import { nothingSummed, sumUp, type SumsOf, type SumsSoFar } from '../db/shift-sums.ts';

/** Adds the figures of shifts up, and keeps what it has: events are only ever added behind. */
export type ShiftSumsDesk = {
  /** Stretch by stretch, each after what waited has had its turn. Not inside a transaction. */
  readonly read: (of: SumsOf) => Promise<SumsSoFar>;
  /** As the transaction has it, in one go: `read` first, and only what came since is to be added. */
  readonly readIn: (trx: Reader, of: SumsOf) => Promise<SumsSoFar>;
};

/** The page of the open shift asks for two: the shift and what was before it. */
const keptMax = 4;

/** The desk of a running counter. */
export function createShiftSumsDesk({
  db,
  nextTurn,
}: {
  readonly db: Reader;
  readonly nextTurn?: (() => Promise<void>) | undefined;
}): ShiftSumsDesk {
  const kept = new Map<string, SumsSoFar>();
  const keptOf = (of: SumsOf): SumsSoFar => kept.get(JSON.stringify(of)) ?? nothingSummed;
  return {
    read: async (of) => {
      const sums = await sumUp(db, of, { sums: keptOf(of), turn: nextTurn });
      const key = JSON.stringify(of);
      kept.delete(key);
      kept.set(key, sums);
      for (const oldest of kept.keys()) {
        if (kept.size <= keptMax) break;
        kept.delete(oldest);
      }
      return sums;
    },
    // Not kept: a transaction may be undone.
    readIn: async (trx, of) => await sumUp(trx, of, { sums: keptOf(of) }),
  };
}
