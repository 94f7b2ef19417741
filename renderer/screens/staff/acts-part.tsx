import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import type { StaffView } from '../../../app/contract/staff.ts';
import type { StaffId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import controlStyles from '../../controls/controls.module.css';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import settingsStyles from '../settings/settings.module.css';
import { actWords } from './act-words.ts';
import styles from './staff-settings.module.css';

const pageRows = 50;

type ActsPartProps = {
  readonly people: StaffView['people'];
  readonly today: string;
  readonly onBack: () => void;
};

type Shown = CounterCallOut<'staff:acts'> & { readonly offset: number };

/** Who did what at this counter, newest first. */
export function ActsPart({ people, today, onBack }: ActsPartProps) {
  const { t } = useTranslation();
  const id = useId();
  const [staffId, setStaffId] = useState<StaffId | null>(null);
  const [offset, setOffset] = useState(0);
  const shown = useActs(staffId, offset);
  return (
    <section className={styles['acts']} aria-label={t('staff.acts.title')}>
      <header className={styles['actsHead']}>
        <h2>{t('staff.acts.title')}</h2>
        <label className={styles['filter']} htmlFor={id}>
          {t('staff.acts.filter')}
        </label>
        <select
          id={id}
          name="actsOf"
          className={controlStyles['input']}
          value={staffId ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setStaffId(people.find((one) => one.staffId === chosen)?.staffId ?? null);
            setOffset(0);
          }}
        >
          <option value="">{t('staff.acts.everybody')}</option>
          {people.map((one) => (
            <option key={one.staffId} value={one.staffId}>
              {one.name}
            </option>
          ))}
        </select>
        <Button size="small" onClick={onBack}>
          {t('staff.acts.back')}
        </Button>
      </header>
      {typeof shown === 'string' ? (
        <p className={settingsStyles['quiet']} role="status">
          {t(`staff.acts.${shown}`)}
        </p>
      ) : (
        <>
          <ActsTable shown={shown} today={today} />
          <Pager shown={shown} onOffset={setOffset} />
        </>
      )}
    </section>
  );
}

function ActsTable({ shown, today }: { readonly shown: Shown; readonly today: string }) {
  const { t } = useTranslation();
  const dates = useDates();
  if (shown.rows.length === 0)
    return <p className={settingsStyles['quiet']}>{t('staff.acts.empty')}</p>;
  return (
    <div
      className={styles['actsScroll']}
      tabIndex={0}
      role="group"
      aria-label={t('staff.acts.title')}
    >
      <table className={styles['actsTable']}>
        <thead>
          <tr>
            {(['time', 'person', 'what'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`staff.acts.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.rows.map((row) => (
            <tr key={row.eid} data-act={row.act.what}>
              <td>{dates.recent(row.atMs, today)}</td>
              <td className={styles['actsName']} title={row.staff?.name}>
                {row.staff?.name ?? t('staff.nobody')}
              </td>
              <td>{actWords(t, row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type PagerProps = { readonly shown: Shown; readonly onOffset: (offset: number) => void };

function Pager({ shown, onOffset }: PagerProps) {
  const { t } = useTranslation();
  const { offset, rows, total } = shown;
  if (total === 0) return null;
  return (
    <footer className={styles['pager']}>
      <span role="status">
        {t('staff.acts.page', {
          from: formatWhole(offset + 1),
          to: formatWhole(offset + rows.length),
          total: formatWhole(total),
        })}
      </span>
      <Button
        size="small"
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - pageRows))}
      >
        {t('staff.acts.newer')}
      </Button>
      <Button
        size="small"
        disabled={offset + rows.length >= total}
        onClick={() => onOffset(offset + pageRows)}
      >
        {t('staff.acts.older')}
      </Button>
    </footer>
  );
}

/** One page of the record, read when it is turned to. */
function useActs(staffId: StaffId | null, offset: number): Shown | 'loading' | 'failed' {
  const { call } = useCounter();
  const [shown, setShown] = useState<Shown | 'loading' | 'failed'>('loading');
  useEffect(() => {
    let isLeft = false;
    call('staff:acts', { staffId, offset, limit: pageRows }).then(
      (page) => {
        if (!isLeft) setShown({ ...page, offset });
      },
      () => {
        if (!isLeft) setShown('failed');
      },
    );
    return () => {
      isLeft = true;
    };
  }, [call, staffId, offset]);
  return shown;
}
