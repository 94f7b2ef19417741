import type { CustomerMessage, CustomerView } from '../../app/contract/training.ts';

/** After so long without a counter nothing of a customer stays on the glass; a restart takes less. */
export const forgetMs = 5_000;

export type CustomerStore = {
  readonly get: () => CustomerView | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Listens to the port from now on, and to no other. Nothing is ever sent. */
  readonly attachPort: (port: MessagePort) => void;
};

/** Holds what the counter last pushed to the customer's window. */
export function createCustomerStore(
  setTimer: (fn: () => void, delayMs: number) => () => void,
): CustomerStore {
  let view: CustomerView | null = null;
  let current: MessagePort | null = null;
  let cancelForget: () => void = () => undefined;
  const listeners = new Set<() => void>();
  const change = (next: CustomerView | null): void => {
    view = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attachPort: (port) => {
      current?.close();
      current = port;
      port.onmessage = ({ data }: MessageEvent<CustomerMessage>) => {
        if (port !== current) return;
        cancelForget();
        change(data.view);
      };
      port.addEventListener('close', () => {
        if (port !== current) return;
        current = null;
        cancelForget = setTimer(() => change(null), forgetMs);
      });
      port.start();
    },
  };
}
