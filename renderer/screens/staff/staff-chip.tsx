import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Icon } from '../../controls/icon.tsx';
import type { RunCommand } from '../use-commands.ts';
import styles from './staff.module.css';

type StaffChipProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** Who is at the counter; a press hands it to another. Nothing while nobody is listed. */
export function StaffChip({ view, onCommand }: StaffChipProps) {
  const { t } = useTranslation();
  if (view.staff === undefined) return null;
  const name = view.staff.current?.name ?? t('staff.nobody');
  return (
    <button
      type="button"
      className={styles['chip']}
      title={t('staff.chip', { name })}
      aria-label={t('staff.chip', { name })}
      data-staff-chip=""
      onClick={() => onCommand({ kind: 'lock' })}
    >
      <Icon name="person" />
      <span>{name}</span>
    </button>
  );
}
