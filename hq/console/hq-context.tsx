import { createContext, useContext, useEffect, useState } from 'react';
import type { HqClient } from './api/hq-client.ts';

type HqValue = {
  readonly client: HqClient;
  /** HQ's clock less this PC's, in ms. */
  readonly clockAheadMs: number;
  /** Loads the overview at once, after something was changed. */
  readonly reloadOverview: () => void;
};

const HqContext = createContext<HqValue | null>(null);

export const HqProvider = HqContext.Provider;

/** HQ as every screen sees it. */
export function useHq(): HqValue {
  const value = useContext(HqContext);
  if (value === null) throw new Error('there is no HqProvider above');
  return value;
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
