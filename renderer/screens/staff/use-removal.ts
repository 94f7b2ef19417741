import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffRow } from '../../../app/contract/staff.ts';
import { useCounter } from '../../counter-context.tsx';
import { startTimer } from '../start-timer.ts';
import { staffRefusal } from './pin-words.ts';

/** How long a removal can be taken back: nothing is removed before. */
const undoMs = 6_000;

export type Removal = {
  /** Who goes in a moment; null = nobody. */
  readonly pending: StaffRow | null;
  readonly trouble: string | null;
  readonly remove: (row: StaffRow) => void;
  readonly undo: () => void;
};

/** Removes a person after a pause in which it can be undone; at once when the page is left. */
export function useRemoval(refresh: () => Promise<void>): Removal {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [pending, setPending] = useState<StaffRow | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const waiting = useRef<{ readonly cancel: () => void; readonly now: () => void } | null>(null);

  const remove = (row: StaffRow): void => {
    waiting.current?.now();
    setTrouble(null);
    setPending(row);
    const now = (): void => {
      cancel();
      waiting.current = null;
      call('staff:remove', { staffId: row.staffId }).then(
        async (answer) => {
          if (answer.kind === 'refused') setTrouble(staffRefusal(t, answer.code));
          await refresh();
          setPending((one) => (one === row ? null : one));
        },
        () => {
          setTrouble(t('staff.refused.other'));
          setPending((one) => (one === row ? null : one));
        },
      );
    };
    const cancel = startTimer(now, undoMs);
    waiting.current = { cancel, now };
  };
  const undo = (): void => {
    waiting.current?.cancel();
    waiting.current = null;
    setPending(null);
  };
  useEffect(() => () => waiting.current?.now(), []);
  return { pending, trouble, remove, undo };
}
