import { useEffect, useRef, type Dispatch } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { useCounter, useScreenState } from '../../counter-context.tsx';
import type { UiAction } from '../../ui-state.ts';

/**
 * Tells the counter whether the page of the scanners is open: only then it keeps scans. A page that was
 * loaded anew, and a counter process that came anew, are told as well.
 */
export function useScanWatch(watching: boolean): void {
  const { call } = useCounter();
  const { connection } = useScreenState();
  useEffect(() => {
    if (connection === 'open') call('scanner:watch', { watching }).catch(() => undefined);
  }, [call, connection, watching]);
}

/** A counter process that went away or came anew is in no test mode: then the screen is in none either. */
export function useTestModeEnds(
  view: ReadyView,
  testing: boolean,
  dispatch: Dispatch<UiAction>,
): void {
  const { connection } = useScreenState();
  const atCounter = view.scanPage?.testing === true;
  const before = useRef(atCounter);
  useEffect(() => {
    const ended = before.current && !atCounter;
    before.current = atCounter;
    if (testing && (ended || connection !== 'open')) dispatch({ kind: 'test-mode', on: false });
  }, [atCounter, connection, testing, dispatch]);
}
