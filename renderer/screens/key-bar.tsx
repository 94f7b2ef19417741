import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import type { Place } from '../ui-state.ts';
import styles from './ready-screen.module.css';
import type { RunCommand } from './use-commands.ts';

type KeyBarProps = {
  readonly place: Place;
  /** Esc leads to the list of members first. */
  readonly isOverList?: boolean;
  readonly onCommand: RunCommand;
};

/** The function keys, as buttons for hands and as reminders for eyes. */
export function KeyBar({ place, isOverList = false, onCommand }: KeyBarProps) {
  const { t } = useTranslation();
  return (
    <nav className={styles['bar']} aria-label={t('bar.region')}>
      {place === 'counter' ? null : (
        <Button look="primary" keyName="Esc" onClick={() => onCommand({ kind: 'back' })}>
          {t(isOverList ? 'manager.backToList' : 'bar.counter')}
        </Button>
      )}
      <Button keyName="F3" onClick={() => onCommand({ kind: 'find' })}>
        {t('bar.find')}
      </Button>
      <Button keyName="F6" onClick={() => onCommand({ kind: 'enrol' })}>
        {t('bar.enrol')}
      </Button>
      {place === 'counter' ? (
        <Button keyName="F7" onClick={() => onCommand({ kind: 'next-voucher' })}>
          {t('bar.voucher')}
        </Button>
      ) : null}
      <PlaceButton place={place} to="refund" keyName="F5" onCommand={onCommand} />
      <PlaceButton place={place} to="members" keyName="F4" onCommand={onCommand} />
      <PlaceButton place={place} to="settings" keyName="F10" onCommand={onCommand} />
      <Button keyName="F1" onClick={() => onCommand({ kind: 'help' })}>
        {t('bar.help')}
      </Button>
    </nav>
  );
}

type PlaceButtonProps = {
  readonly place: Place;
  readonly to: Exclude<Place, 'counter' | 'scanners' | 'figures' | 'shift' | 'inbox'>;
  readonly keyName: string;
  readonly onCommand: RunCommand;
};

function PlaceButton({ place, to, keyName, onCommand }: PlaceButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      keyName={keyName}
      aria-current={place === to ? 'page' : undefined}
      onClick={() => onCommand({ kind: to })}
    >
      {t(`bar.${to}`)}
    </Button>
  );
}
