export type IdleWatch = {
  /** A sign of somebody: a key, a touch, a scan. */
  readonly touch: () => void;
  readonly stop: () => void;
};

export type IdleWatchDeps = {
  /** A clock that only goes forward, ms. */
  readonly nowMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
  readonly onIdle: () => void;
};

/**
 * Tells once when nobody has given a sign for `idleMsMax`. One timer runs from pause to pause, not one for each
 * sign. A PC that slept is told at the first sign: its timers come late, and whoever woke it is not the person
 * who left it.
 */
export function startIdleWatch(deps: IdleWatchDeps, idleMsMax: number): IdleWatch {
  let lastMs = deps.nowMs();
  let over = false;
  let cancel: () => void = () => undefined;
  const end = (): void => {
    over = true;
    cancel();
    deps.onIdle();
  };
  const look = (): void => {
    if (over) return;
    const leftMs = lastMs + idleMsMax - deps.nowMs();
    if (leftMs <= 0) end();
    else cancel = deps.setTimer(look, leftMs);
  };
  look();
  return {
    touch: () => {
      if (over) return;
      if (deps.nowMs() - lastMs >= idleMsMax) end();
      else lastMs = deps.nowMs();
    },
    stop: () => {
      over = true;
      cancel();
    },
  };
}
