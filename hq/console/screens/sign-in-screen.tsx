import { useState } from 'react';
import type { HqAnswer, HqClient } from '../api/hq-client.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import css from './sign-in-screen.module.css';

type Trouble = 'empty' | 'wrong' | 'tooMany' | 'unreachable';

/** Asks for the admin token. */
export function SignInScreen({ client }: { readonly client: HqClient }) {
  const { t, language, switchLanguage } = useLanguage();
  const [token, setToken] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const submit = async (): Promise<void> => {
    // A token that was copied often brings a line end along.
    const plain = token.trim();
    if (plain === '') return setTrouble('empty');
    setIsBusy(true);
    const answer = await client.signIn(plain);
    setIsBusy(false);
    setTrouble(troubleOf(answer));
  };

  return (
    <main className={css['page']}>
      <form
        className={css['card']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div>
          <h1 className={css['title']}>{t.signIn.title}</h1>
          <p className={css['lead']}>{t.signIn.lead}</p>
        </div>
        <TextField
          label={t.signIn.token}
          type="password"
          name="token"
          autoComplete="current-password"
          autoFocus
          maxLength={200}
          value={token}
          onText={setToken}
          error={trouble === null ? null : wordsOf(t, trouble)}
        />
        <Button look="primary" type="submit" disabled={isBusy}>
          {isBusy ? t.signIn.busy : t.signIn.submit}
        </Button>
        <Button
          look="quiet"
          lang={language === 'en' ? 'zh-Hant-TW' : 'en'}
          onClick={switchLanguage}
        >
          {t.header.language}
        </Button>
      </form>
    </main>
  );
}

function troubleOf(answer: HqAnswer<unknown>): Trouble | null {
  switch (answer.kind) {
    case 'ok':
      return null;
    case 'signed-out':
      return 'wrong';
    case 'refused':
      return answer.status === 429 ? 'tooMany' : 'wrong';
    case 'unreachable':
      return 'unreachable';
  }
}

function wordsOf(t: Texts, trouble: Trouble): string {
  return t.signIn[trouble];
}
