import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { CounterCallIn } from '../../../app/contract/counter-calls.ts';
import type { MemberStory } from '../../../app/contract/manager-views.ts';
import type { RemarkKind } from '../../../app/contract/remarks.ts';
import type { RemarkId } from '../../../app/domain/ids.ts';
import { useCounter } from '../../counter-context.tsx';
import { newId } from '../../new-id.ts';
import { useStepStore } from '../../step-store.ts';
import { startTimer } from '../start-timer.ts';
import { firstRemarks, stepRemarks, troubleIn, type RemarksState } from './step-remarks.ts';

/** How long a removal can be taken back, ms: nothing is removed before. */
export const undoMs = 8_000;

export type Remarks = RemarksState & {
  /** Stores a remark; answers whether it is stored, and if not the state says why. */
  readonly add: (kind: RemarkKind, text: string) => Promise<boolean>;
  readonly remove: (remarkId: RemarkId) => void;
  /** Puts one back, or the latest; answers whether there was one. */
  readonly undo: (remarkId?: RemarkId) => boolean;
  readonly forgetTrouble: (kind: RemarkKind) => void;
};

type Leaving = { readonly cancel: () => void; readonly now: () => Promise<void> };

/** A member's tags and notes, added at once and removed after a pause; at once when the page is left. */
export function useRemarks(story: MemberStory): Remarks {
  const { memberId } = story.member;
  const { call } = useCounter();
  const [state, store] = useStepStore(stepRemarks, firstRemarks(story));
  const leaving = useRef(new Map<RemarkId, Leaving>());
  const intent = useRef<CounterCallIn<'remark:add'> | null>(null);
  const { get, dispatch } = store;

  const remove = useCallback(
    (remarkId: RemarkId): void => {
      if (leaving.current.has(remarkId)) return;
      const now = async (): Promise<void> => {
        cancel();
        leaving.current.delete(remarkId);
        try {
          await call('remark:remove', { remarkId });
          dispatch({ kind: 'gone', remarkId });
        } catch {
          dispatch({ kind: 'not-removed', remarkId });
        }
      };
      const cancel = startTimer(() => void now(), undoMs);
      leaving.current.set(remarkId, { cancel, now });
      dispatch({ kind: 'leaving', remarkId });
    },
    [call, dispatch],
  );

  const undo = useCallback(
    (wanted?: RemarkId): boolean => {
      const remarkId = wanted ?? [...leaving.current.keys()].at(-1);
      const one = remarkId === undefined ? undefined : leaving.current.get(remarkId);
      if (remarkId === undefined || one === undefined) return false;
      one.cancel();
      leaving.current.delete(remarkId);
      dispatch({ kind: 'back', remarkId });
      return true;
    },
    [dispatch],
  );

  const add = useCallback(
    async (kind: RemarkKind, text: string): Promise<boolean> => {
      if (get().saving !== null) return false;
      const trouble = troubleIn(kind, text);
      if (trouble !== null) {
        dispatch({ kind: 'refused', of: kind, trouble });
        return false;
      }
      dispatch({ kind: 'saving', of: kind });
      // What was just removed would still count, or stand in the way of the same words.
      await Promise.all([...leaving.current.values()].map((one) => one.now()));
      const before = intent.current;
      const isAgain = before !== null && before.kind === kind && before.text === text;
      // Tried again after a call that failed it is the same remark: it may have been stored.
      const asked = isAgain ? before : { remarkId: newId<RemarkId>(), memberId, kind, text };
      intent.current = asked;
      try {
        const answer = await call('remark:add', asked);
        intent.current = null;
        if (answer.kind === 'added') dispatch({ kind: 'added', remark: answer.remark });
        else dispatch({ kind: 'refused', of: kind, trouble: answer.code });
        return answer.kind === 'added';
      } catch {
        dispatch({ kind: 'refused', of: kind, trouble: 'failed' });
        return false;
      }
    },
    [call, dispatch, get, memberId],
  );

  useEffect(() => {
    const waiting = leaving.current;
    return () => {
      for (const one of [...waiting.values()]) void one.now();
    };
  }, []);
  const forgetTrouble = useCallback(
    (of: RemarkKind): void => dispatch({ kind: 'forget-trouble', of }),
    [dispatch],
  );
  return useMemo(
    () => ({ ...state, add, remove, undo, forgetTrouble }),
    [state, add, remove, undo, forgetTrouble],
  );
}
