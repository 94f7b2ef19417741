import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import styles from './counter.module.css';

/** Of a long number the end tells sales apart. */
const shownMax = 14;

function shortNo(posSaleNo: string): string {
  return posSaleNo.length <= shownMax ? posSaleNo : `…${posSaleNo.slice(1 - shownMax)}`;
}

/** That the amount came from the POS, under which number, and how many more wait. */
export function PosMark({ pos }: { readonly pos: ReadyView['pos'] }) {
  const { t } = useTranslation();
  if (pos === undefined) return null;
  const { onSale, waiting } = pos;
  const words = [
    onSale === null ? null : t('pos.sale', { posSaleNo: shortNo(onSale.posSaleNo) }),
    waiting === 0 ? null : t('pos.waiting', { n: waiting }),
  ].filter((word) => word !== null);
  if (words.length === 0) return null;
  return (
    <span
      className={styles['pos']}
      data-pos-sale={onSale?.posSaleNo ?? ''}
      title={onSale === null ? undefined : `${onSale.posName} ${onSale.posSaleNo}`}
    >
      {words.join(' · ')}
    </span>
  );
}
