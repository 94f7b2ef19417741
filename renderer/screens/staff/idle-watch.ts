export type IdleWatch = {
  /** A sign of somebody: a key, a touch, a scan. */
  readonly touch: () => void;
  /** The last byte of the scan that led to a view; null, told of any other view, is no sign. */
  readonly scanned: (atMs: number | null) => void;
  readonly stop: () => void;
};

export type IdleWatchDeps = {
  /** A clock that only goes forward, ms; Chromium's stands still while a PC with Linux or macOS sleeps. */
  readonly monoMs: () => number;
  /** The wall clock, which goes on, ms; it may be set. */
  readonly wallMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
  readonly onIdle: () => void;
};

/** Timers stand while a PC sleeps: what is shown when it wakes is shown for so long at most. */
const lookMsMax = 15_000;

/**
 * Tells once when nobody has given a sign for `idleMsMax`, by whichever clock went further. One timer runs from
 * look to look, not one for each sign. A PC that slept is told at the first sign or look: whoever woke it is not
 * the person who left it.
 */
export function startIdleWatch(deps: IdleWatchDeps, idleMsMax: number): IdleWatch {
  const now = () => ({ monoMs: deps.monoMs(), wallMs: deps.wallMs() });
  let last = now();
  const idleMs = (): number => {
    const { monoMs, wallMs } = now();
    return Math.max(monoMs - last.monoMs, wallMs - last.wallMs);
  };
  let over = false;
  let cancel: () => void = () => undefined;
  const end = (): void => {
    over = true;
    cancel();
    deps.onIdle();
  };
  const look = (): void => {
    if (over) return;
    const leftMs = idleMsMax - idleMs();
    if (leftMs <= 0) end();
    else cancel = deps.setTimer(look, Math.min(leftMs, lookMsMax));
  };
  look();
  const touch = (): void => {
    if (over) return;
    if (idleMs() >= idleMsMax) end();
    else last = now();
  };
  return {
    touch,
    scanned: (atMs) => {
      if (atMs !== null) touch();
    },
    stop: () => {
      over = true;
      cancel();
    },
  };
}
