import { useTranslation } from 'react-i18next';
import type { SettledSaleView } from '../../../app/contract/counter-view.ts';
import { formatClock } from '../../../app/domain/time.ts';
import { Button } from '../../controls/button.tsx';
import { Icon, type IconName } from '../../controls/icon.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import type { Language } from '../../i18n/i18n.ts';
import { localized } from '../../i18n/localized.ts';
import type { RunCommand } from '../use-commands.ts';
import styles from './last-sales.module.css';

const syncIcons: Readonly<Record<SettledSaleView['sync'], IconName>> = {
  local: 'local',
  waiting: 'offline',
  'at-hq': 'online',
  rejected: 'returned',
};

type LastSalesProps = {
  readonly sales: readonly SettledSaleView[];
  readonly language: Language;
  readonly onCommand: RunCommand;
};

/** The last five sales, whether each has reached HQ, and the way to undo the newest. */
export function LastSales({ sales, language, onCommand }: LastSalesProps) {
  const { t } = useTranslation();
  const newest = sales[0];
  return (
    <section className={styles['sales']} aria-label={t('sale.last')}>
      <div className={styles['top']}>
        <h2>{t('sale.last')}</h2>
        {newest?.refundable && !newest.undone ? (
          <Button
            size="small"
            keyName="Ctrl Z"
            data-undo-last=""
            onClick={() => onCommand({ kind: 'undo-last' })}
          >
            {t('sale.undoLast')}
          </Button>
        ) : null}
      </div>
      {sales.length === 0 ? <p className={styles['none']}>{t('sale.noLast')}</p> : null}
      <ol>
        {sales.map((sale) => (
          <SaleRow key={sale.saleId} sale={sale} language={language} />
        ))}
      </ol>
    </section>
  );
}

function SaleRow({ sale, language }: { sale: SettledSaleView; language: Language }) {
  const { t } = useTranslation();
  const back = sale.undone || sale.refundedMinor > 0;
  const brought = sale.undone
    ? t('sale.undone')
    : back
      ? t('sale.refunded', { amount: formatMoney(sale.refundedMinor) })
      : t('common.addedPoints', { points: formatWhole(sale.points) });
  return (
    <li
      className={styles['row']}
      data-sale-no={sale.saleNo}
      data-undone={sale.undone}
      title={sale.reasons.map((reason) => localized(reason.words, language)).join('\n')}
    >
      <time dateTime={new Date(sale.atMs).toISOString()}>{formatClock(sale.atMs)}</time>
      <span className={styles['name']}>{sale.nameMasked}</span>
      <span className={styles['paid']}>{formatMoney(sale.paidMinor)}</span>
      <span className={styles['points']} data-back={back} title={brought}>
        {brought}
      </span>
      <span className={styles['sync']} data-sync={sale.sync} title={t(`sale.sync.${sale.sync}`)}>
        <Icon name={syncIcons[sale.sync]} size="1.125em" />
        <span className={styles['syncWord']}>{t(`sale.sync.${sale.sync}`)}</span>
      </span>
    </li>
  );
}
