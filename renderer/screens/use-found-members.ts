import { useEffect, useState } from 'react';
import type { MemberListRow } from '../../app/contract/counter-calls.ts';
import { useCounter } from '../counter-context.tsx';
import { startTimer } from './start-timer.ts';

/** Members that fit a search; `text` tells to which typing the answer belongs. */
export type FoundMembers = {
  readonly text: string;
  readonly rows: readonly MemberListRow[];
  readonly total: number;
};

/** Typing pauses shorter than this do not ask. */
const typingPauseMs = 120;

/** Whether a text is worth asking for: 3 digits of a phone, or 2 other characters. */
export function isSearchable(text: string): boolean {
  const plain = text.trim();
  return /^[\d\s+-]*$/.test(plain) ? plain.replace(/\D/g, '').length >= 3 : plain.length >= 2;
}

/** Looks members up while somebody types; null until the first answer to a searchable text. */
export function useFoundMembers(text: string, limit: number): FoundMembers | null {
  const { call } = useCounter();
  const [found, setFound] = useState<FoundMembers | null>(null);
  const plain = text.trim();
  useEffect(() => {
    if (!isSearchable(plain)) return setFound(null);
    let wanted = true;
    const cancelTimer = startTimer(() => {
      call('member:find', { text: plain, offset: 0, limit }).then(
        ({ rows, total }) => wanted && setFound({ text: plain, rows, total }),
        () => wanted && setFound(null),
      );
    }, typingPauseMs);
    return () => {
      wanted = false;
      cancelTimer();
    };
  }, [call, plain, limit]);
  return found;
}
