import { useCallback, useEffect, useRef, useState } from 'react';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { useCounter } from '../../counter-context.tsx';
import { startTimer } from '../start-timer.ts';

/** How long a member's full data stays readable, ms. */
export const revealMs = 30_000;

type FullData = CounterCallOut<'member:reveal'>;

export type Revealed = {
  readonly of: (memberId: MemberId) => FullData | undefined;
  readonly toggle: (memberId: MemberId) => void;
};

/** Full names and numbers of single rows, each hidden again by itself after 30 seconds. */
export function useRevealed(): Revealed {
  const { call } = useCounter();
  const [shown, setShown] = useState<ReadonlyMap<MemberId, FullData>>(new Map());
  const timers = useRef(new Map<MemberId, () => void>());

  const hide = useCallback((memberId: MemberId): void => {
    timers.current.get(memberId)?.();
    timers.current.delete(memberId);
    setShown((before) => new Map([...before].filter(([id]) => id !== memberId)));
  }, []);

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const cancel of running.values()) cancel();
    };
  }, []);

  const toggle = (memberId: MemberId): void => {
    if (shown.has(memberId)) return hide(memberId);
    call('member:reveal', { memberId }).then(
      (data) => {
        setShown((before) => new Map(before).set(memberId, data));
        timers.current.set(
          memberId,
          startTimer(() => hide(memberId), revealMs),
        );
      },
      () => undefined,
    );
  };
  return { of: (memberId) => shown.get(memberId), toggle };
}
