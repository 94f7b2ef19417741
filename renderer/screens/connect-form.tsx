import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useCounter, useLanguage } from '../counter-context.tsx';
import { refusalSentence } from '../i18n/notice-words.ts';
import styles from './form.module.css';

/** A code as people may type it: letters and digits count, the rest is spacing. */
export function plainCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 8);
}

type ConnectFormProps = { readonly autoFocus?: boolean };

/** Connects this counter to HQ by its address and code; used at first run and later. */
export function ConnectForm({ autoFocus = false }: ConnectFormProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const language = useLanguage();
  const [hqUrl, setHqUrl] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const urlTrouble = hqUrl.trim() === '' ? t('firstRun.needUrl') : null;
  const codeTrouble = code.length === 8 ? null : t('firstRun.needCode');

  const connect = async (): Promise<void> => {
    setBusy(true);
    try {
      const outcome = await call('setup:connect', { hqUrl: hqUrl.trim(), code });
      if (outcome.kind === 'refused') setRefusal(refusalSentence(t, outcome.code, language));
    } catch {
      setRefusal(t('common.failed'));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    setRefusal(null);
    if (!urlTrouble && !codeTrouble && !busy) void connect();
  };

  return (
    <form className={styles['form']} onSubmit={submit} noValidate data-form="connect">
      <TextField
        name="hqUrl"
        inputMode="url"
        maxLength={300}
        autoFocus={autoFocus}
        label={t('firstRun.hqUrl')}
        hint={t('firstRun.hqUrlHint')}
        error={tried ? urlTrouble : null}
        value={hqUrl}
        onText={setHqUrl}
      />
      <div className={styles['code']}>
        <TextField
          name="code"
          maxLength={20}
          label={t('firstRun.code')}
          hint={t('firstRun.codeHint')}
          error={tried ? codeTrouble : null}
          value={code}
          onText={(text) => setCode(plainCode(text))}
        />
      </div>
      {refusal ? (
        <p className={styles['trouble']} role="alert">
          {refusal}
        </p>
      ) : null}
      <Button look="primary" type="submit" disabled={busy}>
        {busy ? t('firstRun.connecting') : t('firstRun.connectDo')}
      </Button>
    </form>
  );
}
