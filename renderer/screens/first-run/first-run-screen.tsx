import { useTranslation } from 'react-i18next';
import type { CounterView } from '../../../app/contract/counter-view.ts';
import { noticeSentence } from '../../i18n/notice-words.ts';
import { ConnectForm } from '../connect-form.tsx';
import { LanguageSwitch } from '../language-switch.tsx';
import { ShopForm } from '../shop-form.tsx';
import styles from './first-run.module.css';

type FirstRunView = Extract<CounterView, { kind: 'first-run' }>;

/** The first start: with HQ, or without it for now. Either way the counter works a minute later. */
export function FirstRunScreen({ view }: { view: FirstRunView }) {
  const { t } = useTranslation();
  const { language } = view;
  // A refusal stands in the form that was refused.
  const notice = view.notice?.tone === 'deny' ? null : view.notice;
  return (
    <div className={styles['page']}>
      <header className={styles['top']}>
        <div>
          <h1>{t('firstRun.title')}</h1>
          <p>{t('firstRun.lead')}</p>
        </div>
        <LanguageSwitch />
      </header>
      <p className={styles['notice']} role="status">
        {notice ? noticeSentence(t, notice, language) : ''}
      </p>
      <main className={styles['choices']}>
        <section className={styles['choice']}>
          <h2>{t('firstRun.connect')}</h2>
          <p>{t('firstRun.connectLead')}</p>
          <Why lines={[t('help.firstRun.hqFor'), t('help.firstRun.codeFrom')]} />
          <ConnectForm autoFocus />
        </section>
        <section className={styles['choice']}>
          <h2>{t('firstRun.local')}</h2>
          <p>{t('firstRun.localLead')}</p>
          <Why lines={[t('help.firstRun.localFor'), t('help.firstRun.taxIdFor')]} />
          <ShopForm call="setup:start-local" submitWords={t('firstRun.localDo')} busy={view.busy} />
        </section>
      </main>
    </div>
  );
}

/** When to choose this, and what its fields are for. */
function Why({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles['why']}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
