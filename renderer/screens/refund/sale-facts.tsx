import type { Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import { hasLines, type RefundAction, type RefundingSale } from './refund-state.ts';
import styles from './refund.module.css';

type SaleFactsProps = {
  readonly state: RefundingSale;
  readonly view: ReadyView;
  readonly dispatch: Dispatch<RefundAction>;
};

/** The sale that comes back, so that nobody takes back the wrong one. */
export function SaleFacts({ state, view, dispatch }: SaleFactsProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { sale, refundableMinor } = state.open;
  const points = (count: number): string => t('common.points', { points: formatWhole(count) });
  return (
    <article className={styles['panel']} data-refund-of={sale.saleNo}>
      <div>
        <h2 className={styles['name']} title={sale.nameMasked}>
          {sale.nameMasked}
        </h2>
        <p className={styles['ids']}>
          <span>{t('refund.saleNo', { saleNo: sale.saleNo })}</span>
          <span>{dates.recent(sale.atMs, view.businessDate)}</span>
        </p>
      </div>
      <dl className={styles['facts']}>
        <dt>{t('refund.paid')}</dt>
        <dd>{formatMoney(sale.paidMinor)}</dd>
        <dt>{t('refund.earned')}</dt>
        <dd>{points(sale.points)}</dd>
        {sale.pointsSpent > 0 ? (
          <>
            <dt>{t('refund.spent')}</dt>
            <dd>{points(sale.pointsSpent)}</dd>
          </>
        ) : null}
        <dt>{t('refund.refundable')}</dt>
        <dd className={styles['left']}>{formatMoney(refundableMinor)}</dd>
      </dl>
      {hasLines(state.open) ? (
        <Lines state={state} dispatch={dispatch} />
      ) : (
        <ul className={styles['then']} aria-label={t('refund.reasons')} tabIndex={0}>
          {sale.reasons.map((reason, index) => (
            <li key={`${reason.code}-${index}`}>{localized(reason.words, view.language)}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

type LinesProps = Pick<SaleFactsProps, 'state' | 'dispatch'>;

/** The goods, and how many of each come back. */
function Lines({ state, dispatch }: LinesProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['lines']}>
      <h3>
        {t('refund.lines')} <span>{t('refund.lineKeys')}</span>
      </h3>
      <ul>
        {state.open.lines.map((line, index) => {
          const name = line.name || t('refund.unnamed', { n: index + 1 });
          const units = state.units[index] ?? 0;
          const step = (by: -1 | 1) => dispatch({ kind: 'step', by, line: index });
          return (
            <li
              key={line.line}
              data-chosen={index === state.line}
              data-back={units > 0}
              data-over={line.qtyLeft === 0}
            >
              <span className={styles['lineName']} title={name}>
                {name}
              </span>
              <span className={styles['lineLeft']}>{formatMoney(line.leftMinor)}</span>
              <span className={styles['stepper']}>
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={units === 0}
                  aria-label={t('refund.less', { name })}
                  onClick={() => step(-1)}
                >
                  −
                </button>
                <output>{t('refund.unitsOf', { units, left: line.qtyLeft })}</output>
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={units >= line.qtyLeft}
                  aria-label={t('refund.moreUnits', { name })}
                  onClick={() => step(1)}
                >
                  +
                </button>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
