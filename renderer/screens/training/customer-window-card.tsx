import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { pageLanguage, type Language } from '../../i18n/i18n.ts';
import { languageNames } from '../language-names.ts';
import { Card } from '../settings/card.tsx';
import styles from './training.module.css';

/** The second window, shown or not, and in which language; it stays so over restarts. */
export function CustomerWindowCard({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const isOn = view.customerWindow === true;
  const set = (on: boolean): void => {
    call('settings:set-customer-window', { on }).catch(() => undefined);
  };
  return (
    <Card title={t('training.window.title')}>
      <p>{t('training.window.lead')}</p>
      <div className={styles['choice']} role="group" aria-label={t('training.window.title')}>
        {([true, false] as const).map((on) => (
          <Button
            key={String(on)}
            look={on === isOn ? 'primary' : 'plain'}
            aria-pressed={on === isOn}
            data-customer-window={on ? 'on' : 'off'}
            onClick={() => set(on)}
          >
            {t(on ? 'training.window.on' : 'training.window.off')}
          </Button>
        ))}
      </div>
      <CustomerLanguage chosen={view.customerLanguage ?? null} />
    </Card>
  );
}

/** Customers need not read what the cashier reads: null = they do. */
function CustomerLanguage({ chosen }: { chosen: Language | null }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const labelId = useId();
  const choose = (language: Language | null): void => {
    call('settings:set-customer-language', { language }).catch(() => undefined);
  };
  return (
    <div className={styles['language']} role="group" aria-labelledby={labelId}>
      <span id={labelId}>{t('common.language')}</span>
      <div className={styles['choice']}>
        {([[null, null], ...languageNames] as const).map(([language, name]) => (
          <Button
            key={language ?? ''}
            size="small"
            look={language === chosen ? 'primary' : 'plain'}
            aria-pressed={language === chosen}
            data-customer-language={language ?? 'counter'}
            lang={language === null ? undefined : pageLanguage[language]}
            onClick={() => choose(language)}
          >
            {name === null ? t('training.window.asCounter') : t(`common.${name}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
