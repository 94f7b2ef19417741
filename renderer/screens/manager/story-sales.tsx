import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  salesPageMax,
  type MemberStory,
  type StorySale,
} from '../../../app/contract/manager-views.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import styles from './story.module.css';

/** Sales kept on the screen at most: ten pages. */
const salesMax = 10 * salesPageMax;

type StorySalesProps = { readonly memberId: MemberId; readonly story: MemberStory };

/** A member's sales at all counters that this one knows of, a page at a time. */
export function StorySales({ memberId, story }: StorySalesProps) {
  const { t } = useTranslation();
  const { sales, next, failed, isAsking } = useSales(memberId, story.salesEver);
  if (story.salesEver === 0) return <p className={styles['empty']}>{t('manager.story.noSales')}</p>;
  return (
    <div
      className={styles['scroll']}
      tabIndex={0}
      role="group"
      aria-label={t('manager.story.tabs.sales')}
    >
      <table className={styles['grid']}>
        <thead>
          <tr>
            <th scope="col">{t('manager.story.when')}</th>
            <th scope="col">{t('manager.story.store')}</th>
            <th scope="col">{t('manager.story.sale')}</th>
            {(['amount', 'discount', 'paid', 'earned', 'spent'] as const).map((one) => (
              <th key={one} scope="col" data-number="">
                {t(`manager.story.${one}`)}
              </th>
            ))}
            <th scope="col">{t('manager.story.state')}</th>
          </tr>
        </thead>
        <tbody>
          {sales.map((sale) => (
            <SaleRow key={sale.saleId} sale={sale} />
          ))}
        </tbody>
      </table>
      <p className={styles['note']} role="status">
        {failed ? t('manager.story.failed') : null}
        {next === null ? t('manager.story.allSales', { n: formatWhole(sales.length) }) : null}
      </p>
      {next === null || sales.length >= salesMax ? null : (
        <Button size="small" disabled={isAsking} onClick={next}>
          {t('manager.story.moreSales')}
        </Button>
      )}
    </div>
  );
}

function SaleRow({ sale }: { sale: StorySale }) {
  const { t } = useTranslation();
  const dates = useDates();
  const money = (value: number | null): string => (value === null ? '—' : formatMoney(value));
  return (
    <tr data-quiet={sale.undone || sale.rejected ? '' : undefined}>
      <td>{dates.instant(sale.atMs)}</td>
      <td>{sale.storeName ?? t('manager.story.here')}</td>
      <td>{sale.saleNo}</td>
      <td data-number="">{money(sale.amountMinor)}</td>
      <td data-number="">{money(sale.discountMinor)}</td>
      <td data-number="">{formatMoney(sale.paidMinor)}</td>
      <td data-number="">{formatWhole(sale.points)}</td>
      <td data-number="">{formatWhole(sale.pointsSpent)}</td>
      <td>{stateWords(sale)}</td>
    </tr>
  );

  function stateWords(one: StorySale): string {
    if (one.rejected) return t('manager.story.rejected');
    if (one.undone && one.refundedMinor === 0) return t('manager.story.undone');
    const back = {
      amount: formatMoney(one.refundedMinor),
      points: formatWhole(one.pointsTakenBack),
    };
    if (one.refundedMinor > 0) return t('manager.story.refunded', back);
    return t('manager.story.stands');
  }
}

type Sales = {
  readonly sales: readonly StorySale[];
  /** Asks for the page that follows; null when all are here. */
  readonly next: (() => void) | null;
  readonly failed: boolean;
  readonly isAsking: boolean;
};

function useSales(memberId: MemberId, total: number): Sales {
  const { call } = useCounter();
  const [sales, setSales] = useState<readonly StorySale[]>([]);
  const [step, setStep] = useState<'asking' | 'here' | 'all' | 'failed'>('asking');
  const ask = useCallback(
    (offset: number): void => {
      setStep('asking');
      call('manager:sales', { memberId, offset, limit: salesPageMax }).then(
        (answer) => {
          setSales((before) => [...before.slice(0, offset), ...answer.sales]);
          setStep(answer.sales.length < salesPageMax ? 'all' : 'here');
        },
        () => setStep('failed'),
      );
    },
    [call, memberId],
  );
  useEffect(() => {
    if (total > 0) ask(0);
  }, [ask, total]);
  const isAll = step === 'all' || (step === 'here' && sales.length >= total);
  return {
    sales,
    next: isAll ? null : () => ask(sales.length),
    failed: step === 'failed',
    isAsking: step === 'asking',
  };
}
