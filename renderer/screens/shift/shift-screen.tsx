import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { ShiftReport } from '../../../app/contract/shift.ts';
import { businessDate } from '../../../app/domain/time.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { ExportPanel } from '../manager/export-panel.tsx';
import { useBackStep } from '../staff/keys-first.ts';
import { ShiftTable, ShiftTiles } from './shift-figures.tsx';
import { ShiftHistory } from './shift-history.tsx';
import { ShiftPrint, type Paper } from './shift-print.tsx';
import { useShiftDesk, type ShiftDesk } from './use-shift-desk.ts';
import styles from './shift.module.css';

/** Opens and closes the shift of this counter; its figures so far, of the one just closed, and of earlier ones. */
export function ShiftScreen({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const desk = useShiftDesk(view);
  const [paper, setPaper] = useState<Paper>('a4');
  useBackStep(desk.shown.kind === 'confirm', () => desk.show({ kind: 'now' }));
  const report = typeof desk.report === 'object' ? desk.report : null;
  const print = (wanted: Paper): void => {
    setPaper(wanted);
    // The sheet is drawn by the time the next frame is.
    requestAnimationFrame(() => window.print());
  };
  return (
    <section
      className={styles['screen']}
      aria-label={t('shift.title')}
      data-shift={view.shift === undefined ? 'none' : 'open'}
      data-shown={desk.shown.kind}
    >
      <div className={styles['main']}>
        <ShiftHead desk={desk} view={view} report={report} onPrint={print} />
        <ShiftStep desk={desk} view={view} report={report} />
        {desk.report === 'loading' || desk.report === 'failed' ? (
          <p className={styles['quiet']} role="status">
            {t(`shift.${desk.report}`)}
          </p>
        ) : null}
        {report === null ? null : (
          <>
            <ShiftTiles total={report.total} />
            <div
              className={styles['scroll']}
              tabIndex={0}
              role="group"
              aria-label={t('shift.byPerson')}
            >
              <ShiftTable report={report} />
            </div>
            <ShiftPrint report={report} view={view} paper={paper} />
          </>
        )}
      </div>
      <ShiftHistory desk={desk} view={view} />
    </section>
  );
}

type PartProps = {
  readonly desk: ShiftDesk;
  readonly view: ReadyView;
  readonly report: ShiftReport | null;
};

/** Which shift this is, and what can be made of its report. */
function ShiftHead({
  desk,
  view,
  report,
  onPrint,
}: PartProps & { readonly onPrint: (paper: Paper) => void }) {
  const { t } = useTranslation();
  const shiftId =
    desk.shown.kind === 'now' || desk.shown.kind === 'confirm' ? null : report?.shiftId;
  return (
    <div className={styles['head']}>
      <div>
        <h2>{t('shift.title')}</h2>
        <p className={styles['quiet']} role="status">
          <ShiftTimes report={report} view={view} />
        </p>
      </div>
      {report === null ? null : (
        <div className={styles['buttons']}>
          <ExportPanel words="shift" call="shift:export" input={{ shiftId: shiftId ?? null }} />
          <Button size="small" data-print="a4" onClick={() => onPrint('a4')}>
            {t('shift.print')}
          </Button>
          <Button size="small" data-print="narrow" onClick={() => onPrint('narrow')}>
            {t('shift.printNarrow')}
          </Button>
        </div>
      )}
    </div>
  );
}

function ShiftTimes({ report, view }: Pick<PartProps, 'report' | 'view'>) {
  const { t } = useTranslation();
  const dates = useDates();
  const today = view.businessDate;
  if (report === null) {
    if (view.shift === undefined) return '';
    return t('shift.openSince', { time: dates.recent(view.shift.openedAtMs, today) });
  }
  const from = dates.recent(report.openedAtMs, today);
  const name = report.openedBy?.name;
  const opened =
    name === undefined
      ? t('shift.openSince', { time: from })
      : t('shift.openSinceBy', { time: from, name });
  if (report.closedAtMs === null) return opened;
  const closed = t('shift.closedAt', {
    from: dates.instant(report.openedAtMs),
    to: dates.recent(report.closedAtMs, businessDate(report.openedAtMs)),
  });
  const by = report.closedBy;
  return by === null ? closed : `${closed} · ${t('shift.by', { name: by.name })}`;
}

/** The one thing to do now, on a button that Enter presses. */
function ShiftStep({ desk, view, report }: PartProps) {
  const { t } = useTranslation();
  const { shown, trouble } = desk;
  const box = useFocusedStep(`${shown.kind} ${view.shift?.shiftId}`);
  return (
    <div
      ref={box}
      role="group"
      aria-label={t('shift.title')}
      className={styles['step']}
      data-step={shown.kind}
      tabIndex={-1}
    >
      <div className={styles['say']}>
        <StepWords desk={desk} view={view} report={report} />
        {trouble === null ? null : (
          <p role="alert" className={styles['trouble']}>
            <Icon name="deny" />
            {isRefusal(trouble) ? t(`shift.refused.${trouble}`) : t('shift.notDone')}
          </p>
        )}
      </div>
      <StepButtons desk={desk} isOpen={view.shift !== undefined} />
    </div>
  );
}

/** Enter held down is one wish, not the next step as well. */
function heldDownOnce(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}

function StepButtons({ desk, isOpen }: { readonly desk: ShiftDesk; readonly isOpen: boolean }) {
  const { t } = useTranslation();
  const { shown, busy } = desk;
  const main = {
    keyName: 'Enter',
    'data-main': '',
    disabled: busy,
    onKeyDown: heldDownOnce,
  } as const;
  const toNow = (): void => desk.show({ kind: 'now' });
  if (shown.kind === 'confirm')
    return (
      <span className={styles['pair']}>
        <Button keyName="Esc" onClick={toNow}>
          {t('shift.notYet')}
        </Button>
        <Button look="primary" {...main} onClick={desk.close}>
          {t('shift.confirm')}
        </Button>
      </span>
    );
  if (shown.kind === 'earlier' || (shown.kind === 'closed' && isOpen))
    return (
      <Button {...main} onClick={toNow}>
        {t('shift.now')}
      </Button>
    );
  // Just closed: one Enter too many must not open the next.
  if (shown.kind === 'closed') return <Button onClick={desk.open}>{t('shift.open')}</Button>;
  return isOpen ? (
    <Button look="primary" {...main} onClick={() => desk.show({ kind: 'confirm' })}>
      {t('shift.close')}
    </Button>
  ) : (
    <Button look="primary" {...main} onClick={desk.open}>
      {t('shift.open')}
    </Button>
  );
}

const refusals = ['shift-open-already', 'no-shift', 'setup-first'] as const;

function isRefusal(code: string): code is (typeof refusals)[number] {
  return (refusals as readonly string[]).includes(code);
}

/** What a person must know before pressing. */
function StepWords({ desk, view, report }: PartProps) {
  const { t } = useTranslation();
  const { shown } = desk;
  const unsent = report?.unsent ?? 0;
  if (shown.kind === 'confirm')
    return (
      <>
        <strong>{t('shift.confirmTitle')}</strong>
        <p>{t('shift.confirmText')}</p>
        {unsent === 0 ? null : (
          <p className={styles['unsent']} data-unsent={unsent}>
            <Icon name="offline" />
            {t('shift.confirmUnsent', { n: formatWhole(unsent) })}
          </p>
        )}
      </>
    );
  if (shown.kind === 'closed')
    return (
      <p className={styles['done']} role="status">
        <Icon name="ok" />
        {unsent === 0 ? t('shift.closed') : t('shift.closedUnsent', { n: formatWhole(unsent) })}
      </p>
    );
  if (shown.kind === 'earlier')
    return (
      <p>{unsent === 0 ? t('shift.report') : t('shift.sentLater', { n: formatWhole(unsent) })}</p>
    );
  if (view.shift === undefined) return <NoShift desk={desk} />;
  return (
    <>
      <p>
        {t('shift.soFar')} ·{' '}
        {view.mode === 'local'
          ? t('shift.events', { n: formatWhole(report?.events ?? 0) })
          : unsent === 0
            ? t('shift.allSent')
            : t('shift.unsent', { n: formatWhole(unsent) })}
      </p>
      {businessDate(view.shift.openedAtMs) === view.businessDate ? null : (
        <p className={styles['quiet']}>{t('shift.overMidnight')}</p>
      )}
      <Outside line={report?.outside ?? null} words="outsideBefore" />
    </>
  );
}

function NoShift({ desk }: Pick<PartProps, 'desk'>) {
  const { t } = useTranslation();
  return (
    <>
      <strong>{t('shift.none')}</strong>
      <p className={styles['quiet']}>{t('shift.noneHint')}</p>
      <Outside line={desk.list?.outside ?? null} words="outsideNow" />
    </>
  );
}

type OutsideProps = {
  readonly line: ShiftReport['outside'];
  readonly words: 'outsideBefore' | 'outsideNow';
};

/** Nothing is lost between shifts: what was sold then is said. */
function Outside({ line, words }: OutsideProps) {
  const { t } = useTranslation();
  if (line === null || line.sales === 0) return null;
  const of = { sales: formatWhole(line.sales), amount: formatMoney(line.paidMinor) };
  return (
    <p className={styles['quiet']} data-outside={line.sales}>
      {t(`shift.${words}`, of)}
    </p>
  );
}

/** The focus is on what Enter does, whenever that is another thing; on the step itself where it does nothing. */
function useFocusedStep(step: string): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const main = box.current?.querySelector<HTMLElement>('[data-main]') ?? box.current;
    main?.focus({ preventScroll: true });
  }, [step]);
  return box;
}
