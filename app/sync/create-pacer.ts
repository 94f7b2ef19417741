import type { HqDeps } from './ports.ts';

/** Passes wishes on, the quick ones thinned out. */
export type Pacer = {
  /** At once if the last was long enough ago, else once when it is; any number become one. */
  readonly ask: () => void;
  /** At once, whatever came before; a wish that was waiting is met by it. */
  readonly now: () => void;
  /** Drops what is waiting. */
  readonly cancel: () => void;
};

/** Calls `act` for wishes, those by `ask` at least `everyMs` apart. */
export function createPacer(
  deps: Pick<HqDeps, 'nowMs' | 'timers'>,
  everyMs: number,
  act: () => void,
): Pacer {
  let lastAtMs = -Infinity;
  let cancelTimer: (() => void) | null = null;
  const cancel = (): void => {
    cancelTimer?.();
    cancelTimer = null;
  };
  const now = (): void => {
    cancel();
    lastAtMs = deps.nowMs();
    act();
  };
  return {
    ask: () => {
      if (cancelTimer !== null) return;
      const sinceMs = deps.nowMs() - lastAtMs;
      // A clock that was set back must not hold a wish for longer than the pace.
      if (sinceMs < 0 || sinceMs >= everyMs) now();
      else cancelTimer = deps.timers.setTimer(everyMs - sinceMs, now);
    },
    now,
    cancel,
  };
}
