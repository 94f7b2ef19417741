import { useEffect } from 'react';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { useCounter } from '../counter-context.tsx';

/** Keeps that a scan arrived, of any kind and in test mode too, while the guide still asks for one. */
export function useScanTried(view: ReadyView): void {
  const { call } = useCounter();
  const { guide, scanCompletedAtMs, scanPage } = view;
  const wanted = guide !== undefined && guide.shown && !guide.scanTried;
  const came = scanCompletedAtMs !== null || (scanPage?.seen.length ?? 0) > 0;
  useEffect(() => {
    if (wanted && came) {
      call('settings:set-guide', { ...guide, scanTried: true }).catch(() => undefined);
    }
  }, [call, guide, wanted, came]);
}
