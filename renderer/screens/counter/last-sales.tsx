import { useTranslation } from 'react-i18next';
import type { SettledSaleView } from '../../../app/contract/counter-view.ts';
import { formatClock } from '../../../app/domain/time.ts';
import { Icon, type IconName } from '../../controls/icon.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import type { Language } from '../../i18n/i18n.ts';
import styles from './counter.module.css';

const syncIcons: Readonly<Record<SettledSaleView['sync'], IconName>> = {
  local: 'local',
  waiting: 'offline',
  'at-hq': 'online',
  rejected: 'returned',
};

type LastSalesProps = {
  readonly sales: readonly SettledSaleView[];
  readonly language: Language;
};

/** The last five sales and whether each has reached HQ. */
export function LastSales({ sales, language }: LastSalesProps) {
  const { t } = useTranslation();
  return (
    <section className={styles['sales']} aria-label={t('sale.last')}>
      <h2>{t('sale.last')}</h2>
      {sales.length === 0 ? <p className={styles['waiting']}>{t('sale.noLast')}</p> : null}
      <ol>
        {sales.map((sale) => (
          <li
            key={sale.saleId}
            className={styles['saleRow']}
            data-sale-no={sale.saleNo}
            title={sale.reasons.map((reason) => reason.words[language]).join('\n')}
          >
            <time dateTime={new Date(sale.atMs).toISOString()}>{formatClock(sale.atMs)}</time>
            <span className={styles['saleName']}>{sale.nameMasked}</span>
            <span className={styles['salePaid']}>{formatMoney(sale.paidMinor)}</span>
            <span className={styles['salePoints']}>
              {t('common.addedPoints', { points: formatWhole(sale.points) })}
            </span>
            <span className={styles['saleSync']} data-sync={sale.sync}>
              <Icon name={syncIcons[sale.sync]} size="1.125em" />
              {t(`sale.sync.${sale.sync}`)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
