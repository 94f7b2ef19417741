import { useEffect } from 'preact/hooks';

/** Keeps the screen lit while a code stands on it, where the phone lets a page do so. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      try {
        lock = await navigator.wakeLock.request('screen');
        if (isOver) await lock.release();
      } catch {
        // Low battery, or not allowed: the screen then dims as always.
      }
    };
    const follow = (): void => void ask();
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', follow);
      void lock?.release().catch(() => undefined);
    };
  }, []);
}
