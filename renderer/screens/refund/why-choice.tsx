import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../controls/button.tsx';
import type { RunCommand } from '../use-commands.ts';
import { refundWhys, type RefundingSale } from './refund-state.ts';
import styles from './refund.module.css';

type WhyChoiceProps = {
  readonly state: RefundingSale | null;
  readonly onCommand: RunCommand;
};

/** Why it comes back; the likeliest reason is chosen already. */
export function WhyChoice({ state, onCommand }: WhyChoiceProps) {
  const { t } = useTranslation();
  return (
    <section className={styles['whys']} aria-label={t('refund.why')}>
      <h2>{t('refund.why')}</h2>
      <div className={styles['whyKeys']}>
        {refundWhys.map((why, index) => (
          <button
            key={why}
            type="button"
            className={styles['why']}
            aria-pressed={state?.why === why}
            disabled={state === null || state.sent !== null}
            data-why={why}
            onClick={() => onCommand({ kind: 'nth-voucher', index })}
          >
            {t(`refund.whys.${why}`)}
            <KeyCap name={`Alt ${index + 1}`} />
          </button>
        ))}
      </div>
    </section>
  );
}
