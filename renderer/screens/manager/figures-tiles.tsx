import { useTranslation } from 'react-i18next';
import type { Figures } from '../../../app/contract/manager-views.ts';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import styles from './figures.module.css';

/** A share of 100, rounded to whole; null where there is nothing to share. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part * 100) / whole);
}

/** The sums of a period, the ones a manager asks for first. */
export function FiguresTiles({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { sales, paidMinor, points, buyers, returningBuyers } = figures;
  const repeat = percentOf(returningBuyers, buyers);
  const average = sales === 0 ? null : formatMoney(Math.round(paidMinor / sales));
  return (
    <dl className={styles['tiles']}>
      <Tile
        name={t('manager.figuresOf.paid')}
        value={formatMoney(paidMinor)}
        note={average === null ? '' : t('manager.figuresOf.average', { amount: average })}
      />
      <Tile
        name={t('manager.figuresOf.sales')}
        value={t('manager.figuresOf.salesCount', { n: formatWhole(sales) })}
        note={`${t('manager.figuresOf.discount')} ${formatMoney(figures.discountMinor)}`}
      />
      <Tile
        name={t('manager.figuresOf.pointsIn')}
        value={formatWhole(points.earn)}
        note={`${t('manager.figuresOf.pointsOut')} ${formatWhole(0 - points.spend)}`}
      />
      <Tile
        name={t('manager.figuresOf.redemptions')}
        value={t('manager.figuresOf.times', { n: formatWhole(figures.couponUses) })}
        note={figures.coupons.length === 0 ? t('manager.figuresOf.noUses') : ''}
      />
      <Tile
        name={t('manager.figuresOf.newMembers')}
        value={t('manager.figuresOf.people', { n: formatWhole(figures.newMembers) })}
        note=""
      />
      <Tile
        name={t('manager.figuresOf.repeat')}
        value={repeat === null ? '—' : `${repeat}%`}
        note={
          buyers === 0
            ? t('manager.figuresOf.noBuyers')
            : t('manager.figuresOf.repeatOf', {
                buyers: formatWhole(buyers),
                returning: formatWhole(returningBuyers),
              })
        }
      />
    </dl>
  );
}

function Tile({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div className={styles['tile']}>
      <dt title={name}>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}

/** What qualifies the sums: goods taken back, what HQ refused, what HQ does not have yet. */
export function FiguresNotes({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { refunds, voids, refundedMinor, rejected, unsent } = figures;
  const back = {
    refunds: formatWhole(refunds),
    voids: formatWhole(voids),
    amount: formatMoney(refundedMinor),
  };
  return (
    <ul className={styles['notes']}>
      <li>{t('manager.figuresOf.backOf', back)}</li>
      {rejected === 0 ? null : (
        <li data-warn="">{t('manager.figuresOf.rejected', { n: formatWhole(rejected) })}</li>
      )}
      {unsent === 0 ? null : <li>{t('manager.figuresOf.unsent', { n: formatWhole(unsent) })}</li>}
    </ul>
  );
}
