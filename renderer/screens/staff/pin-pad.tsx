import { useTranslation } from 'react-i18next';
import { Icon } from '../../controls/icon.tsx';
import styles from './staff.module.css';

/** What a key of the pad does. */
export type PadKey =
  { readonly kind: 'digit'; readonly digit: string } | { readonly kind: 'backspace' | 'clear' };

type PinPadProps = { readonly disabled?: boolean; readonly onKey: (key: PadKey) => void };

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Keys for a finger, in the order of a phone. They stay where they are: a PIN is typed by place. */
export function PinPad({ disabled = false, onKey }: PinPadProps) {
  const { t } = useTranslation();
  const digit = (one: string) => (
    <button
      key={one}
      type="button"
      className={styles['padKey']}
      disabled={disabled}
      onClick={() => onKey({ kind: 'digit', digit: one })}
    >
      {one}
    </button>
  );
  return (
    <div className={styles['pad']} role="group" aria-label={t('keypad.region')} data-pin-pad="">
      {digits.map(digit)}
      <button
        type="button"
        className={`${styles['padKey']} ${styles['padWord']}`}
        disabled={disabled}
        onClick={() => onKey({ kind: 'clear' })}
      >
        {t('keypad.clear')}
      </button>
      {digit('0')}
      <button
        type="button"
        className={styles['padKey']}
        disabled={disabled}
        aria-label={t('keypad.backspace')}
        onClick={() => onKey({ kind: 'backspace' })}
      >
        <Icon name="backspace" size="1.75rem" />
      </button>
    </div>
  );
}
