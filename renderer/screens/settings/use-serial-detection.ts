import { useCallback, useEffect, useState } from 'react';
import type { SerialDetectionState } from '../../../app/contract/serial-detection.ts';
import { useCounter } from '../../counter-context.tsx';
import { startTimer } from '../start-timer.ts';

/** How often the screen asks while a search is on: a person sees the answer to a scan at once. */
const askEveryMs = 250;

export type SerialDetectionControl = {
  readonly state: SerialDetectionState;
  /** Begins on one port, or on all free ones. */
  readonly start: (path: string | null) => void;
  readonly next: () => void;
  readonly stop: () => void;
};

/** The search for a scanner's settings; it ends when the screen is left. */
export function useSerialDetection(): SerialDetectionControl {
  const { call } = useCounter();
  const [state, setState] = useState<SerialDetectionState>({ kind: 'idle' });
  const ask = useCallback(
    () =>
      call('serial-detection:state', {}).then(setState, () =>
        setState({ kind: 'failed', reason: 'failed' }),
      ),
    [call],
  );
  const then = (done: Promise<unknown>): void => void done.then(ask, ask);

  const isListening = state.kind === 'listening';
  useEffect(() => {
    if (!isListening) return undefined;
    let cancel = (): void => undefined;
    let isOn = true;
    const askAgain = (): void => {
      cancel = startTimer(() => void ask().then(() => (isOn ? askAgain() : undefined)), askEveryMs);
    };
    askAgain();
    return () => {
      isOn = false;
      cancel();
    };
  }, [ask, isListening]);

  useEffect(
    () => () => {
      call('serial-detection:stop', {}).catch(() => undefined);
    },
    [call],
  );

  return {
    state,
    start: (path) => then(call('serial-detection:start', { path })),
    next: () => then(call('serial-detection:next', {})),
    stop: () => then(call('serial-detection:stop', {})),
  };
}
