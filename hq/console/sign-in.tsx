import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { callHq } from './call-hq.ts';
import { useSay } from './words.ts';
import type { Word } from './words.ts';

type SignInProps = { readonly onDone: () => void; readonly onLanguage: () => void };

/** Asks for the admin token. */
export function SignIn({ onDone, onLanguage }: SignInProps): ReactNode {
  const say = useSay();
  const [token, setToken] = useState('');
  const [trouble, setTrouble] = useState<Word | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const called = await callHq('sign-in', { token: token.trim() });
    if (called.kind === 'answer') return onDone();
    if (called.kind === 'signed-out') return setTrouble('sign-in.wrong');
    return setTrouble(called.error === 'too-many-tries' ? 'sign-in.too-many' : 'sign-in.failed');
  };
  return (
    <main className="sign-in">
      <form onSubmit={(event) => void submit(event)}>
        <img src="./icon.svg" alt="" width="40" height="40" />
        <h1>{say('sign-in.title')}</h1>
        <label>
          {say('sign-in.token')}
          <input
            type="password"
            autoComplete="current-password"
            autoFocus
            required
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        <p className="quiet">{say('sign-in.hint')}</p>
        {trouble !== null && (
          <p className="trouble" role="alert">
            {say(trouble)}
          </p>
        )}
        <button type="submit">{say('sign-in.go')}</button>
      </form>
      <button type="button" className="plain" onClick={onLanguage}>
        {say('language.other')}
      </button>
    </main>
  );
}
