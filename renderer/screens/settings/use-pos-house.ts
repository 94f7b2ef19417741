import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PosHouse, PosHouseView } from '../../../app/contract/pos-settings.ts';
import { useCounter, useScreenState } from '../../counter-context.tsx';
import { startTimer } from '../start-timer.ts';

/** Between looks at what the counter knows of its POSes while the settings are open. */
const lookEveryMs = 1_000;

export type PosHouseAccess = {
  /** Null until the first answer. */
  readonly look: PosHouseView | null;
  readonly trouble: string | null;
  /** Changes a part; what was changed a moment before and is still on its way stays changed. */
  readonly set: (change: Partial<PosHouse>) => Promise<boolean>;
  readonly pair: () => void;
  readonly revoke: (posName: string) => void;
};

/** The doors for a POS as they stand, looked at while they are on the screen, and what can be done. */
export function usePosHouse(): PosHouseAccess {
  const { t } = useTranslation();
  const { call } = useCounter();
  const revision = useScreenState().view?.revision;
  const [look, setLook] = useState<PosHouseView | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const onItsWay = useRef<PosHouse | null>(null);
  const refresh = useCallback(() => call('pos:look', {}).then(setLook, () => undefined), [call]);
  useEffect(() => {
    void refresh();
    return startTimer(() => setTurn(turn + 1), lookEveryMs);
  }, [refresh, revision, turn]);

  const act = async (work: ReturnType<typeof call<'pos:set' | 'pos:pair' | 'pos:revoke'>>) => {
    setTrouble(null);
    const answer = await work.catch(() => ({ kind: 'refused', code: 'failed' }) as const);
    if (answer.kind === 'refused') setTrouble(t(`pos.refused.${answer.code}`));
    await refresh();
    return answer.kind === 'done';
  };
  return {
    look,
    trouble,
    set: async (change) => {
      const before = onItsWay.current ?? look?.house;
      if (before === undefined) return false;
      const house = { ...before, ...change };
      onItsWay.current = house;
      const isDone = await act(call('pos:set', house));
      if (onItsWay.current === house) onItsWay.current = null;
      return isDone;
    },
    pair: () => void act(call('pos:pair', {})),
    revoke: (posName) => void act(call('pos:revoke', { posName })),
  };
}
