import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterView } from '../../../app/contract/counter-view.ts';
import { isTaxId } from '../../../app/domain/tax-id.ts';
import { Button } from '../../controls/button.tsx';
import { TextField } from '../../controls/text-field.tsx';
import { useCounter } from '../../counter-context.tsx';
import { noticeSentence, refusalSentence } from '../../i18n/notice-words.ts';
import { ConnectForm } from '../connect-form.tsx';
import formStyles from '../form.module.css';
import { LanguageSwitch } from '../language-switch.tsx';
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
          <ConnectForm autoFocus />
        </section>
        <section className={styles['choice']}>
          <h2>{t('firstRun.local')}</h2>
          <p>{t('firstRun.localLead')}</p>
          <StartLocalForm language={language} busy={view.busy} />
        </section>
      </main>
    </div>
  );
}

type StartLocalFormProps = {
  readonly language: FirstRunView['language'];
  readonly busy: boolean;
};

function StartLocalForm({ language, busy }: StartLocalFormProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [shopName, setShopName] = useState('');
  const [taxId, setTaxId] = useState('');
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const nameTrouble = shopName.trim() === '' ? t('firstRun.needShop') : null;
  const taxIdTrouble = taxId !== '' && !isTaxId(taxId) ? t('firstRun.badTaxId') : null;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    setRefusal(null);
    if (nameTrouble || taxIdTrouble) return;
    call('setup:start-local', { shopName: shopName.trim(), taxId: taxId || null }).then(
      (outcome) => {
        if (outcome.kind === 'refused') setRefusal(refusalSentence(t, outcome.code, language));
      },
      () => setRefusal(t('common.failed')),
    );
  };

  return (
    <form className={formStyles['form']} onSubmit={submit} noValidate data-form="start-local">
      <TextField
        name="shopName"
        maxLength={60}
        label={t('firstRun.shopName')}
        error={tried ? nameTrouble : null}
        value={shopName}
        onText={setShopName}
      />
      <TextField
        name="taxId"
        inputMode="numeric"
        label={t('firstRun.taxId')}
        hint={`${t('firstRun.taxIdHint')} · ${t('common.optional')}`}
        error={tried || taxId.length === 8 ? taxIdTrouble : null}
        value={taxId}
        onText={(text) => setTaxId(text.normalize('NFKC').replace(/\D/g, '').slice(0, 8))}
      />
      {refusal ? (
        <p className={formStyles['trouble']} role="alert">
          {refusal}
        </p>
      ) : null}
      <Button type="submit" disabled={busy}>
        {t('firstRun.localDo')}
      </Button>
    </form>
  );
}
