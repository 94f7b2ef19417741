import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import { TextField } from '../../controls/text-field.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { ExportPanel } from '../manager/export-panel.tsx';
import type { RunCommand } from '../use-commands.ts';
import { rowAt, type MemberPages } from './member-pages.ts';
import { MemberFilters, noFilter } from './member-filters.tsx';
import { MemberTable } from './member-table.tsx';
import styles from './members.module.css';
import { useMemberPages, type MemberList, type MemberQuery } from './use-member-pages.ts';

type MembersScreenProps = {
  readonly view: ReadyView;
  /** Tags that were changed since a row was read. */
  readonly tagsOf: ReadonlyMap<MemberId, readonly string[]>;
  readonly onOpen: (memberId: MemberId) => void;
  readonly onCommand: RunCommand;
};

const emptyQuery: MemberQuery = { text: '', filter: noFilter, sort: 'name' };

/** Enter opens a row of what is typed: pressed before its answer is here it waits, unless something else is typed. */
function useOpening(list: MemberList, typed: MemberQuery, open: () => void): () => void {
  const waiting = useRef<MemberQuery | null>(null);
  const newest = useRef(open);
  useEffect(() => {
    newest.current = open;
    if (!list.isCurrent) return;
    const isWanted = waiting.current === typed;
    waiting.current = null;
    if (isWanted) open();
  });
  return () => {
    if (list.isCurrent) newest.current();
    else waiting.current = typed;
  };
}

/** The manager's list of members: all of them, searched, filtered and paged by the counter process. */
export function MembersScreen({ view, tagsOf, onOpen, onCommand }: MembersScreenProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(emptyQuery);
  const [chosen, setChosen] = useState(0);
  const query = { ...typed, text: typed.text.trim() };
  const field = useRef<HTMLInputElement>(null);
  const list = useMemberPages(query);
  useEffect(() => field.current?.focus(), []);
  const { pages } = list;
  const total = pages?.total ?? 0;
  const at = Math.min(chosen, Math.max(total - 1, 0));

  const change = useCallback((next: Partial<MemberQuery>): void => {
    setTyped((before) => ({ ...before, ...next }));
    setChosen(0);
  }, []);
  const onEnter = useOpening(list, typed, () => {
    const row = pages ? rowAt(pages, at) : undefined;
    if (row) onOpen(row.memberId);
  });
  const screen = useRowKeys({
    field,
    onStep: (step) => setChosen(Math.max(0, Math.min(at + step, total - 1))),
    onEdge: (edge) => setChosen(edge === 'first' ? 0 : Math.max(0, total - 1)),
    onEnter,
  });
  return (
    <section ref={screen} className={styles['screen']} aria-label={t('members.title')}>
      <div className={styles['top']}>
        <h2>{t('members.title')}</h2>
        <div className={styles['search']}>
          <TextField
            inputRef={field}
            type="search"
            maxLength={64}
            label={t('members.label')}
            hint={t('manager.rowKeys')}
            value={typed.text}
            onText={(text) => change({ text })}
          />
        </div>
        <div className={styles['buttons']}>
          <ExportPanel words="members" call="manager:export-members" input={query} />
          <Button size="small" keyName="Shift+F4" onClick={() => onCommand({ kind: 'figures' })}>
            {t('manager.figures')}
          </Button>
        </div>
      </div>
      <MemberFilters
        filter={typed.filter}
        sort={typed.sort}
        tagsChanged={tagsOf}
        onChange={change}
      />
      <FoundLine pages={pages} />
      {list.failed ? <p role="alert">{t('members.failed')}</p> : null}
      <MemberTable
        list={list}
        today={view.businessDate}
        tagsOf={tagsOf}
        chosen={at}
        onChoose={setChosen}
        onOpen={onOpen}
      />
    </section>
  );
}

/** How many were found, and by what. */
function FoundLine({ pages }: { pages: MemberPages | null }) {
  const { t } = useTranslation();
  const words = (found: MemberPages): string => {
    const total = formatWhole(found.total);
    if (found.more) return t('manager.filters.more', { total });
    return `${t(`members.searchedBy.${found.searchedBy}`)} · ${t('members.total', { total })}`;
  };
  return (
    <p role="status" className={styles['total']}>
      {pages ? words(pages) : t('members.loading')}
    </p>
  );
}

type RowKeys = {
  /** Where the words are typed: Enter there opens the chosen row. */
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onStep: (step: number) => void;
  readonly onEdge: (edge: 'first' | 'last') => void;
  readonly onEnter: () => void;
};

/** Arrows choose a row from wherever the focus is on the screen, but in a choice they are its own. */
function useRowKeys({ field, onStep, onEdge, onEnter }: RowKeys): RefObject<HTMLElement | null> {
  const screen = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = screen.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      const step = stepOf(event.key);
      const edge = edgeOf(event, field.current);
      if (edge !== null) {
        event.preventDefault();
        onEdge(edge);
      } else if (step !== null && !(event.target instanceof HTMLSelectElement)) {
        event.preventDefault();
        onStep(step);
      } else if (event.key === 'Enter' && event.target === field.current && !event.isComposing)
        onEnter();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  });
  return screen;
}

const pageStep = 10;

function stepOf(key: string): number | null {
  if (key === 'ArrowDown') return 1;
  if (key === 'ArrowUp') return -1;
  if (key === 'PageDown') return pageStep;
  return key === 'PageUp' ? -pageStep : null;
}

/** Home and End of the list; in the field without Ctrl they are the cursor's, in a choice its own. */
function edgeOf(
  { key, ctrlKey, target }: KeyboardEvent,
  field: HTMLInputElement | null,
): 'first' | 'last' | null {
  if (target instanceof HTMLSelectElement || (target === field && !ctrlKey)) return null;
  if (key === 'Home') return 'first';
  return key === 'End' ? 'last' : null;
}
