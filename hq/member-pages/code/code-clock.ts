/** The two clocks of a phone: one can be set, the other stands still while the phone sleeps. */
export type Moment = { readonly wallMs: number; readonly steadyMs: number };

/** Now, by both clocks. */
export function momentNow(): Moment {
  return { wallMs: Date.now(), steadyMs: performance.now() };
}

/** Time gone by since `from`: what the clock says that says more, so that no code is shown too long. */
export function elapsedMs(from: Moment, now: Moment): number {
  return Math.max(0, now.wallMs - from.wallMs, now.steadyMs - from.steadyMs);
}

/** A signed code and how long it may be looked at. */
export type TimedCode = {
  readonly svg: string;
  /** When it was asked for: HQ made it later, so it lives at least as long as counted from here. */
  readonly askedAt: Moment;
  readonly lifeMs: number;
  readonly showMs: number;
};

/** What to do with a code now: show it, show it while the next is asked for, or take it away. */
export function judgeCode(code: TimedCode, now: Moment): 'fresh' | 'renew' | 'over' {
  const gone = elapsedMs(code.askedAt, now);
  if (gone >= code.lifeMs) return 'over';
  return gone >= code.showMs ? 'renew' : 'fresh';
}

/** How long to wait after the n-th failure in a row before asking again. */
export function retryDelayMs(failures: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(failures, 10));
}
