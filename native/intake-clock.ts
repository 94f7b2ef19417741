/** Time as the intakes need it. */
export type IntakeClock = {
  /** Wall time, epoch ms; a fraction is welcome. */
  readonly nowMs: () => number;
  /** Runs `fn` once after `delayMs`; the answer cancels it. */
  readonly setTimer: (delayMs: number, fn: () => void) => () => void;
};
