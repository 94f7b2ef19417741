import type { HqDeps } from '../server/hq-deps.ts';

/** The process's own timers. */
export const realTimer: HqDeps['timer'] = {
  setTimer: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};
