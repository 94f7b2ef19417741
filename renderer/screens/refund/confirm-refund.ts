import type { RefundId } from '../../../app/domain/ids.ts';
import type { StepStore } from '../../step-store.ts';
import {
  askedKey,
  currentPreview,
  orderOf,
  type RefundAction,
  type RefundOrder,
  type RefundState,
} from './refund-state.ts';

/** How long an Enter waits for the answer to what was typed just before it. */
export const previewWaitMsMax = 1_000;

export type ConfirmRefundDeps = {
  readonly store: StepStore<RefundState, RefundAction>;
  /** Sends the order; null when it was done, else why not. Throws when no answer came. */
  readonly settle: (order: RefundOrder) => Promise<string | null>;
  readonly newId: () => RefundId;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
  readonly onDone: () => void;
};

/**
 * Enter at the refund desk. The digits before it may still be on their way to the counter: it waits
 * for the answer to exactly what is asked, and sends nothing if that has changed meanwhile.
 */
export async function confirmRefund(deps: ConfirmRefundDeps): Promise<void> {
  const { store } = deps;
  const pressed = store.get();
  if (pressed.phase !== 'open') return;
  const key = askedKey(pressed);
  await whenPreviewed(deps, key);
  const state = store.get();
  if (state.phase !== 'open' || askedKey(state) !== key) return;
  const order = orderOf(state, deps.newId);
  if (!order) return;
  store.dispatch({ kind: 'sent', order });
  try {
    const code = await deps.settle(order);
    if (code === null) deps.onDone();
    else store.dispatch({ kind: 'refused', code });
  } catch {
    store.dispatch({ kind: 'lost' });
  }
}

/** Resolves when what is asked has its answer, is something else by now, or takes too long. */
function whenPreviewed({ store, setTimer }: ConfirmRefundDeps, key: string): Promise<void> {
  const waits = (): boolean => {
    const state = store.get();
    const asks = state.phase === 'open' && !state.sent && askedKey(state) === key;
    return asks && currentPreview(state) === null;
  };
  if (!waits()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      cancelTimer();
      resolve();
    };
    const stop = store.subscribe(() => {
      if (!waits()) end();
    });
    const cancelTimer = setTimer(end, previewWaitMsMax);
  });
}
