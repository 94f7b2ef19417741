import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { MemberPostings } from '../../../app/contract/member-pages.ts';
import { RetryButton, Waiting } from '../controls/lazy-page.tsx';
import { EmptyNote, TroubleNote } from '../controls/trouble-note.tsx';
import type { TroubleCode } from '../i18n/words.ts';
import { troubleOf, useMemberPage } from '../page-context.ts';

type Posting = MemberPostings['rows'][number];

/** Every posting, newest first, with why; older ones come as the reader gets there. */
export function HistoryPage(): JSX.Element {
  const { words } = useMemberPage();
  const { rows, hasOlder, isAsking, trouble, askOlder } = usePostings();
  return (
    <>
      <h1>{words.history.title}</h1>
      {rows.length === 0 && !hasOlder && (
        <EmptyNote title={words.history.none} hint={words.history.noneHint} />
      )}
      {rows.length > 0 && (
        <ol class="rows">
          {rows.map((row) => (
            <PostingRow key={row.id} row={row} />
          ))}
        </ol>
      )}
      {isAsking && <Waiting rows={rows.length === 0 ? 6 : 2} />}
      {trouble !== null && (
        <TroubleNote code={trouble}>
          <RetryButton onClick={askOlder} />
        </TroubleNote>
      )}
      {hasOlder && !isAsking && trouble === null && <OlderButton onReached={askOlder} />}
      {!hasOlder && rows.length > 0 && <p class="empty quiet">{words.history.end}</p>}
    </>
  );
}

/** Asks by itself when it comes into view; a button for whoever goes by keyboard. */
function OlderButton({ onReached }: { onReached: () => void }): JSX.Element {
  const { words } = useMemberPage();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watched = button.current;
    if (watched === null) return undefined;
    const watcher = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && onReached(),
      { rootMargin: '200px' },
    );
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, [onReached]);
  return (
    <button ref={button} type="button" class="button button-quiet button-wide" onClick={onReached}>
      {words.history.older}
    </button>
  );
}

type Postings = {
  readonly rows: readonly Posting[];
  readonly hasOlder: boolean;
  readonly isAsking: boolean;
  readonly trouble: TroubleCode | null;
  readonly askOlder: () => void;
};

function usePostings(): Postings {
  const { api, port } = useMemberPage();
  const [rows, setRows] = useState<readonly Posting[]>([]);
  const [older, setOlder] = useState<{ readonly before: string | null } | null>({ before: null });
  const [isAsking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<TroubleCode | null>(null);
  const runningRef = useRef(false);
  const before = older?.before ?? null;
  const hasOlder = older !== null;
  const askOlder = useCallback(() => {
    if (runningRef.current || !hasOlder) return;
    runningRef.current = true;
    setAsking(true);
    setTrouble(null);
    void api.postings(before).then((answer) => {
      runningRef.current = false;
      setAsking(false);
      if (answer.kind !== 'ok') return setTrouble(troubleOf(answer, port.isInLine()));
      const { rows: next, older: following } = answer.value;
      setRows((had) => [...had, ...next]);
      setOlder(following === null ? null : { before: following });
    });
  }, [api, port, before, hasOlder]);
  const firstRef = useRef(true);
  useEffect(() => {
    if (firstRef.current) askOlder();
    firstRef.current = false;
  }, [askOlder]);
  return { rows, hasOlder, isAsking, trouble, askOlder };
}

function PostingRow({ row }: { row: Posting }): JSX.Element {
  const { words, write } = useMemberPage();
  const facts = [
    write.time(row.atMs),
    row.storeName ?? '',
    paidWords(row, words.history, write.money),
    row.saleNo === null ? '' : words.history.receipt(row.saleNo),
  ].filter((text) => text !== '');
  return (
    <li class="posting" data-kind={row.kind}>
      <strong>{words.history.kinds[row.kind]}</strong>
      <span class="posting-change" data-plus={row.points > 0 ? '' : undefined}>
        {words.points(write.change(row.points), Math.abs(row.points))}
      </span>
      {row.reasons.length > 0 && (
        <ul class="posting-reasons">
          {row.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <p class="posting-facts">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {row.expiresOn !== null && (
        <p class="posting-facts">{words.history.expires(write.day(row.expiresOn))}</p>
      )}
    </li>
  );
}

function paidWords(
  row: Posting,
  words: { paid: (money: string) => string; returned: (money: string) => string },
  money: (minor: number) => string,
): string {
  if (row.paidMinor === null || row.paidMinor === 0) return '';
  const isBack = row.kind === 'refund' || row.paidMinor < 0;
  return isBack ? words.returned(money(Math.abs(row.paidMinor))) : words.paid(money(row.paidMinor));
}
