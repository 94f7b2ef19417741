import type { InputHTMLAttributes, Ref } from 'react';
import styles from './controls.module.css';
import { FieldFrame } from './field-frame.tsx';

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
};

/** A labelled text field with its hint and, when refused, the reason in words. */
export function TextField({ label, hint, error, value, onText, inputRef, ...rest }: FieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(framed) => (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          {...rest}
          {...framed}
          ref={inputRef}
          className={styles['input']}
          value={value}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

type DigitsFieldProps = FieldProps & { readonly digitsMax: number };

/**
 * A field for digits alone. Read-only to the browser: no input method can be active in it, so the
 * digits of a phone number arrive even while Zhuyin is on. The key intake writes into it.
 */
export function DigitsField({ digitsMax, onText, ...rest }: DigitsFieldProps) {
  return (
    <TextField
      {...rest}
      readOnly
      data-digits=""
      aria-readonly={false}
      inputMode="numeric"
      onText={(text) => onText(text.replace(/\D/g, '').slice(0, digitsMax))}
      onPaste={(event) => {
        event.preventDefault();
        onText(event.clipboardData.getData('text').replace(/\D/g, '').slice(0, digitsMax));
      }}
    />
  );
}
