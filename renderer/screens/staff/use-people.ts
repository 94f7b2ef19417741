import { useCallback, useEffect, useState } from 'react';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import { useCounter } from '../../counter-context.tsx';

export type People = CounterCallOut<'staff:list'>;
export type PeopleAccess = {
  readonly people: People | 'loading' | 'failed';
  readonly refresh: () => Promise<void>;
};

/** Who is listed and the rules, read when the page opens and after each change. */
export function usePeople(): PeopleAccess {
  const { call } = useCounter();
  const [people, setPeople] = useState<PeopleAccess['people']>('loading');
  const refresh = useCallback(
    () => call('staff:list', {}).then(setPeople, () => setPeople('failed')),
    [call],
  );
  useEffect(() => void refresh(), [refresh]);
  return { people, refresh };
}
