import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { Figures } from '../../../app/contract/manager-views.ts';
import { useLanguage } from '../../counter-context.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import { FiguresNotes, FiguresTiles } from './figures-tiles.tsx';
import { FiguresTable, partTable } from './figures-part.tsx';
import styles from './printed-report.module.css';

type PrintedReportProps = { readonly figures: Figures; readonly view: ReadyView };

/** The figures on paper: stands beside the screen, and only a printer sees it. */
export function PrintedReport({ figures, view }: PrintedReportProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const language = useLanguage();
  const { from, to } = figures;
  const parts =
    from === to
      ? (['hour', 'staff', 'points', 'coupons', 'refusals'] as const)
      : (['day', 'staff', 'points', 'coupons', 'refusals'] as const);
  return createPortal(
    <div className={styles['printOnly']} aria-hidden="true" data-report="">
      <h1>
        {view.brandName}
        {view.store === null ? '' : ` · ${view.store.name}`} · {t('manager.figuresOf.title')}
      </h1>
      <p>
        {t('header.counter', { label: view.counterLabel })} · {dates.day(from)}
        {from === to ? '' : `–${dates.day(to)}`}
      </p>
      <FiguresTiles figures={figures} />
      <FiguresNotes figures={figures} />
      {parts.map((part) => {
        const table = partTable(part, figures, { t, language });
        return table.empty === null ? (
          <div key={part} className={styles['table']}>
            <h2>{t(`manager.figuresOf.charts.${part}`)}</h2>
            <FiguresTable table={table} />
          </div>
        ) : null;
      })}
      <p className={styles['sign']}>{t('manager.figuresOf.signature')}</p>
    </div>,
    document.body,
  );
}
