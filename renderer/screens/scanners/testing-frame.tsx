import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import styles from './testing-frame.module.css';

/**
 * The sign around the whole screen that scans do nothing now. Drawn by what the counter says, not by what
 * was pressed: it never stands while scans count.
 */
export function TestingFrame({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  if (view.scanPage?.testing !== true) return null;
  return (
    <div className={styles['frame']} data-testing="">
      <strong className={styles['word']}>{t('scanners.testing')}</strong>
    </div>
  );
}
