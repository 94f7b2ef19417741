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
import { MemberLink } from './member-link.tsx';

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
    {
      key: 'no',
      title: t.sales.saleNo,
      look: 'quiet',
      cell: (sale) => (
        <>
          {sale.saleNo}
          {sale.invoiceKey !== null && <span className={css['below']}>{sale.invoiceKey}</span>}
        </>
      ),
    },
    {
      key: 'member',
      title: t.sales.member,
      cell: (sale) => <MemberLink memberId={sale.memberId} name={sale.memberName} />,
    },
    ...moneyColumns(t),
    {
      key: 'vouchers',
      title: t.sales.vouchers,
      look: 'number',
      cell: (sale) => (sale.vouchers === 0 ? none : formatWhole(sale.vouchers)),
    },
    { key: 'state', title: t.sales.state, cell: (sale) => <SaleState sale={sale} /> },
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

/** What it cost and brought. */
function moneyColumns(t: Texts): readonly Column<AdminSale>[] {
  const none = t.common.none;
  return [
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
      cell: (sale) => (
        <strong className={sale.undone ? css['undone'] : undefined}>
          {formatTwd(sale.paidMinor)}
        </strong>
      ),
    },
    {
      key: 'spent',
      title: t.sales.spent,
      look: 'number',
      cell: (sale) => (sale.pointsSpent === 0 ? none : formatWhole(-sale.pointsSpent)),
    },
    {
      key: 'points',
      title: t.sales.points,
      look: 'number',
      cell: (sale) => (sale.points > 0 ? '+' : '') + formatWhole(sale.points),
    },
  ];
}

/** What was taken back of a sale; nothing where it stands. */
export function SaleState(props: { readonly sale: Pick<AdminSale, 'undone' | 'refundedMinor'> }) {
  const { t } = useLanguage();
  const { undone, refundedMinor } = props.sale;
  if (undone) return <Chip tone="deny">{t.sales.undone}</Chip>;
  if (refundedMinor === 0) return null;
  return <Chip tone="warn">{t.sales.partly(formatTwd(refundedMinor))}</Chip>;
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
