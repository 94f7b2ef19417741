import { useEffect, useRef } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { useCounter } from '../../counter-context.tsx';
import { startTimer } from '../start-timer.ts';
import { startIdleWatch, type IdleWatch } from './idle-watch.ts';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
const minuteMs = 60_000;

/** Locks the counter when nobody has touched or scanned anything for as long as the shop has set. */
export function useIdleLock({ staff, scanCompletedAtMs }: ReadyView): void {
  const { call } = useCounter();
  const watch = useRef<IdleWatch | null>(null);
  const minutes = staff !== undefined && !staff.locked ? staff.lockAfterMinutes : 0;
  const person = staff?.current?.staffId;
  useEffect(() => {
    if (minutes === 0) return;
    const onIdle = (): void => void call('staff:lock', { why: 'idle' }).catch(() => undefined);
    const clocks = { monoMs: () => performance.now(), wallMs: () => Date.now() };
    const deps = { ...clocks, setTimer: startTimer, onIdle };
    const started = startIdleWatch(deps, minutes * minuteMs);
    watch.current = started;
    const options = { capture: true, passive: true };
    for (const sign of signs) window.addEventListener(sign, started.touch, options);
    return () => {
      watch.current = null;
      started.stop();
      for (const sign of signs) window.removeEventListener(sign, started.touch, options);
    };
  }, [call, minutes, person]);
  // A scanner of its own gives no sign to the window.
  useEffect(() => watch.current?.scanned(scanCompletedAtMs), [scanCompletedAtMs]);
}
