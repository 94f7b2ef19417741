import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { normalizeMobile } from '../../../app/domain/mobile-number.ts';
import { Field, focusFirstWrong } from '../controls/field.tsx';
import { MobileField } from '../controls/mobile-field.tsx';
import { TroubleNote } from '../controls/trouble-note.tsx';
import { useSpeech } from '../page-context.ts';
import { useWelcome } from '../welcome-context.ts';
import { useConsent } from './use-consent.tsx';
import { useSending } from './use-sending.ts';

/** Binding a card the member has: its number, and the mobile number HQ knows. */
export function BindForm(): JSX.Element {
  const { words } = useSpeech();
  const { api, config } = useWelcome();
  const consent = useConsent();
  const { isBusy, trouble, send } = useSending();
  const [cardCode, setCardCode] = useState('');
  const [mobile, setMobile] = useState('');
  const [isTried, setTried] = useState(false);
  const isMobile = normalizeMobile(mobile) !== null;
  const code = cardCode.normalize('NFKC').replace(/\s/g, '');

  function submit(event: JSX.TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (!isMobile || code === '' || !consent.given) return focusFirstWrong(event.currentTarget);
    const { consentVersion } = config;
    const { marketing } = consent;
    send(() => api.bind({ by: 'card', cardCode: code, mobile, consentVersion, marketing }));
  }

  return (
    <form class="form" noValidate onSubmit={submit}>
      <Field
        id="card-code"
        label={words.welcome.cardCode}
        hint={words.welcome.cardCodeHint}
        wrong={isTried && code === '' ? words.welcome.cardCodeWrong : null}
        value={cardCode}
        onInput={(event) => setCardCode(event.currentTarget.value)}
        inputMode="text"
        autoComplete="off"
        maxLength={64}
      />
      <MobileField value={mobile} onValue={setMobile} isWrong={isTried && !isMobile} />
      {consent.draw(isTried && !consent.given)}
      {trouble !== null && <TroubleNote code={trouble} />}
      <button type="submit" class="button button-wide" aria-disabled={isBusy}>
        {isBusy ? words.welcome.binding : words.welcome.bind}
      </button>
    </form>
  );
}
