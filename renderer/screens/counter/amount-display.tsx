import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { groupDigits } from './amount-text.ts';
import styles from './counter.module.css';
import { PosMark } from './pos-mark.tsx';
import { SaleGoods } from './sale-goods.tsx';

type AmountDisplayProps = {
  readonly label: string;
  readonly amountText: string;
  /** Number of the e-invoice the amount came from. */
  readonly invoiceNumber?: string | null;
  /** What of a POS stands or waits here. */
  readonly pos?: ReadyView['pos'];
  /** The goods it is the sum of. */
  readonly lines?: ReadyView['sale']['lines'];
  /** Stands there while nothing is typed. */
  readonly placeholder?: string;
};

/** The amount typed on the keypad, large, and where it came from. */
export function AmountDisplay(props: AmountDisplayProps) {
  const { label, amountText, invoiceNumber = null, pos, lines, placeholder = '0' } = props;
  const { t } = useTranslation();
  return (
    <section className={styles['amount']} aria-label={label}>
      <div className={styles['amountTop']}>
        <span title={label}>{label}</span>
        <PosMark pos={pos} />
        {invoiceNumber === null ? null : (
          <span className={styles['invoice']}>{t('sale.invoice', { number: invoiceNumber })}</span>
        )}
      </div>
      <div className={styles['amountRow']}>
        <SaleGoods lines={lines} />
        <output className={styles['amountValue']} data-empty={amountText === ''} data-amount="">
          {groupDigits(amountText) || placeholder}
        </output>
      </div>
    </section>
  );
}
