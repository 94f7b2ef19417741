import type { IntakeClock } from './intake-clock.ts';

/** Tells when a device has been quiet for long enough. */
export type SilenceWatch = {
  /** Something came: the silence begins anew. */
  readonly heard: () => void;
  readonly stop: () => void;
};

/**
 * Calls `onSilence` once after `ticks` ticks of `tickMs` without a call of `heard` (the first tick may be
 * a part of one). Counted in ticks and not by the clock: while the process stands still (a slow disk, a PC
 * that sleeps) bytes wait in the system, and when it goes on the timer is due before they are read. A
 * standstill of any length is one tick, so the rest is time in which they arrive.
 */
export function createSilenceWatch(
  clock: Pick<IntakeClock, 'setTimer'>,
  { tickMs, ticks }: { readonly tickMs: number; readonly ticks: number },
  onSilence: () => void,
): SilenceWatch {
  let quietTicks = 0;
  let cancel: (() => void) | null = null;

  function tick(): void {
    cancel = null;
    quietTicks += 1;
    if (quietTicks >= ticks) onSilence();
    else cancel = clock.setTimer(tickMs, tick);
  }

  return {
    heard: () => {
      quietTicks = 0;
      cancel ??= clock.setTimer(tickMs, tick);
    },
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}
