/** Lets a bounded number of pushes in at once. */
export type PushGate = {
  /** Nobody would be let in or may wait: known before a push is read. */
  readonly isFull: () => boolean;
  /**
   * Resolves when it is this one's turn, with what to call when it is over (once or more often); null when
   * too many wait already.
   */
  readonly enter: () => Promise<(() => void) | null>;
  /** After how many whole seconds one that is sent away may come again. `random`: a fraction of [0, 1). */
  readonly sendAway: (given: { readonly nowMs: number; readonly random: number }) => number;
};

/** How long those sent away are told to stay, on average: at first, and at most. */
const awaySeconds = { min: 1.5, max: 60 };
const awayStep = 1.5;
const windowMs = 1_000;

/** When answers take longer than this fewer are let in at once: most of that time they wait for each other. */
const answerMsAim = 350;
const fewer = 0.75;

/**
 * At most `runningMax` work at once and `waitingMax` wait, so that what is let in is answered soon: when a
 * whole chain comes back online the rest is told to come again, which costs HQ next to nothing. The more
 * come in vain the longer they are told to stay away: about twice as many knock as can be let in, whether
 * the chain has ten counters or ten thousand. Where answers are slow all the same (a slow machine, or one that
 * does other things too) fewer are let in, down to `runningMin`, until they are fast again.
 */
export function createPushGate(given: {
  readonly runningMax: number;
  /** Left out = `runningMax`: always as many. */
  readonly runningMin?: number;
  readonly waitingMax: number;
  /** For how long answers take; any clock that goes on. */
  readonly nowMs: () => number;
}): PushGate {
  const { waitingMax, nowMs } = given;
  const places = createPlaces(given);
  let running = 0;
  const waiting: (() => void)[] = [];
  const patience = createPatience();
  const makeLeave = (): (() => void) => {
    let isOver = false;
    const enteredMs = nowMs();
    patience.noteServed();
    return () => {
      if (isOver) return;
      isOver = true;
      places.noteAnswer({ enteredMs, nowMs: nowMs() });
      // The place passes on to who waits longest, if it is still one.
      const next = running > places.count() ? undefined : waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    };
  };
  return {
    isFull: () => running >= places.count() && waiting.length >= waitingMax,
    enter: async () => {
      if (running < places.count()) {
        running += 1;
        return makeLeave();
      }
      if (waiting.length >= waitingMax) return null;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return makeLeave();
    },
    sendAway: patience.sendAway,
  };
}

/**
 * How many are let in at once: three quarters of them after an answer that took too long, once for all that
 * were let in before; one more for about as many good answers as there are places.
 */
function createPlaces({
  runningMax,
  runningMin = runningMax,
}: {
  readonly runningMax: number;
  readonly runningMin?: number;
}): {
  readonly count: () => number;
  readonly noteAnswer: (given: { readonly enteredMs: number; readonly nowMs: number }) => void;
} {
  let places = runningMax;
  let cutMs = Number.NEGATIVE_INFINITY;
  return {
    count: () => Math.floor(places),
    noteAnswer: ({ enteredMs, nowMs }) => {
      if (nowMs - enteredMs <= answerMsAim) places = Math.min(places + 1 / places, runningMax);
      else if (enteredMs >= cutMs) {
        places = Math.max(places * fewer, runningMin);
        cutMs = nowMs;
      }
    },
  };
}

/** Compares, second by second, how many came in vain with how many were let in. */
function createPatience(): {
  readonly noteServed: () => void;
  readonly sendAway: PushGate['sendAway'];
} {
  let seconds = awaySeconds.min;
  let window = { startMs: 0, served: 0, refused: 0 };
  return {
    noteServed: () => {
      window.served += 1;
    },
    sendAway: ({ nowMs, random }) => {
      window.refused += 1;
      const windows = Math.abs(nowMs - window.startMs) / windowMs;
      if (windows >= 1) {
        const { served, refused } = window;
        if (refused > 2 * served) seconds *= awayStep;
        else if (refused < served) seconds /= awayStep ** Math.min(windows, 20);
        seconds = Math.min(Math.max(seconds, awaySeconds.min), awaySeconds.max);
        window = { startMs: nowMs, served: 0, refused: 0 };
      }
      return 1 + Math.floor(random * 2 * seconds);
    },
  };
}
