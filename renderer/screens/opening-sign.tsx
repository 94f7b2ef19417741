import { useTranslation } from 'react-i18next';
import styles from './opening-sign.module.css';

/**
 * What stands on the glass until the counter process has a view. Its characters, thin and bold, bring the fonts, so
 * that the counter itself does not wait for them.
 */
export function OpeningSign() {
  const { t } = useTranslation();
  return (
    <div className={styles['sign']}>
      <strong>{t('common.product')}</strong>
      <span>{t('common.opening')}</span>
    </div>
  );
}
