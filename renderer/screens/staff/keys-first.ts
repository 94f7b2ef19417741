import { createContext, useContext, useLayoutEffect, useRef } from 'react';
import type { RunCommand } from '../use-commands.ts';

/** Who takes every command before the places do: the panel that stands over all, while one does. */
export type KeysFirst = {
  readonly taker: () => RunCommand | null;
  /** Takes all commands from now on; the answer gives them back. */
  readonly take: (run: RunCommand) => () => void;
};

export function createKeysFirst(): KeysFirst {
  let taker: RunCommand | null = null;
  return {
    taker: () => taker,
    take: (run) => {
      taker = run;
      return () => {
        if (taker === run) taker = null;
      };
    },
  };
}

export const KeysFirstContext = createContext<KeysFirst | null>(null);

/** Where the key intake finds who is first; null where nothing can stand over the places. */
export function useKeysFirst(): KeysFirst | null {
  return useContext(KeysFirstContext);
}

/** Takes all commands for as long as the panel stands. */
export function useTakeKeys(keys: KeysFirst, run: RunCommand): void {
  const newest = useRef(run);
  useLayoutEffect(() => {
    newest.current = run;
  }, [run]);
  useLayoutEffect(() => keys.take((command) => newest.current(command)), [keys]);
}
