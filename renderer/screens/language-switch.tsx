import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useCounter, useLanguage } from '../counter-context.tsx';
import { pageLanguage } from '../i18n/i18n.ts';
import { languageNames } from './language-names.ts';
import styles from './language-switch.module.css';

/** Switches the language of the screen at once; the counter keeps the choice. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const { call } = useCounter();
  const current = useLanguage();
  return (
    <div className={styles['switch']} role="group" aria-label={t('common.language')}>
      {languageNames.map(([language, name]) => (
        <Button
          key={language}
          size="small"
          look={language === current ? 'primary' : 'plain'}
          aria-pressed={language === current}
          data-language={language}
          lang={pageLanguage[language]}
          onClick={() => void call('settings:set-language', { language }).catch(() => undefined)}
        >
          {t(`common.${name}`)}
        </Button>
      ))}
    </div>
  );
}
