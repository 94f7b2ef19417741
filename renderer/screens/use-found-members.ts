import { useCallback, useEffect, useRef, useState } from 'react';
import type { MemberListRow } from '../../app/contract/counter-calls.ts';
import { useCounter } from '../counter-context.tsx';

/** Members that fit a search; `text` tells to which typing the answer belongs. */
export type FoundMembers = {
  readonly text: string;
  readonly rows: readonly MemberListRow[];
  readonly total: number;
  /** There are more than `total`. */
  readonly more?: boolean | undefined;
};

/** Whether a text is worth asking for: 3 digits of a phone, or 2 other characters. */
export function isSearchable(text: string): boolean {
  const plain = text.trim();
  return /^[\d\s+-]*$/.test(plain) ? plain.replace(/\D/g, '').length >= 3 : plain.length >= 2;
}

/**
 * Looks members up while somebody types; null until the first answer to a searchable text. Each text is
 * asked at once; while one is under way only the newest of those that follow waits, so that fast typing
 * piles up nothing.
 */
export function useFoundMembers(text: string, limit: number): FoundMembers | null {
  const { call } = useCounter();
  const [found, setFound] = useState<FoundMembers | null>(null);
  const asking = useRef<{ wanted: string | null; isBusy: boolean }>({
    wanted: null,
    isBusy: false,
  });
  const plain = text.trim();

  const ask = useCallback(async (): Promise<void> => {
    const turn = asking.current;
    if (turn.isBusy) return;
    turn.isBusy = true;
    for (let asked = ''; turn.wanted !== null && turn.wanted !== asked;) {
      asked = turn.wanted;
      const answer = await call('member:find', { text: asked, offset: 0, limit }).catch(() => null);
      // Another text was typed meanwhile: its own answer comes next.
      if (turn.wanted === asked) setFound(answer && { ...answer, text: asked });
    }
    turn.isBusy = false;
  }, [call, limit]);

  useEffect(() => {
    const turn = asking.current;
    turn.wanted = isSearchable(plain) ? plain : null;
    if (turn.wanted === null) setFound(null);
    else void ask();
    return () => void (turn.wanted = null);
  }, [plain, ask]);
  return found;
}
