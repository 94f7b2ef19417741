import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ShiftLine, ShiftReport } from '../../../app/contract/shift.ts';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import styles from './shift.module.css';

/** The figures of a line in the order of the report; money apart from counts. */
export const shiftRows = [
  { key: 'sales', isMoney: false },
  { key: 'paidMinor', isMoney: true },
  { key: 'discountMinor', isMoney: true },
  { key: 'refunds', isMoney: false },
  { key: 'voids', isMoney: false },
  { key: 'refundedMinor', isMoney: true },
  { key: 'earned', isMoney: false },
  { key: 'spent', isMoney: false },
  { key: 'otherPoints', isMoney: false },
  { key: 'vouchersUsed', isMoney: false },
  { key: 'voucherMinor', isMoney: true },
  { key: 'newMembers', isMoney: false },
  { key: 'overrides', isMoney: false },
] as const satisfies readonly { readonly key: keyof ShiftLine; readonly isMoney: boolean }[];

/** One figure for people. */
export function formatFigure(row: (typeof shiftRows)[number], line: ShiftLine): string {
  return row.isMoney ? formatMoney(line[row.key]) : formatWhole(line[row.key]);
}

/** Who a line is of. */
export function personName(t: TFunction, staff: ShiftReport['openedBy']): string {
  return staff?.name ?? t('shift.nobody');
}

/** What a shift came to, at a glance. */
export function ShiftTiles({ total }: { total: ShiftLine }) {
  const { t } = useTranslation();
  const back = { refunds: formatWhole(total.refunds), voids: formatWhole(total.voids) };
  return (
    <dl className={styles['tiles']}>
      <Tile
        name={t('shift.tiles.money')}
        value={formatMoney(total.paidMinor)}
        note={t('shift.of.sales', { n: formatWhole(total.sales) })}
        data="paid"
      />
      <Tile
        name={t('shift.tiles.back')}
        value={formatMoney(total.refundedMinor)}
        note={t('shift.of.back', back)}
        data="back"
      />
      <Tile
        name={t('shift.tiles.points')}
        value={`+${formatWhole(total.earned)}`}
        note={[
          t('shift.of.spent', { n: formatWhole(0 - total.spent) }),
          t('shift.of.other', { n: formatWhole(total.otherPoints) }),
        ]
          // A number stays beside its word.
          .map((part) => part.replaceAll(' ', '\u00a0'))
          .join(' · ')}
        data="points"
      />
      <Tile
        name={t('shift.tiles.vouchers')}
        value={formatMoney(total.voucherMinor)}
        note={t('shift.of.vouchers', { n: formatWhole(total.vouchersUsed) })}
        data="vouchers"
      />
      <Tile
        name={t('shift.tiles.joined')}
        value={formatWhole(total.newMembers)}
        note={
          total.overrides === 0 ? '' : t('shift.of.overrides', { n: formatWhole(total.overrides) })
        }
        data="joined"
      />
    </dl>
  );
}

type TileProps = {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly data: string;
};

function Tile({ name, value, note, data }: TileProps) {
  return (
    <div className={styles['tile']} data-tile={data}>
      <dt title={name}>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}

/** Every figure, of all and of each person: the sums of a row are its first number. */
export function ShiftTable({ report }: { report: ShiftReport }) {
  const { t } = useTranslation();
  const { total, byStaff, outside } = report;
  const people = byStaff.length === 1 && byStaff[0]?.staff === null ? [] : byStaff;
  const hasOutside = outside !== null && shiftRows.some(({ key }) => outside[key] !== 0);
  return (
    <table className={styles['grid']}>
      <thead>
        <tr>
          <th scope="col">{t('shift.byPerson')}</th>
          <th scope="col">{t('shift.total')}</th>
          {people.map(({ staff }) => (
            <th key={staff?.staffId ?? ''} scope="col" title={personName(t, staff)}>
              {personName(t, staff)}
            </th>
          ))}
          {hasOutside ? (
            <th scope="col" data-outside="" title={t('shift.outside')}>
              {t('shift.outside')}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {shiftRows.map((row) => (
          <tr key={row.key} data-figure={row.key}>
            <th scope="row">{t(`shift.line.${row.key}`)}</th>
            <td data-total="">{formatFigure(row, total)}</td>
            {people.map(({ staff, line }) => (
              <td key={staff?.staffId ?? ''}>{formatFigure(row, line)}</td>
            ))}
            {hasOutside ? <td data-outside="">{formatFigure(row, outside)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
