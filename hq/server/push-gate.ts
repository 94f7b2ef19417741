/** Lets a bounded number of pushes in at once. */
export type PushGate = {
  /**
   * Resolves when it is this one's turn, with what to call when it is over (once or more often); null when
   * too many wait already.
   */
  readonly enter: () => Promise<(() => void) | null>;
};

/**
 * At most `runningMax` work at once and `waitingMax` wait, so that what is let in is answered soon: when a
 * whole chain comes back online the rest is told to come again, which costs HQ next to nothing.
 */
export function createPushGate({
  runningMax,
  waitingMax,
}: {
  readonly runningMax: number;
  readonly waitingMax: number;
}): PushGate {
  let running = 0;
  const waiting: (() => void)[] = [];
  const makeLeave = (): (() => void) => {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      // The place passes on to who waits longest.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    };
  };
  return {
    enter: async () => {
      if (running < runningMax) {
        running += 1;
        return makeLeave();
      }
      if (waiting.length >= waitingMax) return null;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return makeLeave();
    },
  };
}
