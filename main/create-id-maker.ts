import { v7 } from 'uuid';
import type { AnyId, NewId } from '../app/domain/ids.ts';

const seqMax = 0xffff_ffff;

/** Where ids take their time and chance from. */
export type IdSources = {
  readonly nowMs: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** The newest id the database holds; ids made from now on sort behind it. Null when empty. */
  readonly newestId: string | null;
};

/**
 * Makes UUIDv7 ids that only rise, also when the PC's clock is set back, and over a restart of the
 * process: time stands still at the newest id until the clock has caught up, the sequence counts on.
 */
export function createIdMaker(sources: IdSources): NewId {
  let lastMs = sources.newestId === null ? -1 : readMsecs(sources.newestId);
  let seq = seqMax;

  return <T extends AnyId>(): T => {
    const random = sources.randomBytes(16);
    const nowMs = Math.floor(sources.nowMs());
    if (nowMs > lastMs) {
      lastMs = nowMs;
      // The top bit stays free, so that a burst has room to count up.
      seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
    } else if (seq < seqMax) {
      seq += 1;
    } else {
      lastMs += 1;
      seq = 0;
    }
    return v7({ msecs: lastMs, seq, random }) as T;
  };
}

/** The time inside a UUIDv7. */
function readMsecs(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
