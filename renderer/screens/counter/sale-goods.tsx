import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import styles from './sale-goods.module.css';

/** More names than these are never seen in two short lines. */
const namesMax = 6;

/** The goods an amount is made of, as small as a glance: how many lines, and what they begin with. */
export function SaleGoods({ lines }: { readonly lines: ReadyView['sale']['lines'] }) {
  const { t } = useTranslation();
  if (lines === undefined || lines.length === 0) return null;
  const nameOf = (line: (typeof lines)[number]): string => line.name ?? t('goods.noName');
  const names = lines
    .slice(0, namesMax)
    .map((line) => (line.qty === 1 ? nameOf(line) : `${nameOf(line)}×${formatWhole(line.qty)}`));
  const all = lines.map(
    (line) => `${nameOf(line)} ${formatWhole(line.qty)} × ${formatMoney(line.unitMinor)}`,
  );
  return (
    <span className={styles['goods']} data-goods={lines.length} title={all.join('\n')}>
      {t('goods.count', { n: formatWhole(lines.length) })}
      {names.join(t('goods.separator'))}
    </span>
  );
}
