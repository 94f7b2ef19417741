import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { HqClient } from './api/hq-client.ts';

type HqValue = {
  readonly client: HqClient;
  /** HQ's clock less this PC's, in ms. */
  readonly clockAheadMs: number;
  /** Loads the overview at once, after something was changed. */
  readonly reloadOverview: () => void;
  /** Where a person was on screens that they left, by the screen's name. */
  readonly places: Map<string, unknown>;
};

const HqContext = createContext<HqValue | null>(null);

export const HqProvider = HqContext.Provider;

/** HQ as every screen sees it. */
export function useHq(): HqValue {
  const value = useContext(HqContext);
  if (value === null) throw new Error('there is no HqProvider above');
  return value;
}

/** A state that is there again when the person comes back to the screen: a search, a page, a filter. */
export function useKeptState<T>(name: string, initial: T): [T, (next: T) => void] {
  const { places } = useHq();
  const [state, setState] = useState<T>(() => (places.get(name) as T | undefined) ?? initial);
  const keep = useCallback(
    (next: T): void => {
      places.set(name, next);
      setState(next);
    },
    [places, name],
  );
  return [state, keep];
}

/** HQ's time, renewed this often: so that words of time are right whatever this PC's clock says. */
export function useHqNow(everyMs: number): number {
  const { clockAheadMs } = useHq();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs + clockAheadMs;
}
