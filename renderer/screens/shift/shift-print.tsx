import { createPortal } from 'react-dom';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { ShiftReport } from '../../../app/contract/shift.ts';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { formatFigure, personName, shiftRows, ShiftTable } from './shift-figures.tsx';
import styles from './shift-print.module.css';

export type Paper = 'a4' | 'narrow';

type ShiftPrintProps = {
  readonly report: ShiftReport;
  readonly view: ReadyView;
  readonly paper: Paper;
};

/** The report on paper, a sheet or the roll of a receipt printer; only a printer sees it. */
export function ShiftPrint({ report, view, paper }: ShiftPrintProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { openedAtMs, closedAtMs, total } = report;
  return createPortal(
    <div className={styles['sheet']} data-paper={paper} data-report="" aria-hidden="true">
      <h1>{shopName(view)}</h1>
      <h2>
        {t(closedAtMs === null ? 'shift.soFar' : 'shift.report')} ·{' '}
        {t('header.counter', { label: view.counterLabel })}
      </h2>
      <dl className={styles['facts']}>
        <Fact
          name={t('shift.opening')}
          value={dates.instant(openedAtMs)}
          by={report.openedBy?.name}
        />
        {closedAtMs === null ? null : (
          <Fact
            name={t('shift.closing')}
            value={dates.instant(closedAtMs)}
            by={report.closedBy?.name}
          />
        )}
      </dl>
      {paper === 'a4' ? <ShiftTable report={report} /> : <NarrowTables report={report} />}
      <p className={styles['net']}>
        <span>{t('shift.net')}</span>
        <strong>{formatMoney(total.paidMinor - total.refundedMinor)}</strong>
      </p>
      <p>
        {t('shift.events', { n: formatWhole(report.events) })}
        {view.mode === 'local' ? null : ` · ${sentWords(t, report.unsent)}`}
      </p>
      <p className={styles['sign']}>{t('shift.signature')}</p>
      <p className={styles['sign']}>{t('shift.signatureNext')}</p>
    </div>,
    document.body,
  );
}

function sentWords(t: TFunction, unsent: number): string {
  return unsent === 0 ? t('shift.allSent') : t('shift.sentLater', { n: formatWhole(unsent) });
}

/** Chains name their stores after the brand: saying it twice helps nobody. */
function shopName({ brandName, store }: ReadyView): string {
  if (store === null) return brandName;
  return store.name.startsWith(brandName) ? store.name : `${brandName} · ${store.name}`;
}

function Fact({ name, value, by }: { name: string; value: string; by: string | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {by === undefined ? '' : ` ${by}`}
      </dd>
    </div>
  );
}

/** A roll is too narrow for people side by side: all figures once, then what each person took and gave. */
function NarrowTables({ report }: { report: ShiftReport }) {
  const { t } = useTranslation();
  const people = report.byStaff.filter(({ staff }) => staff !== null);
  return (
    <>
      <table>
        <tbody>
          {shiftRows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{t(`shift.line.${row.key}`)}</th>
              <td>{formatFigure(row, report.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {people.map(({ staff, line }) => (
        <table key={staff?.staffId}>
          <caption>{personName(t, staff)}</caption>
          <tbody>
            {shiftRows
              .filter(({ key }) => line[key] !== 0)
              .map((row) => (
                <tr key={row.key}>
                  <th scope="row">{t(`shift.line.${row.key}`)}</th>
                  <td>{formatFigure(row, line)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </>
  );
}
