import { useTranslation } from 'react-i18next';
import type { StaffRow } from '../../../app/contract/staff.ts';
import type { StaffId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import settingsStyles from '../settings/settings.module.css';
import styles from './staff-settings.module.css';
import type { Removal } from './use-removal.ts';

type StaffRowsProps = {
  readonly rows: readonly StaffRow[];
  readonly today: string;
  readonly current: StaffId | null;
  readonly removal: Removal;
  /** The last manager while others are listed. */
  readonly isKept: (row: StaffRow) => boolean;
  readonly onChange: (row: StaffRow) => void;
};

/** Everybody who is listed. A removed person stands there to be taken back for a moment. */
export function StaffRows(props: StaffRowsProps) {
  const { t } = useTranslation();
  const { rows, removal } = props;
  return (
    <>
      <ul className={styles['rows']} data-staff-rows="">
        {rows.map((row) =>
          row.staffId === removal.pending?.staffId ? (
            <li key={row.staffId} className={styles['row']} data-staff-removing={row.staffId}>
              <span className={styles['gone']} role="status">
                {t('staff.settings.removing', { name: row.name })}
                {rows.length === 1 ? ` ${t('staff.settings.lastGoes')}` : ''}
              </span>
              <Button
                size="small"
                look="primary"
                aria-label={t('staff.settings.undoOf', { name: row.name })}
                onClick={removal.undo}
              >
                {t('staff.settings.undo')}
              </Button>
            </li>
          ) : (
            <PersonRow key={row.staffId} row={row} {...props} />
          ),
        )}
      </ul>
      {removal.trouble === null ? null : (
        <p className={settingsStyles['trouble']} role="alert">
          {removal.trouble}
        </p>
      )}
    </>
  );
}

function PersonRow(props: StaffRowsProps & { readonly row: StaffRow }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { row, today, current, removal, isKept, onChange } = props;
  const facts = [
    t(`staff.role.${row.role}`),
    t(row.hasBadge ? 'staff.settings.hasBadge' : 'staff.settings.noBadge'),
    row.lastSignInAtMs === null
      ? t('staff.settings.neverSignedIn')
      : t('staff.settings.lastSignIn', { time: dates.recent(row.lastSignInAtMs, today) }),
  ].join(' · ');
  return (
    <li className={styles['row']}>
      <button
        type="button"
        className={styles['rowButton']}
        data-staff-row={row.staffId}
        aria-current={row.staffId === current}
        onClick={() => onChange(row)}
      >
        <span className={styles['rowName']} title={row.name}>
          {row.name}
        </span>
        <span className={styles['rowFacts']}>{facts}</span>
      </button>
      <Button
        size="small"
        aria-label={t('staff.settings.removeOf', { name: row.name })}
        disabled={isKept(row)}
        title={isKept(row) ? t('staff.settings.keepOne') : undefined}
        onClick={() => removal.remove(row)}
        data-staff-remove={row.staffId}
      >
        {t('staff.settings.remove')}
      </Button>
    </li>
  );
}
