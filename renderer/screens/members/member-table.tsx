import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberListRow } from '../../../app/contract/member-row.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import { useLanguage } from '../../counter-context.tsx';
import { formatDay, formatRecent, formatWhole } from '../../i18n/format.ts';
import { calendarOf } from '../../i18n/i18n.ts';
import { localized } from '../../i18n/localized.ts';
import { rowAt } from './member-pages.ts';
import styles from './members.module.css';
import type { MemberList } from './use-member-pages.ts';
import { useRevealed, type Revealed } from './use-revealed.ts';

const columns = ['name', 'mobile', 'card', 'tier', 'points', 'line', 'joined', 'lastSale'] as const;

type MemberTableProps = {
  readonly list: MemberList;
  readonly today: string;
  /** The row that Enter opens. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onOpen: (memberId: MemberId) => void;
};

/** The rows in sight, whatever their number; a row opens by a press on it. */
export function MemberTable({ list, today, chosen, onChoose, onOpen }: MemberTableProps) {
  const { t } = useTranslation();
  const revealed = useRevealed();
  const scroller = useRef<HTMLDivElement>(null);
  const total = list.pages?.total ?? 0;
  // One row has one height, in rem, so that it grows with the screen's type.
  const rowPx = 3 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index;
  const last = items.at(-1)?.index;
  const { showRows } = list;
  useEffect(() => {
    if (first !== undefined && last !== undefined) showRows(first, last);
  }, [first, last, showRows]);

  const text = list.pages?.text;
  useEffect(() => scroller.current?.scrollTo({ top: 0 }), [text]);
  useEffect(() => {
    if (chosen < total) virtualizer.scrollToIndex(chosen);
  }, [chosen, total, virtualizer]);

  return (
    <div className={styles['table']} role="table" aria-rowcount={total + 1}>
      <div className={styles['head']} role="row">
        {columns.map((column) => (
          <span key={column} role="columnheader" data-column={column}>
            {t(`members.${column}`)}
          </span>
        ))}
        <span role="columnheader" aria-label={t('members.reveal')} />
      </div>
      <div ref={scroller} className={styles['rows']} tabIndex={0} role="rowgroup">
        {list.pages && total === 0 ? (
          <p className={styles['empty']}>{t('manager.filters.empty')}</p>
        ) : null}
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = list.pages ? rowAt(list.pages, item.index) : undefined;
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                data-chosen={item.index === chosen ? '' : undefined}
                className={styles['row']}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              >
                <MemberCells
                  row={row}
                  today={today}
                  revealed={revealed}
                  onOpen={(memberId) => {
                    onChoose(item.index);
                    onOpen(memberId);
                  }}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

type MemberCellsProps = {
  readonly row: MemberListRow | undefined;
  readonly today: string;
  readonly revealed: Revealed;
  readonly onOpen: (memberId: MemberId) => void;
};

function MemberCells({ row, today, revealed, onOpen }: MemberCellsProps) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  if (!row) {
    return (
      <span role="cell" className={styles['loading']}>
        {t('members.loading')}
      </span>
    );
  }
  const full = revealed.of(row.memberId);
  const name = full?.name ?? row.nameMasked;
  const words = {
    name,
    mobile: full?.mobile ?? row.mobileMasked ?? t('common.none'),
    card: row.cardCode,
    tier: row.tierName ? localized(row.tierName, language) : row.tierId,
    points: formatWhole(row.points),
    // HQ lost them in a restore, and their LINE account with them.
    line: row.untold === true ? t('members.untold') : t(`members.lineShort.${row.lineState}`),
    joined: formatDay(row.joinedOn, calendarOf(i18n)),
    lastSale: row.lastSaleAtMs === null ? '—' : formatRecent(row.lastSaleAtMs, today),
  };
  return (
    <>
      {columns.map((column) => (
        <span key={column} role="cell" data-column={column} title={words[column]}>
          {column === 'name' ? (
            // It reaches over the whole row.
            <button
              type="button"
              className={styles['open']}
              aria-label={t('manager.openOf', { name })}
              onClick={() => onOpen(row.memberId)}
            >
              {name}
            </button>
          ) : (
            words[column]
          )}
        </span>
      ))}
      <span role="cell">
        <Button
          size="small"
          className={styles['above'] ?? ''}
          aria-pressed={full !== undefined}
          aria-label={full ? t('members.hideOf') : t('members.revealOf', { name })}
          onClick={() => revealed.toggle(row.memberId)}
        >
          {full ? t('members.hide') : t('members.reveal')}
        </Button>
      </span>
    </>
  );
}
