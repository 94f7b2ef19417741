import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { businessDate, formatClock } from '../../../app/domain/time.ts';
import { Button } from '../../controls/button.tsx';
import { useDates, type Dates } from '../../i18n/use-dates.ts';
import { personName } from './shift-figures.tsx';
import type { ShiftDesk, ShiftList } from './use-shift-desk.ts';
import styles from './shift.module.css';

/** Earlier shifts, newest first; one is chosen to see its report. */
export function ShiftHistory({ desk, view }: { desk: ShiftDesk; view: ReadyView }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { list, shown } = desk;
  const closed = list?.shifts.filter(({ closedAtMs }) => closedAtMs !== null) ?? [];
  return (
    <aside className={styles['history']} aria-label={t('shift.earlier')}>
      <h3>{t('shift.earlier')}</h3>
      {list !== null && closed.length === 0 ? (
        <p className={styles['quiet']}>{t('shift.earlierNone')}</p>
      ) : null}
      <ol className={styles['rows']}>
        {closed.map((one) => (
          <li key={one.shiftId}>
            <button
              type="button"
              data-shift-row={one.shiftId}
              aria-current={shown.kind === 'earlier' && shown.shiftId === one.shiftId}
              onClick={() => desk.show({ kind: 'earlier', shiftId: one.shiftId })}
            >
              <span>
                {dayAndClock(dates, one.openedAtMs, view)}–{closedWords(dates, one, view)}
              </span>
              {view.staff === undefined && one.closedBy === null ? null : (
                <small>{personName(t, one.closedBy)}</small>
              )}
            </button>
          </li>
        ))}
      </ol>
      {list === null || list.shifts.length < list.total ? (
        <Button size="small" data-earlier="" onClick={desk.listMore}>
          {t(list === null ? 'shift.earlier' : 'shift.earlierMore')}
        </Button>
      ) : null}
    </aside>
  );
}

/** Of the same day the clock alone. */
function closedWords(
  dates: Dates,
  { openedAtMs, closedAtMs }: ShiftList['shifts'][number],
  view: ReadyView,
): string {
  if (closedAtMs === null) return '';
  const isSameDay = businessDate(openedAtMs) === businessDate(closedAtMs);
  return isSameDay ? formatClock(closedAtMs) : dayAndClock(dates, closedAtMs, view);
}

/** With its year when that is not this one. */
function dayAndClock(dates: Dates, atMs: number, { businessDate: today }: ReadyView): string {
  const isThisYear = businessDate(atMs).slice(0, 4) === today.slice(0, 4);
  return isThisYear ? dates.instant(atMs).slice(-11) : dates.instant(atMs);
}
