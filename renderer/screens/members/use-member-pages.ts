import { useCallback, useEffect, useRef, useState } from 'react';
import { useCounter } from '../../counter-context.tsx';
import { startTimer } from '../start-timer.ts';
import { addPage, missingPages, pageRows, type MemberPages } from './member-pages.ts';

const typingPauseMs = 150;

export type MemberList = {
  /** Null until the first answer. */
  readonly pages: MemberPages | null;
  readonly failed: boolean;
  /** Rows first to last are on the screen: asks for what of them is missing. */
  readonly showRows: (first: number, last: number) => void;
};

/** The member list in windows of 200 rows, as many as are looked at. */
export function useMemberPages(text: string): MemberList {
  const { call } = useCounter();
  const [pages, setPages] = useState<MemberPages | null>(null);
  const [failed, setFailed] = useState(false);
  /** Pages on their way, for the search that is wanted now. */
  const asked = useRef({ text: '', pages: new Set<number>() });

  const askPage = useCallback(
    (wanted: string, page: number): void => {
      if (asked.current.pages.has(page)) return;
      asked.current.pages.add(page);
      call('member:find', { text: wanted, offset: page * pageRows, limit: pageRows }).then(
        (answer) => {
          if (asked.current.text !== wanted) return;
          asked.current.pages.delete(page);
          setFailed(false);
          setPages((before) => addPage(before, wanted, page, answer));
        },
        () => {
          if (asked.current.text !== wanted) return;
          asked.current.pages.delete(page);
          setFailed(true);
        },
      );
    },
    [call],
  );

  const wanted = text.trim();
  useEffect(
    () =>
      startTimer(() => {
        asked.current = { text: wanted, pages: new Set() };
        askPage(wanted, 0);
      }, typingPauseMs),
    [wanted, askPage],
  );

  const showRows = useCallback(
    (first: number, last: number): void => {
      if (!pages || pages.text !== asked.current.text) return;
      for (const page of missingPages(pages.pages, first, last)) askPage(pages.text, page);
    },
    [pages, askPage],
  );
  return { pages, failed, showRows };
}
