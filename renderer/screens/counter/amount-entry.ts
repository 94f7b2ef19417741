import { provenGapMsMax } from '../../../app/domain/wedge.ts';

/** As long as the rest of a scan may take to come: the first keys of one that broke off may stand here as typed. */
const sureMs = provenGapMsMax + 20;

/** How long an answered amount may wait for its view before the view's own amount shows again. */
export const viewWaitMsMax = 300;

export type AmountEntryDeps = {
  /** Sends the whole text; answers whether the counter took it. */
  readonly send: (amountText: string) => Promise<boolean>;
  /** The amount in the newest pushed view. */
  readonly pushedText: () => string;
  /**
   * The e-invoice or the sale of a POS that vouches for the pushed amount; null = none. Another amount takes that off
   * the sale for good, so it is sent only once it is sure that a person typed it.
   */
  readonly vouchedBy: () => string | null;
  readonly onChange: () => void;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
};

export type AmountEntry = {
  /** What the display shows. */
  readonly text: () => string;
  readonly set: (amountText: string) => void;
  /** Sends what waits, if anything does: something else is about to be done. */
  readonly flush: () => void;
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
  let isHeld = false;
  /** What stood there when the first of the held keys came: they are meant for that sale and no other. */
  let heldOver = '';
  let cancelTimer: () => void = () => undefined;
  let waiters: (() => void)[] = [];

  const follow = (): void => {
    cancelTimer();
    isHeld = false;
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

  const sendDraft = (amountText: string): void => {
    cancelTimer();
    isHeld = false;
    unanswered += 1;
    deps.send(amountText).then(answered, () => answered(false));
  };

  const standing = (): string => `${deps.vouchedBy()} ${deps.pushedText()}`;

  const flush = (): void => {
    if (!isHeld || draft === null) return;
    if (draft === deps.pushedText() || standing() !== heldOver) follow();
    else sendDraft(draft);
  };

  return {
    text: () => draft ?? deps.pushedText(),
    set: (amountText) => {
      draft = amountText;
      if (!isHeld && unanswered === 0 && deps.vouchedBy() !== null) {
        isHeld = true;
        heldOver = standing();
      }
      if (!isHeld) sendDraft(amountText);
      else if (amountText === deps.pushedText()) follow();
      else {
        cancelTimer();
        cancelTimer = deps.setTimer(flush, sureMs);
      }
      deps.onChange();
    },
    flush,
    viewArrived: () => {
      if (draft === null || unanswered > 0) return;
      if (!isHeld || standing() !== heldOver) follow();
    },
    whenSettled: () => {
      flush();
      return draft === null ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve));
    },
  };
}
