import type { JSX } from 'preact';
import { useSpeech } from '../page-context.ts';
import { Field } from './field.tsx';

type MobileFieldProps = {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** A mobile number was wanted, and this is none. */
  readonly isWrong: boolean;
};

/** The mobile number, in whatever way people write theirs. */
export function MobileField({ value, onValue, isWrong }: MobileFieldProps): JSX.Element {
  const { words } = useSpeech();
  return (
    <Field
      id="mobile"
      label={words.welcome.mobile}
      hint={words.welcome.mobileHint}
      wrong={isWrong ? words.welcome.mobileWrong : null}
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
      type="tel"
      inputMode="tel"
      autoComplete="tel-national"
      maxLength={20}
    />
  );
}
