import { useEffect, useRef, type Dispatch } from 'react';
import type { UiAction } from '../../ui-state.ts';

/** Going over to training or back begins at the counter; in training with the card of what to try. */
export function useTrainingChange(isTraining: boolean, dispatch: Dispatch<UiAction>): void {
  const before = useRef(isTraining);
  useEffect(() => {
    if (before.current === isTraining) return;
    before.current = isTraining;
    dispatch({ kind: 'go', place: 'counter' });
    if (isTraining) dispatch({ kind: 'toggle-training' });
  }, [isTraining, dispatch]);
}
