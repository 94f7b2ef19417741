import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../app/contract/language.ts';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Button } from '../controls/button.tsx';
import { useCounter } from '../counter-context.tsx';
import styles from './language-switch.module.css';

const calendars = ['gregory', 'roc'] as const satisfies readonly Calendar[];

/** How years are counted in the dates of this counter: 2026, or 115 of the Republic. */
export function CalendarSwitch({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const current = view.calendar ?? 'gregory';
  return (
    <div className={styles['switch']} role="group" aria-label={t('calendar.title')}>
      <span className={styles['label']}>{t('calendar.title')}</span>
      {calendars.map((calendar) => (
        <Button
          key={calendar}
          size="small"
          look={calendar === current ? 'primary' : 'plain'}
          aria-pressed={calendar === current}
          data-calendar={calendar}
          onClick={() => void call('settings:set-calendar', { calendar }).catch(() => undefined)}
        >
          {t(`calendar.${calendar}`)}
        </Button>
      ))}
    </div>
  );
}
