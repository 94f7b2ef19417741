/** How long an answered amount may wait for its view before the view's own amount shows again. */
export const viewWaitMsMax = 300;

export type AmountEntryDeps = {
  /** Sends the whole text; answers whether the counter took it. */
  readonly send: (amountText: string) => Promise<boolean>;
  /** The amount in the newest pushed view. */
  readonly pushedText: () => string;
  readonly onChange: () => void;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
};

export type AmountEntry = {
  /** What the display shows. */
  readonly text: () => string;
  readonly set: (amountText: string) => void;
  /** To be called after each pushed view. */
  readonly viewArrived: () => void;
  /** Resolves when everything typed has been answered and shown. */
  readonly whenSettled: () => Promise<void>;
};

/**
 * The amount being typed. Keys come faster than views: the display shows what was typed at once,
 * and goes back to the counter's own amount as soon as that has caught up or has refused.
 */
export function createAmountEntry(deps: AmountEntryDeps): AmountEntry {
  let draft: string | null = null;
  let unanswered = 0;
  let cancelTimer: () => void = () => undefined;
  let waiters: (() => void)[] = [];

  const follow = (): void => {
    cancelTimer();
    draft = null;
    const resolved = waiters;
    waiters = [];
    deps.onChange();
    for (const resolve of resolved) resolve();
  };

  const answered = (taken: boolean): void => {
    unanswered -= 1;
    if (unanswered > 0 || draft === null) return;
    if (!taken || deps.pushedText() === draft) return follow();
    cancelTimer();
    cancelTimer = deps.setTimer(follow, viewWaitMsMax);
  };

  return {
    text: () => draft ?? deps.pushedText(),
    set: (amountText) => {
      cancelTimer();
      draft = amountText;
      unanswered += 1;
      deps.onChange();
      deps.send(amountText).then(answered, () => answered(false));
    },
    viewArrived: () => {
      if (draft !== null && unanswered === 0) follow();
    },
    whenSettled: () =>
      draft === null ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
  };
}
