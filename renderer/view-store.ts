import type { CounterView } from '../app/contract/counter-view.ts';
import type { ConnectionState } from './connection.ts';

/** What the screen knows: the last view and whether the counter process can be reached. */
export type ScreenState = {
  readonly view: CounterView | null;
  readonly connection: ConnectionState;
};

export type ViewStore = {
  readonly get: () => ScreenState;
  readonly setView: (view: CounterView) => void;
  readonly setConnection: (connection: ConnectionState) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Holds the one pushed view, in the shape that `useSyncExternalStore` takes. */
export function createViewStore(): ViewStore {
  let state: ScreenState = { view: null, connection: 'connecting' };
  const listeners = new Set<() => void>();
  const change = (next: ScreenState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    setView: (view) => change({ ...state, view }),
    setConnection: (connection) => {
      if (connection !== state.connection) change({ ...state, connection });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
