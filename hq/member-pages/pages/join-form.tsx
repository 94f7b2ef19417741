import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { normalizeMobile } from '../../../app/domain/mobile-number.ts';
import { Field, focusFirstWrong } from '../controls/field.tsx';
import { MobileField } from '../controls/mobile-field.tsx';
import { TroubleNote } from '../controls/trouble-note.tsx';
import { useSpeech } from '../page-context.ts';
import { useWelcome } from '../welcome-context.ts';
import { birthdayOf, daysOfMonth } from './birthday-of.ts';
import { useConsent } from './use-consent.tsx';
import { useSending } from './use-sending.ts';

/** Three fields and the consent: a new member. */
export function JoinForm(): JSX.Element {
  const { words } = useSpeech();
  const { api, config, entry } = useWelcome();
  const consent = useConsent();
  const { isBusy, trouble, send } = useSending();
  const [mobile, setMobile] = useState('');
  const [name, setName] = useState('');
  const [month, setMonth] = useState('');
  const [day, setDay] = useState('');
  const [isTried, setTried] = useState(false);
  const birthday = birthdayOf(month, day);
  const isMobile = normalizeMobile(mobile) !== null;
  const isComplete = isMobile && name.trim() !== '' && birthday !== undefined && consent.given;

  function submit(event: JSX.TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (!isComplete) return focusFirstWrong(event.currentTarget);
    const { consentVersion } = config;
    const { inviter } = entry;
    const { marketing } = consent;
    const request = { name: name.trim(), mobile, birthday, consentVersion, marketing, inviter };
    send(() => api.join(request));
  }

  return (
    <form class="form" noValidate onSubmit={submit}>
      <MobileField value={mobile} onValue={setMobile} isWrong={isTried && !isMobile} />
      <Field
        id="name"
        label={words.welcome.name}
        wrong={isTried && name.trim() === '' ? words.welcome.nameWrong : null}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        autoComplete="name"
        maxLength={60}
      />
      <Birthday
        month={month}
        day={day}
        onMonth={setMonth}
        onDay={setDay}
        isWrong={isTried && birthday === undefined}
      />
      {consent.draw(isTried && !consent.given)}
      {trouble !== null && <TroubleNote code={trouble} />}
      <button type="submit" class="button button-wide" aria-disabled={isBusy}>
        {isBusy ? words.welcome.joining : words.welcome.join}
      </button>
    </form>
  );
}

function Birthday(props: {
  month: string;
  day: string;
  onMonth: (month: string) => void;
  onDay: (day: string) => void;
  isWrong: boolean;
}): JSX.Element {
  const { words } = useSpeech();
  const days = daysOfMonth[Number(props.month) - 1] ?? 31;
  const invalid = props.isWrong ? 'true' : undefined;
  return (
    <fieldset class="field" aria-describedby="birthday-hint">
      <legend>{words.welcome.birthday}</legend>
      <div class="field-pair">
        <select
          name="birthday-month"
          aria-label={words.welcome.month}
          aria-invalid={invalid}
          value={props.month}
          onChange={(event) => props.onMonth(event.currentTarget.value)}
        >
          <option value="">{words.welcome.month}</option>
          {daysOfMonth.map((_, index) => (
            <option key={index} value={String(index + 1)}>
              {words.welcome.monthOf(index + 1)}
            </option>
          ))}
        </select>
        <select
          name="birthday-day"
          aria-label={words.welcome.day}
          aria-invalid={invalid}
          value={props.day}
          onChange={(event) => props.onDay(event.currentTarget.value)}
        >
          <option value="">{words.welcome.day}</option>
          {Array.from({ length: days }, (_, index) => (
            <option key={index} value={String(index + 1)}>
              {words.welcome.dayOf(index + 1)}
            </option>
          ))}
        </select>
      </div>
      <p id="birthday-hint" class={props.isWrong ? 'field-wrong' : 'field-hint'}>
        {props.isWrong ? words.welcome.birthdayWrong : words.welcome.birthdayHint}
      </p>
    </fieldset>
  );
}
