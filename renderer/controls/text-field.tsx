import { useId, type InputHTMLAttributes, type Ref } from 'react';
import styles from './controls.module.css';

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
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].join(' ').trim();
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
        {hint ? (
          <span id={`${id}-hint`} className={styles['hint']}>
            {hint}
          </span>
        ) : null}
      </label>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...(described ? { 'aria-describedby': described } : {})}
        ref={inputRef}
        id={id}
        className={styles['input']}
        aria-invalid={error ? true : undefined}
        value={value}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {error ? (
        <span id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </span>
      ) : null}
    </div>
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
