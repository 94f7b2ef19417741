import { useTranslation } from 'react-i18next';
import type { CounterView } from '../../../app/contract/counter-view.ts';
import { Icon } from '../../controls/icon.tsx';
import styles from './refused.module.css';

type RefusedView = Extract<CounterView, { kind: 'refused' }>;

/** The counter does not open its data: what happened, that nothing was changed, what to do. */
export function RefusedScreen({ view }: { view: RefusedView }) {
  const { t } = useTranslation();
  return (
    <main className={styles['page']} role="alert" data-refused={view.code}>
      <div className={styles['sheet']}>
        <h1>
          <Icon name="deny" size="2.5rem" />
          {t(`refused.${view.code}.title`)}
        </h1>
        <p>{t(`refused.${view.code}.what`)}</p>
        <p className={styles['unchanged']}>{t('refused.unchanged')}</p>
        <p className={styles['todo']}>{t(`refused.${view.code}.todo`)}</p>
        <dl>
          <dt>{t('refused.code')}</dt>
          <dd>{view.code}</dd>
          <dt>{t('settings.version')}</dt>
          <dd>{view.appVersion}</dd>
          {view.detail === '' ? null : (
            <>
              <dt>{t('refused.detail')}</dt>
              <dd>{view.detail}</dd>
            </>
          )}
        </dl>
      </div>
    </main>
  );
}
