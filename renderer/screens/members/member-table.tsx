import { memo, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberListRow } from '../../../app/contract/member-row.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import { useLanguage } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import { rowAt } from './member-pages.ts';
import styles from './members.module.css';
import { RowName } from './row-name.tsx';
import type { MemberList } from './use-member-pages.ts';
import { useRevealed, type Revealed } from './use-revealed.ts';
import { useRowWindow } from './use-row-window.ts';

const columns = ['name', 'mobile', 'card', 'tier', 'points', 'line', 'joined', 'lastSale'] as const;

type MemberTableProps = {
  readonly list: MemberList;
  readonly today: string;
  /** Tags that were changed since a row was read. */
  readonly tagsOf: ReadonlyMap<MemberId, readonly string[]>;
  /** The row that Enter opens. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onOpen: (memberId: MemberId) => void;
};

/** The rows in sight, whatever their number; a row opens by a press on it. Not drawn anew while words are typed. */
export const MemberTable = memo(function MemberTable(props: MemberTableProps) {
  const { list, today, tagsOf, chosen, onChoose, onOpen } = props;
  const { t } = useTranslation();
  const revealed = useRevealed();
  const scroller = useRef<HTMLDivElement>(null);
  const total = list.pages?.total ?? 0;
  const rows = useRowWindow(scroller, total, useRowHeight());
  const { first, last, show } = rows;
  const { showRows } = list;
  useEffect(() => {
    if (last >= first) showRows(first, last);
  }, [first, last, showRows]);
  const open = useStableCall((index: number, memberId: MemberId) => {
    onChoose(index);
    onOpen(memberId);
  });
  const toggle = useStableCall(revealed.toggle);
  const text = list.pages?.text;
  useEffect(() => show(0), [text, show]);
  useEffect(() => {
    if (chosen < total) show(chosen);
  }, [chosen, total, show]);

  return (
    <div className={styles['table']} role="table" aria-rowcount={total + 1}>
      <TableHead />
      <div
        ref={scroller}
        className={styles['rows']}
        tabIndex={0}
        role="rowgroup"
        data-found-for={text}
      >
        {list.pages && total === 0 ? (
          <p className={styles['empty']}>{t('manager.filters.empty')}</p>
        ) : null}
        <div style={{ height: rows.boxPx, position: 'relative' }}>
          {indexesOf(first, last).map((index) => {
            const row = list.pages ? rowAt(list.pages, index) : undefined;
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                data-chosen={index === chosen ? '' : undefined}
                className={styles['row']}
                style={{ transform: `translateY(${rows.topOf(index)}px)`, height: rows.rowPx }}
              >
                <MemberCells
                  {...{ row, index, today }}
                  tags={row && (tagsOf.get(row.memberId) ?? row.tags)}
                  isChosen={index === chosen}
                  full={row && revealed.of(row.memberId)}
                  onOpen={open}
                  onToggle={toggle}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
});

/** One row has one height, in rem, so that it grows with the screen's type. */
function useRowHeight(): number {
  return 3 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function indexesOf(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}

function TableHead() {
  const { t } = useTranslation();
  return (
    <div className={styles['head']} role="row">
      {columns.map((column) => (
        <span key={column} role="columnheader" data-column={column}>
          {t(`members.${column}`)}
        </span>
      ))}
      <span role="columnheader" aria-label={t('members.reveal')} />
    </div>
  );
}

/** The same function at every rendering, which does what the newest one does. */
function useStableCall<A extends readonly unknown[]>(run: (...args: A) => void) {
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  return useCallback((...args: A): void => newest.current(...args), []);
}

type MemberCellsProps = {
  readonly row: MemberListRow | undefined;
  readonly tags: readonly string[] | undefined;
  readonly index: number;
  /** The Tab key goes to the buttons of this row alone: there may be a million of them. */
  readonly isChosen: boolean;
  readonly today: string;
  /** What of the member is readable for now. */
  readonly full: ReturnType<Revealed['of']>;
  readonly onOpen: (index: number, memberId: MemberId) => void;
  readonly onToggle: (memberId: MemberId) => void;
};

/** A row that stays in sight while the list is scrolled is not drawn anew. */
const MemberCells = memo(function MemberCells(props: MemberCellsProps) {
  const { row, tags, index, isChosen, today, full, onOpen, onToggle } = props;
  const tabIndex = isChosen ? 0 : -1;
  const { t } = useTranslation();
  const dates = useDates();
  const language = useLanguage();
  if (!row) {
    return (
      <span role="cell" className={styles['loading']} data-loading-row="">
        {t('members.loading')}
      </span>
    );
  }
  const name = full?.name ?? row.nameMasked;
  const words = {
    name,
    mobile: full?.mobile ?? row.mobileMasked ?? t('common.none'),
    card: row.cardCode,
    tier: row.tierName ? localized(row.tierName, language) : row.tierId,
    points: formatWhole(row.points),
    // HQ lost them in a restore, and their LINE account with them.
    line: row.untold === true ? t('members.untold') : t(`members.lineShort.${row.lineState}`),
    joined: dates.day(row.joinedOn),
    lastSale: row.lastSaleAtMs === null ? '—' : dates.recent(row.lastSaleAtMs, today),
  };
  return (
    <>
      {columns.map((column) => (
        <span key={column} role="cell" data-column={column} title={words[column]}>
          {column === 'name' ? (
            <RowName {...{ name, tags, tabIndex }} onOpen={() => onOpen(index, row.memberId)} />
          ) : (
            words[column]
          )}
        </span>
      ))}
      <span role="cell">
        <Button
          size="small"
          className={styles['above'] ?? ''}
          tabIndex={tabIndex}
          aria-pressed={full !== undefined}
          aria-label={full ? t('members.hideOf') : t('members.revealOf', { name })}
          onClick={() => onToggle(row.memberId)}
        >
          {full ? t('members.hide') : t('members.reveal')}
        </Button>
      </span>
    </>
  );
});
