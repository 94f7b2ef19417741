import { useTranslation } from 'react-i18next';
import { Icon } from '../../controls/icon.tsx';
import type { RunCommand } from '../use-commands.ts';
import styles from './counter.module.css';

/** Phone order, top left first; backspace and clear stand right of them. */
const rows = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
] as const;

/** Big keys for a finger. They type into an open field on the left, else into the amount. */
export function Keypad({ onCommand }: { onCommand: RunCommand }) {
  const { t } = useTranslation();
  const digit = (digits: string, wide = false) => (
    <button
      key={digits}
      type="button"
      className={styles['key']}
      data-wide={wide}
      onClick={() => onCommand({ kind: 'digit', digit: digits })}
    >
      {digits}
    </button>
  );
  const [first, second, third] = rows;
  return (
    <div className={styles['keypad']} role="group" aria-label={t('keypad.region')}>
      {first.map((key) => digit(key))}
      <button
        type="button"
        className={styles['key']}
        data-tall="true"
        aria-label={t('keypad.backspace')}
        onClick={() => onCommand({ kind: 'backspace' })}
      >
        <Icon name="backspace" size="2rem" />
      </button>
      {second.map((key) => digit(key))}
      {third.map((key) => digit(key))}
      <button
        type="button"
        className={`${styles['key']} ${styles['keyWord']}`}
        data-tall="true"
        onClick={() => onCommand({ kind: 'clear' })}
      >
        {t('keypad.clear')}
      </button>
      {digit('0', true)}
      {digit('00')}
    </div>
  );
}
