import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CounterCallIn } from '../../../app/contract/counter-calls.ts';
import { useCounter } from '../../counter-context.tsx';
import { addPage, pageRows, pagesToAsk, type MemberPages } from './member-pages.ts';

/** What is asked of the list: words, filters and an order. */
export type MemberQuery = Omit<CounterCallIn<'manager:members'>, 'offset' | 'limit'>;

export type MemberList = {
  /** Null until the first answer. */
  readonly pages: MemberPages | null;
  /** Whether the pages answer what is asked now, not what was asked before. */
  readonly isCurrent: boolean;
  readonly failed: boolean;
  /** Rows first to last are on the screen: asks for what of them is missing. */
  readonly showRows: (first: number, last: number) => void;
};

/** Names a query: two of the same name have the same answer. */
function keyOf(query: MemberQuery): string {
  return JSON.stringify({ text: query.text, filter: query.filter, sort: query.sort });
}

/**
 * The member list in windows of rows, as many as are looked at and the next. A new query is asked at once; while
 * one is under way only the newest of those that follow waits, so that fast typing piles up nothing.
 */
export function useMemberPages(wanted: MemberQuery): MemberList {
  const { call } = useCounter();
  const [pages, setPages] = useState<MemberPages | null>(null);
  const [failed, setFailed] = useState(false);
  /** The query whose pages are wanted, and those of them on their way. */
  const asked = useRef<{ query: MemberQuery | null; key: string; pages: Set<number> }>({
    query: null,
    key: '',
    pages: new Set(),
  });
  const first = useRef<{ isBusy: boolean; next: MemberQuery | null }>({
    isBusy: false,
    next: null,
  });

  const askPage = useCallback(
    async (query: MemberQuery, page: number): Promise<void> => {
      const key = keyOf(query);
      if (asked.current.key !== key || asked.current.pages.has(page)) return;
      asked.current.pages.add(page);
      try {
        const place = { offset: page * pageRows, limit: pageRows };
        const answer = await call('manager:members', { ...query, ...place });
        if (asked.current.key !== key) return;
        setFailed(false);
        setPages((before) => addPage(before, key, page, answer));
      } catch {
        if (asked.current.key === key) setFailed(true);
      } finally {
        if (asked.current.key === key) asked.current.pages.delete(page);
      }
    },
    [call],
  );

  const ask = useCallback(
    async (query: MemberQuery): Promise<void> => {
      first.current.next = query;
      if (first.current.isBusy) return;
      first.current.isBusy = true;
      while (first.current.next !== null) {
        const newest = first.current.next;
        first.current.next = null;
        asked.current = { query: newest, key: keyOf(newest), pages: new Set() };
        await askPage(newest, 0);
      }
      first.current.isBusy = false;
    },
    [askPage],
  );

  const key = keyOf(wanted);
  useEffect(() => void ask(JSON.parse(key) as MemberQuery), [key, ask]);

  const showRows = useCallback(
    (from: number, to: number): void => {
      const { query, key: current } = asked.current;
      if (!pages || query === null || pages.text !== current) return;
      for (const page of pagesToAsk(pages, { from, to }, asked.current.pages))
        void askPage(query, page);
    },
    [pages, askPage],
  );
  const isCurrent = pages?.text === key;
  return useMemo(
    () => ({ pages, isCurrent, failed, showRows }),
    [pages, isCurrent, failed, showRows],
  );
}
