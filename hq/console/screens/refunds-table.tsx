import type { AdminRefund } from '../../../app/contract/hq-admin-members.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import type { Column } from '../controls/data-table.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent, formatWhole } from '../i18n/time-words.ts';
import { MemberLink } from './member-link.tsx';

const toneOf: Readonly<Record<AdminRefund['state'], Tone>> = {
  awaiting: 'warn',
  applied: 'ok',
  'no-effect': 'quiet',
};

/** Refunds and voids, newest first. */
export function RefundsTable(props: {
  readonly rows: readonly AdminRefund[];
  readonly isOfOneMember?: boolean;
}) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const words = t.sales;
  const none = t.common.none;
  const points = (n: number, sign: string) => (n === 0 ? none : sign + formatWhole(n));
  const columns: Column<AdminRefund>[] = [
    { key: 'at', title: words.at, cell: (row) => formatRecent(row.atMs, nowMs) },
    {
      key: 'store',
      title: words.store,
      cell: (row) => t.code.forCounter(row.storeName, row.counterLabel),
    },
    {
      key: 'no',
      title: t.exceptions.fields.saleNo,
      look: 'quiet',
      cell: (row) => row.saleNo ?? none,
    },
    {
      key: 'member',
      title: words.member,
      cell: (row) => <MemberLink memberId={row.memberId} name={row.memberName} />,
    },
    { key: 'goods', title: words.goods, look: 'number', cell: (row) => formatTwd(row.amountMinor) },
    {
      key: 'money',
      title: words.money,
      look: 'number',
      cell: (row) => <strong>{formatTwd(row.moneyMinor)}</strong>,
    },
    {
      key: 'taken',
      title: words.clawedBack,
      look: 'number',
      cell: (row) => points(row.clawedBack, '-'),
    },
    {
      key: 'given',
      title: words.returned,
      look: 'number',
      cell: (row) => points(row.returned, '+'),
    },
    {
      key: 'state',
      title: words.state,
      cell: (row) => (
        <Chip tone={toneOf[row.state]}>
          {`${words.refundMode[row.mode]} · ${words.refundStates[row.state]}`}
        </Chip>
      ),
    },
  ];
  return (
    <DataTable<AdminRefund>
      caption={words.refunds}
      rows={props.rows}
      rowKey={(row) => row.refundId}
      columns={
        props.isOfOneMember === true ? columns.filter(({ key }) => key !== 'member') : columns
      }
    />
  );
}
