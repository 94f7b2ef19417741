import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Figures } from '../../../app/contract/manager-views.ts';
import { useLanguage } from '../../counter-context.tsx';
import { formatDay, formatMoney, formatWhole } from '../../i18n/format.ts';
import type { Language } from '../../i18n/i18n.ts';
import { localized } from '../../i18n/localized.ts';
import { BarsChart } from './bars-chart.tsx';
import { groupRefusals } from './group-refusals.ts';
import styles from './figures.module.css';

export const figuresParts = ['hour', 'day', 'staff', 'points', 'coupons', 'refusals'] as const;
export type PartName = (typeof figuresParts)[number];

/** One view of the figures: bars, and the same numbers as a table. */
export type PartTable = {
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  /** The name of what the bars count. */
  readonly unit: string;
  readonly columns: readonly string[];
  /** The first cell names the row, the others are numbers written for people. */
  readonly rows: readonly (readonly string[])[];
  readonly empty: string | null;
  /** Bars of names lie, so that the names can be read; hours and days stand. */
  readonly lies: boolean;
};

type PartProps = { readonly part: PartName; readonly figures: Figures };

/** A chart with its table beside it. */
export function FiguresPart({ part, figures }: PartProps) {
  const { t } = useTranslation();
  const table = partTable(part, figures, { t, language: useLanguage() });
  const name = t(`manager.figuresOf.charts.${part}`);
  if (table.empty !== null) return <p className={styles['empty']}>{table.empty}</p>;
  return (
    <div className={styles['part']} data-part={part}>
      <div className={styles['chart']}>
        <BarsChart
          bars={table.bars}
          label={t('manager.figuresOf.chartOf', { name })}
          unit={table.unit}
          lies={table.lies}
        />
      </div>
      <div className={styles['scroll']} tabIndex={0} role="group" aria-label={name}>
        <FiguresTable table={table} />
      </div>
    </div>
  );
}

/** The numbers of a part; also on paper. */
export function FiguresTable({ table }: { table: PartTable }) {
  return (
    <table className={styles['grid']}>
      <thead>
        <tr>
          {table.columns.map((column, index) => (
            <th key={column} scope="col" data-number={index === 0 ? undefined : ''}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([name, ...numbers], index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            {numbers.map((number, column) => (
              <td key={column} data-number="">
                {number}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Words = { readonly t: TFunction; readonly language: Language };

/** What a part of the figures shows. Hours in which nothing was ever sold are left out at both ends. */
export function partTable(part: PartName, figures: Figures, { t, language }: Words): PartTable {
  const noSales = figures.sales === 0 ? t('manager.figuresOf.noSales') : null;
  switch (part) {
    case 'hour': {
      const open = openHours(figures.hours);
      const named = open.map((one) => ({
        ...one,
        name: `${String(one.hour).padStart(2, '0')}:00`,
      }));
      return { ...salesTable(t('manager.figuresOf.hour'), named, t), empty: noSales, lies: false };
    }
    case 'day': {
      const named = figures.days.map((one) => ({ ...one, name: formatDay(one.date).slice(5) }));
      return { ...salesTable(t('manager.figuresOf.day'), named, t), empty: noSales, lies: false };
    }
    case 'staff':
      return staffTable(figures, t);
    case 'refusals':
      return refusalsTable(figures, t);
    case 'points': {
      const kinds = ['earn', 'spend', 'refund', 'adjust', 'expire'] as const;
      const lines = kinds.map((kind) => ({
        label: t(`manager.figuresOf.kinds.${kind}`),
        value: figures.points[kind],
      }));
      const total = lines.reduce((sum, { value }) => sum + value, 0);
      return {
        bars: lines,
        unit: t('manager.figuresOf.net'),
        columns: [t('manager.figuresOf.kind'), t('manager.figuresOf.net')],
        rows: [
          ...lines.map(({ label, value }) => [label, formatWhole(value)]),
          [t('manager.figuresOf.netTotal'), formatWhole(total)],
        ],
        empty: null,
        lies: true,
      };
    }
    case 'coupons': {
      const lines = figures.coupons.map(({ name, uses }) => ({
        label: localized(name, language),
        value: uses,
      }));
      return {
        bars: lines.slice(0, 8),
        unit: t('manager.figuresOf.uses'),
        columns: [t('manager.figuresOf.coupon'), t('manager.figuresOf.uses')],
        rows: lines.map(({ label, value }) => [label, formatWhole(value)]),
        empty: lines.length === 0 ? t('manager.figuresOf.noUses') : null,
        lies: true,
      };
    }
  }
}

type SalesLine = Pick<Figures['hours'][number], 'sales' | 'paidMinor' | 'points'> & {
  readonly name: string;
};

function salesTable(
  first: string,
  lines: readonly SalesLine[],
  t: TFunction,
): Omit<PartTable, 'empty' | 'lies'> {
  return {
    bars: lines.map(({ name, paidMinor }) => ({ label: name, value: paidMinor })),
    unit: t('manager.figuresOf.paid'),
    columns: [
      first,
      t('manager.figuresOf.count'),
      t('manager.figuresOf.paid'),
      t('manager.figuresOf.pointsIn'),
    ],
    rows: lines.map(({ name, sales, paidMinor, points }) => [
      name,
      formatWhole(sales),
      formatMoney(paidMinor),
      formatWhole(points),
    ]),
  };
}

function staffTable({ byStaff }: Figures, t: TFunction): PartTable {
  const named = byStaff.map((one) => ({
    ...one,
    name: one.staff?.name ?? t('manager.figuresOf.nobody'),
  }));
  const table = salesTable(t('manager.figuresOf.person'), named, t);
  return {
    ...table,
    columns: [
      ...table.columns,
      t('manager.figuresOf.refundsOf'),
      t('manager.figuresOf.newMembers'),
    ],
    rows: table.rows.map((row, n) => [
      ...row,
      formatWhole(named[n]?.refunds ?? 0),
      formatWhole(named[n]?.newMembers ?? 0),
    ]),
    empty: named.length === 0 ? t('manager.figuresOf.noSales') : null,
    lies: true,
  };
}

function refusalsTable({ refusals }: Figures, t: TFunction): PartTable {
  const lines = groupRefusals(refusals).map(({ reason, n }) => ({
    label: t(`manager.figuresOf.reasons.${reason}`),
    value: n,
  }));
  return {
    bars: lines,
    unit: t('manager.figuresOf.uses'),
    columns: [t('manager.figuresOf.reason'), t('manager.figuresOf.uses')],
    rows: lines.map(({ label, value }) => [label, formatWhole(value)]),
    empty: lines.length === 0 ? t('manager.figuresOf.noRefusals') : null,
    lies: true,
  };
}

function openHours(hours: Figures['hours']): Figures['hours'] {
  const sold = hours.filter(({ sales }) => sales > 0).map(({ hour }) => hour);
  const from = Math.min(9, ...sold);
  const to = Math.max(21, ...sold);
  return hours.filter(({ hour }) => hour >= from && hour <= to);
}
