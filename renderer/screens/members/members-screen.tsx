import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberListRow } from '../../../app/contract/counter-calls.ts';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { useLanguage } from '../../counter-context.tsx';
import { TextField } from '../../controls/text-field.tsx';
import { formatDay, formatRecent, formatWhole } from '../../i18n/format.ts';
import { rowAt } from './member-pages.ts';
import styles from './members.module.css';
import { useMemberPages, type MemberList } from './use-member-pages.ts';
import { useRevealed, type Revealed } from './use-revealed.ts';

const columns = ['name', 'mobile', 'card', 'tier', 'points', 'line', 'joined', 'lastSale'] as const;

/** The manager's list of members: all of them, searched and paged by the counter process. */
export function MembersScreen({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useMemberPages(text);
  useEffect(() => field.current?.focus(), []);
  const { pages } = list;
  return (
    <section className={styles['screen']} aria-label={t('members.title')}>
      <div className={styles['top']}>
        <h2>{t('members.title')}</h2>
        <div className={styles['search']}>
          <TextField
            inputRef={field}
            type="search"
            maxLength={64}
            label={t('members.label')}
            value={text}
            onText={setText}
          />
        </div>
        <p role="status" className={styles['total']}>
          {pages
            ? `${t(`members.searchedBy.${pages.searchedBy}`)} · ${t('members.total', { total: formatWhole(pages.total) })}`
            : t('members.loading')}
        </p>
      </div>
      {list.failed ? <p role="alert">{t('members.failed')}</p> : null}
      <MemberTable list={list} today={view.businessDate} />
    </section>
  );
}

function MemberTable({ list, today }: { list: MemberList; today: string }) {
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
        {list.pages && total === 0 ? <p className={styles['empty']}>{t('members.empty')}</p> : null}
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {items.map((item) => (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className={styles['row']}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
            >
              <MemberCells
                row={list.pages ? rowAt(list.pages, item.index) : undefined}
                today={today}
                revealed={revealed}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

type MemberCellsProps = {
  readonly row: MemberListRow | undefined;
  readonly today: string;
  readonly revealed: Revealed;
};

function MemberCells({ row, today, revealed }: MemberCellsProps) {
  const { t } = useTranslation();
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
    tier: row.tierName?.[language] ?? row.tierId,
    points: formatWhole(row.points),
    // HQ lost them in a restore, and their LINE account with them.
    line: row.untold === true ? t('members.untold') : t(`members.lineShort.${row.lineState}`),
    joined: formatDay(row.joinedOn),
    lastSale: row.lastSaleAtMs === null ? '—' : formatRecent(row.lastSaleAtMs, today),
  };
  return (
    <>
      {columns.map((column) => (
        <span key={column} role="cell" data-column={column} title={words[column]}>
          {words[column]}
        </span>
      ))}
      <span role="cell">
        <Button
          size="small"
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
