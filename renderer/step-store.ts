import { useState, useSyncExternalStore } from 'react';

/** A state that changes by steps, at once: whoever reads it after a step sees that step. */
export type StepStore<State, Action> = {
  readonly get: () => State;
  readonly dispatch: (action: Action) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Starts a state that only `step` changes. */
export function createStepStore<State, Action>(
  step: (state: State, action: Action) => State,
  first: State,
): StepStore<State, Action> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      const next = step(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * A step store of a component. Unlike a reducer's state, which keys that come in one burst would
 * all see as it was before the first of them, it is never behind: Enter acts on the digit before.
 */
export function useStepStore<State, Action>(
  step: (state: State, action: Action) => State,
  first: State,
): readonly [State, StepStore<State, Action>] {
  const [store] = useState(() => createStepStore(step, first));
  return [useSyncExternalStore(store.subscribe, store.get), store];
}
