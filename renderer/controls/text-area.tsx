import { useId, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react';
import styles from './controls.module.css';

type TextAreaProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> & {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly areaRef?: Ref<HTMLTextAreaElement>;
};

/** A labelled field for several lines: Enter begins a new one. A refusal stands below it, in words. */
export function TextArea({ label, hint, error, value, onText, areaRef, ...rest }: TextAreaProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].join(' ').trim();
  return (
    <div className={styles['areaField']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
        {hint ? (
          <span id={`${id}-hint`} className={styles['hint']}>
            {hint}
          </span>
        ) : null}
      </label>
      <textarea
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...(described ? { 'aria-describedby': described } : {})}
        ref={areaRef}
        id={id}
        className={`${styles['input']} ${styles['area']}`}
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
