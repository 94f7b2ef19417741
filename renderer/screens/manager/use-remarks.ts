import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { CounterCallIn } from '../../../app/contract/counter-calls.ts';
import type { MemberStory } from '../../../app/contract/manager-views.ts';
import type { RemarkKind } from '../../../app/contract/remarks.ts';
import type { MemberId, RemarkId } from '../../../app/domain/ids.ts';
import { useCounter } from '../../counter-context.tsx';
import { newId } from '../../new-id.ts';
import { useStepStore, type StepStore } from '../../step-store.ts';
import { startTimer } from '../start-timer.ts';
import {
  firstRemarks,
  stepRemarks,
  troubleIn,
  type RemarksAction,
  type RemarksState,
} from './step-remarks.ts';

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

type Store = StepStore<RemarksState, RemarksAction>;
type Leaving = { readonly cancel: () => void; readonly now: () => Promise<void> };

/**
 * A member's tags and notes, added at once and removed after a pause; at once when the page is left or the counter
 * locks, which ends the right to.
 */
export function useRemarks(story: MemberStory): Remarks {
  const [state, store] = useStepStore(stepRemarks, firstRemarks(story));
  const { remove, undo, removeNow } = useRemoval(store);
  const add = useAdding(story.member.memberId, store, removeNow);
  const forgetTrouble = useCallback(
    (of: RemarkKind): void => store.dispatch({ kind: 'forget-trouble', of }),
    [store],
  );
  return useMemo(
    () => ({ ...state, add, remove, undo, forgetTrouble }),
    [state, add, remove, undo, forgetTrouble],
  );
}

function useRemoval({ dispatch }: Store) {
  const { call, beforeLock } = useCounter();
  const leaving = useRef(new Map<RemarkId, Leaving>());
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
  /** All that wait, without further waiting. */
  const removeNow = useCallback(async (): Promise<void> => {
    const waiting = [...leaving.current.values()];
    await Promise.all(waiting.map((one) => one.now()));
  }, []);
  useEffect(() => () => void removeNow(), [removeNow]);
  useEffect(() => beforeLock?.(removeNow), [beforeLock, removeNow]);
  return { remove, undo, removeNow };
}

function useAdding(
  memberId: MemberId,
  { get, dispatch }: Store,
  removeNow: () => Promise<void>,
): Remarks['add'] {
  const { call } = useCounter();
  const intent = useRef<CounterCallIn<'remark:add'> | null>(null);
  return useCallback(
    async (kind, text) => {
      if (get().saving !== null) return false;
      const trouble = troubleIn(kind, text);
      if (trouble !== null) {
        dispatch({ kind: 'refused', of: kind, trouble });
        return false;
      }
      dispatch({ kind: 'saving', of: kind });
      // What was just removed would still count, or stand in the way of the same words.
      await removeNow();
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
    [call, dispatch, get, memberId, removeNow],
  );
}
