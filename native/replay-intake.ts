import type { IntakeSink, RunningIntake } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import type { IntakeClock } from './intake-clock.ts';

/** A scan to play: `bytes` as a device would send them, with STX and terminator if it sends those. */
export type ScanToPlay = {
  /** After the start; never less than that of the scan before. */
  readonly atMs: number;
  readonly deviceId: DeviceId;
  readonly bytes: Uint8Array;
};

const scanBytesMax = 4096;
const startOfText = 0x02;
const terminators: ReadonlySet<number> = new Set([0x03, 0x09, 0x0a, 0x0d]);

/**
 * Plays scans into the sink that real scanners deliver to, each at its time; one entry is one scan, however
 * its device would frame it. `onEnd` is called once after the last, not after `close`.
 */
export function openReplayIntake(
  scans: readonly ScanToPlay[],
  parts: {
    readonly sink: Pick<IntakeSink, 'onScan'>;
    readonly clock: IntakeClock;
    readonly onEnd: () => void;
  },
): RunningIntake {
  const { sink, clock, onEnd } = parts;
  const startedAtMs = clock.nowMs();
  let cancel: () => void = () => {};
  let closed = false;

  function playFrom(index: number): void {
    const next = scans[index];
    if (next === undefined) {
      onEnd();
      return;
    }
    // From the start, not from the scan before: timers that are late must not add up.
    const waitMs = Math.max(0, startedAtMs + next.atMs - clock.nowMs());
    cancel = clock.setTimer(waitMs, () => {
      if (closed) return;
      deliver(next, sink, clock.nowMs());
      if (!closed) playFrom(index + 1);
    });
  }

  playFrom(0);
  return {
    close: () => {
      closed = true;
      cancel();
      return Promise.resolve();
    },
  };
}

function deliver(
  { deviceId, bytes }: ScanToPlay,
  sink: Pick<IntakeSink, 'onScan'>,
  completedAtMs: number,
): void {
  const start = bytes[0] === startOfText ? 1 : 0;
  let end = bytes.length;
  while (end > start && terminators.has(bytes[end - 1] ?? 0)) end -= 1;
  // A line of nothing but a terminator is no scan, as a framer would have it.
  if (end === start) return;
  sink.onScan({
    deviceId,
    intake: 'replay',
    bytes: bytes.slice(start, Math.min(end, start + scanBytesMax)),
    truncated: end - start > scanBytesMax,
    completedAtMs,
    terminator: bytes.slice(end),
  });
}
