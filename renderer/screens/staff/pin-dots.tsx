import { useTranslation } from 'react-i18next';
import { pinLengthMin } from './pin-state.ts';
import styles from './staff.module.css';

/** How many digits are typed, never which. */
export function PinDots({ typed, label }: { readonly typed: number; readonly label: string }) {
  const { t } = useTranslation();
  const dots = Math.max(typed, pinLengthMin);
  return (
    <div className={styles['dots']} role="group" aria-label={label} data-pin={typed}>
      {Array.from({ length: dots }, (_, index) => (
        <span key={index} className={styles['dot']} data-typed={index < typed} />
      ))}
      <span className="visually-hidden" role="status">
        {t('staff.lock.typed', { n: typed })}
      </span>
    </div>
  );
}
