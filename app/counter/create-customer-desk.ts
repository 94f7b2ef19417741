import type { CounterView } from '../contract/counter-view.ts';
import type { CustomerView } from '../contract/training.ts';
import { customerViewOf, isServing, thanksOf, type Thanks } from './customer-view.ts';

/** How long the thanks stand when nobody else comes. */
export const thanksMs = 6_000;

export type CustomerDesk = {
  /** Follows the counter: to be told every view. */
  readonly viewChanged: (view: CounterView) => void;
  /** What a window that opens now shows first; null before the counter showed anything. */
  readonly view: () => CustomerView | null;
  readonly stop: () => void;
};

/** Follows the counter's views and pushes what the customer's window shows, only when that changes. */
export function createCustomerDesk(deps: {
  readonly push: (view: CustomerView) => void;
  /** Calls `fn` once after the delay; the answer cancels it. */
  readonly setTimer: (delayMs: number, fn: () => void) => () => void;
}): CustomerDesk {
  let last: CounterView | null = null;
  let shown: CustomerView | null = null;
  let thanks: Thanks | null = null;
  let thankedNotice = 0;
  let cancel: () => void = () => {};

  function show(): void {
    if (last === null) return;
    const next = customerViewOf(last, thanks);
    if (JSON.stringify(next) === JSON.stringify(shown)) return;
    shown = next;
    deps.push(next);
  }

  function endThanks(): void {
    cancel();
    thanks = null;
  }

  return {
    viewChanged: (view) => {
      last = view;
      const notice = view.kind === 'ready' ? view.notice : null;
      const said = thanksOf(notice);
      if (notice !== null && said !== null && notice.id !== thankedNotice) {
        thankedNotice = notice.id;
        endThanks();
        thanks = said;
        cancel = deps.setTimer(thanksMs, () => {
          thanks = null;
          show();
        });
      }
      if (isServing(view)) endThanks();
      show();
    },
    view: () => shown,
    stop: endThanks,
  };
}
