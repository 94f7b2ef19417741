import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffView } from '../../../app/contract/staff.ts';
import type { StaffId } from '../../../app/domain/ids.ts';
import { KeyCap } from '../../controls/button.tsx';
import { numberedMax } from './pin-state.ts';
import styles from './staff.module.css';

type PeopleListProps = {
  readonly label: string;
  readonly people: StaffView['people'];
  readonly chosen: StaffId | null;
  readonly onChoose: (staffId: StaffId) => void;
};

/** Everybody who can be chosen, one of them chosen; with number keys while nobody is and they are few. */
export function PeopleList({ label, people, chosen, onChoose }: PeopleListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const numbered = chosen === null && people.length <= numberedMax;
  useEffect(() => {
    const row = list.current?.querySelector('[aria-checked="true"]');
    row?.scrollIntoView({ block: 'nearest' });
    // The focus goes with the choice when it is in the list already.
    if (list.current?.contains(document.activeElement) && row instanceof HTMLElement) row.focus();
  }, [chosen]);
  return (
    <div ref={list} className={styles['people']} role="radiogroup" aria-label={label}>
      {people.map(({ staffId, name, role }, index) => (
        <button
          key={staffId}
          type="button"
          role="radio"
          className={styles['person']}
          data-person={staffId}
          aria-checked={staffId === chosen}
          tabIndex={staffId === chosen || (chosen === null && index === 0) ? 0 : -1}
          onKeyDown={keepStill}
          onClick={() => onChoose(staffId)}
        >
          {numbered ? <KeyCap name={String(index + 1)} /> : null}
          <span className={styles['personName']} title={name}>
            {name}
          </span>
          {role === 'manager' ? (
            <span className={styles['roleMark']}>{t('staff.role.manager')}</span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

/** The keys of the panel choose, not the browser's scrolling. */
function keepStill(event: KeyboardEvent): void {
  if (/^Arrow(?:Up|Down)$/.test(event.key)) event.preventDefault();
}
