import { pushBytesMax, pushEventsMax } from '../contract/sync.ts';

/** How much the next push may carry. Bytes are of raw bodies in UTF-8. */
export type BatchSize = { readonly eventsMax: number; readonly bytesMax: number };

/** The first push after start: small, so that a bad link is found out cheaply. */
export const firstBatchSize: BatchSize = { eventsMax: 50, bytesMax: 64 * 1024 };

const eventsStep = 25;
const bytesStep = 32 * 1024;
const bytesMin = 4 * 1024;

/**
 * Additive increase after a batch that arrived, halving after one that did not (AIMD, as in TCP).
 * Never below one event: a single event is sent whatever its size.
 */
export function nextBatchSize(size: BatchSize, arrived: boolean): BatchSize {
  if (arrived) {
    return {
      eventsMax: Math.min(pushEventsMax, size.eventsMax + eventsStep),
      bytesMax: Math.min(pushBytesMax, size.bytesMax + bytesStep),
    };
  }
  return {
    eventsMax: Math.max(1, Math.floor(size.eventsMax / 2)),
    bytesMax: Math.max(bytesMin, Math.floor(size.bytesMax / 2)),
  };
}
