import { useCallback, useEffect, useState } from 'react';
import { callHq } from './call-hq.ts';
import type { Called } from './call-hq.ts';

/** The last good answer, and whether the newest try failed. */
export type Polled<T> = {
  readonly value: T | null;
  readonly trouble: Exclude<Called<T>['kind'], 'answer'> | null;
  readonly reload: () => void;
};

/** Asks again every `everyMs` while the page is visible; the next question waits for the answer. */
export function usePolled<T>(path: string, everyMs: number): Polled<T> {
  const [state, setState] = useState<Omit<Polled<T>, 'reload'>>({ value: null, trouble: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    let timer = 0;
    const ask = async (): Promise<void> => {
      const called = document.hidden ? null : await callHq<T>(path);
      if (isOver) return;
      if (called?.kind === 'answer') setState({ value: called.value, trouble: null });
      else if (called !== null) setState((before) => ({ ...before, trouble: called.kind }));
      timer = window.setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, [path, everyMs, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { ...state, reload };
}
