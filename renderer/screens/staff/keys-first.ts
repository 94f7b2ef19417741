import { createContext, useContext, useLayoutEffect, useRef } from 'react';
import type { RunCommand } from '../use-commands.ts';

/**
 * Who takes every command before the places do: the panel that stands over all, while one does. And what Esc goes
 * back from inside a place before it leaves the place.
 */
export type KeysFirst = {
  readonly taker: () => RunCommand | null;
  /** Takes all commands from now on; the answer gives them back. */
  readonly take: (run: RunCommand) => () => void;
  /** One step back inside the place: the newest that asks for it does it. Answers whether there was one. */
  readonly stepBack: () => boolean;
  /** Esc means this from now on; the answer ends it. */
  readonly takeBack: (back: () => void) => () => void;
};

export function createKeysFirst(): KeysFirst {
  let taker: RunCommand | null = null;
  const backs: (() => void)[] = [];
  return {
    taker: () => taker,
    take: (run) => {
      taker = run;
      return () => {
        if (taker === run) taker = null;
      };
    },
    stepBack: () => {
      const back = backs.at(-1);
      back?.();
      return back !== undefined;
    },
    takeBack: (back) => {
      backs.push(back);
      return () => {
        const at = backs.lastIndexOf(back);
        if (at >= 0) backs.splice(at, 1);
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

/** Esc goes back from a step inside a place for as long as that step is taken. */
export function useBackStep(isTaken: boolean, onBack: () => void): void {
  const keys = useKeysFirst();
  const newest = useRef(onBack);
  useLayoutEffect(() => {
    newest.current = onBack;
  }, [onBack]);
  useLayoutEffect(
    () => (isTaken ? keys?.takeBack(() => newest.current()) : undefined),
    [keys, isTaken],
  );
}
