/** What sync needs of the outside; the real ones are `fetch`, the wall clock and `setTimeout`. */
export type FetchPort = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Record<string, string>;
    readonly body?: string;
    /** A redirect is never followed: HQ does not redirect, captive portals do. */
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

/** Starts a timer; the returned function stops it. */
export type TimersPort = { readonly setTimer: (delayMs: number, fn: () => void) => () => void };

/** Carried from one exchange to the next; may be lost at any time: HQ then gives a new one. */
export type NonceMemory = { last: string | null };

/** What every exchange with HQ needs. */
export type HqDeps = {
  /** The nonce HQ gave last, for the next signature; left out = requests go without. */
  readonly nonce?: NonceMemory;
  readonly fetch: FetchPort;
  readonly nowMs: () => number;
  readonly timers: TimersPort;
  /** GET without checking HQ's certificate; for `askTime` alone, which believes only what is signed. */
  readonly getUnverified?: (url: string, signal: AbortSignal) => Promise<string>;
  /** A fresh secret text of at least 128 bits, base64url. */
  readonly newNonce?: () => string;
};
