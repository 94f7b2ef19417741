import { useTranslation } from 'react-i18next';
import { groupDigits } from './amount-text.ts';
import styles from './counter.module.css';

type AmountDisplayProps = {
  readonly label: string;
  readonly amountText: string;
  /** Number of the e-invoice the amount came from. */
  readonly invoiceNumber?: string | null;
  /** Stands there while nothing is typed. */
  readonly placeholder?: string;
};

/** The amount typed on the keypad, large, and where it came from. */
export function AmountDisplay(props: AmountDisplayProps) {
  const { label, amountText, invoiceNumber = null, placeholder = '0' } = props;
  const { t } = useTranslation();
  return (
    <section className={styles['amount']} aria-label={label}>
      <div className={styles['amountTop']}>
        <span>{label}</span>
        {invoiceNumber === null ? null : (
          <span className={styles['invoice']}>{t('sale.invoice', { number: invoiceNumber })}</span>
        )}
      </div>
      <output className={styles['amountValue']} data-empty={amountText === ''} data-amount="">
        {groupDigits(amountText) || placeholder}
      </output>
    </section>
  );
}
