import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { Figures, Period } from '../../../app/contract/manager-views.ts';
import { Button } from '../../controls/button.tsx';
import { Tabs } from '../../controls/tabs.tsx';
import { useCounter } from '../../counter-context.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import type { RunCommand } from '../use-commands.ts';
import { ExportPanel } from './export-panel.tsx';
import { FiguresNotes, FiguresTiles } from './figures-tiles.tsx';
import { figuresParts, FiguresPart, type PartName } from './figures-part.tsx';
import { PrintedReport } from './printed-report.tsx';
import styles from './figures.module.css';

const periods = ['today', 'yesterday', '7-days', 'this-month', 'last-month'] as const;

type FiguresScreenProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** What this counter did in a period, in tiles, charts and tables; the same on paper and as a file. */
export function FiguresScreen({ view, onCommand }: FiguresScreenProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const [period, setPeriod] = useState<Period>('today');
  const [part, setPart] = useState<PartName>('hour');
  const shown = useFigures(period, view);
  const figures = typeof shown === 'object' ? shown : null;
  return (
    <section className={styles['screen']} aria-label={t('manager.figuresOf.title')}>
      <div className={styles['top']}>
        <div>
          <h2>{t('manager.figuresOf.title')}</h2>
          <p className={styles['scope']} role="status">
            {figures === null
              ? t(`manager.figuresOf.${shown === 'failed' ? 'failed' : 'loading'}`)
              : t(`manager.figuresOf.${figures.from === figures.to ? 'scopeDay' : 'scope'}`, {
                  from: dates.day(figures.from),
                  to: dates.day(figures.to),
                })}
          </p>
        </div>
        <Periods period={period} onChoose={setPeriod} />
        <div className={styles['buttons']}>
          <ExportPanel words="figures" call="manager:export-figures" input={{ period }} />
          <Button
            size="small"
            data-print=""
            disabled={figures === null}
            onClick={() => window.print()}
          >
            {t('manager.figuresOf.print')}
          </Button>
          <Button size="small" keyName="F4" onClick={() => onCommand({ kind: 'members' })}>
            {t('manager.list')}
          </Button>
        </div>
      </div>
      {figures === null ? null : (
        <>
          <FiguresTiles figures={figures} />
          <FiguresNotes figures={figures} />
          <div className={styles['parts']}>
            <Tabs
              label={t('manager.figuresOf.title')}
              tabs={figuresParts.map((name) => ({
                name,
                words: t(`manager.figuresOf.charts.${name}`),
              }))}
              current={part}
              onChoose={setPart}
            >
              <FiguresPart part={part} figures={figures} />
            </Tabs>
          </div>
          <PrintedReport figures={figures} view={view} />
        </>
      )}
    </section>
  );
}

type PeriodsProps = { readonly period: Period; readonly onChoose: (period: Period) => void };

/** One of five, by hand or with the arrow keys. */
function Periods({ period, onChoose }: PeriodsProps) {
  const { t } = useTranslation();
  const move = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = periods[(periods.indexOf(period) + by + periods.length) % periods.length];
    if (by === 0 || next === undefined) return;
    onChoose(next);
    event.currentTarget.parentElement
      ?.querySelector<HTMLElement>(`[data-period="${next}"]`)
      ?.focus();
  };
  return (
    <div className={styles['periods']} role="radiogroup" aria-label={t('manager.figuresOf.period')}>
      {periods.map((one) => (
        <button
          key={one}
          type="button"
          role="radio"
          data-period={one}
          aria-checked={one === period}
          tabIndex={one === period ? 0 : -1}
          onClick={() => onChoose(one)}
          onKeyDown={move}
        >
          {t(`manager.figuresOf.periods.${one}`)}
        </button>
      ))}
    </div>
  );
}

/** The figures of a period, read anew when a sale was settled here or the day changed. */
function useFigures(period: Period, view: ReadyView): Figures | 'loading' | 'failed' {
  const { call } = useCounter();
  const [shown, setShown] = useState<{ period: Period; figures: Figures } | null>(null);
  const [failed, setFailed] = useState(false);
  const newest = view.lastSales[0];
  const mark = `${view.businessDate} ${newest?.saleId} ${newest?.undone} ${newest?.refundedMinor}`;
  useEffect(() => {
    let isLeft = false;
    call('manager:figures', { period }).then(
      (figures) => {
        if (isLeft) return;
        setShown({ period, figures });
        setFailed(false);
      },
      () => {
        if (!isLeft) setFailed(true);
      },
    );
    return () => {
      isLeft = true;
    };
  }, [call, period, mark]);
  if (failed) return 'failed';
  return shown?.period === period ? shown.figures : 'loading';
}
