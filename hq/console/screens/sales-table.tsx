import type { ReactNode } from 'react';
import type { AdminSale } from '../../../app/contract/hq-admin.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { Chip } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import type { Column } from '../controls/data-table.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { agoWords, formatRecent, formatWhole } from '../i18n/time-words.ts';
import { lineTone } from './line-tone.ts';
import css from './list-screen.module.css';

/** A sale that reached HQ this much later than it was made had been waiting at its counter. */
const lateMs = 60_000;

/** Sales, newest first; `freshIds` light up for a moment. */
export function SalesTable(props: {
  readonly rows: readonly AdminSale[];
  readonly freshIds: ReadonlySet<string>;
}) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  return (
    <DataTable
      caption={t.sales.title}
      rows={props.rows}
      rowKey={(sale) => sale.saleId}
      rowClass={(sale) => (props.freshIds.has(sale.saleId) ? css['fresh'] : undefined)}
      columns={columnsOf(t, nowMs)}
    />
  );
}

function columnsOf(t: Texts, nowMs: number): readonly Column<AdminSale>[] {
  const none = t.common.none;
  return [
    { key: 'at', title: t.sales.at, cell: (sale) => atCell(t, sale, nowMs) },
    {
      key: 'store',
      title: t.sales.store,
      cell: (sale) => t.code.forCounter(sale.storeName, sale.counterLabel),
    },
    { key: 'no', title: t.sales.saleNo, look: 'quiet', cell: (sale) => sale.saleNo },
    { key: 'member', title: t.sales.member, cell: (sale) => sale.memberName || t.common.nameless },
    {
      key: 'discount',
      title: t.sales.discount,
      look: 'number',
      cell: (sale) => (sale.discountMinor === 0 ? none : formatTwd(-sale.discountMinor)),
    },
    {
      key: 'paid',
      title: t.sales.paid,
      look: 'number',
      cell: (sale) => <strong>{formatTwd(sale.paidMinor)}</strong>,
    },
    {
      key: 'points',
      title: t.sales.points,
      look: 'number',
      cell: (sale) => (sale.points > 0 ? '+' : '') + formatWhole(sale.points),
    },
    {
      key: 'vouchers',
      title: t.sales.vouchers,
      look: 'number',
      cell: (sale) => (sale.vouchers === 0 ? none : formatWhole(sale.vouchers)),
    },
    {
      key: 'invoice',
      title: t.sales.invoice,
      look: 'quiet',
      cell: (sale) => sale.invoiceKey ?? none,
    },
    {
      key: 'line',
      title: t.sales.line,
      cell: ({ lineState }) =>
        lineState === 'none' ? (
          <span className={css['quiet']}>{t.line.states.none}</span>
        ) : (
          <Chip tone={lineTone[lineState]}>{t.line.states[lineState]}</Chip>
        ),
    },
  ];
}

function atCell(t: Texts, sale: AdminSale, nowMs: number): ReactNode {
  const isLate = sale.receivedAtMs - sale.atMs > lateMs;
  return (
    <span className={css['at']}>
      {formatRecent(sale.atMs, nowMs)}
      {isLate && (
        <Chip tone="accent" title={t.sales.late(agoWords(t.time, sale.receivedAtMs, nowMs))}>
          {t.sales.lateShort}
        </Chip>
      )}
    </span>
  );
}
