import type { ReactNode, Ref, TextareaHTMLAttributes } from 'react';
import styles from './controls.module.css';
import { FieldFrame } from './field-frame.tsx';

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
  return (
    <FieldFrame label={label} hint={hint} error={error} look="area">
      {(framed) => (
        <textarea
          autoComplete="off"
          spellCheck={false}
          {...rest}
          {...framed}
          ref={areaRef}
          className={`${styles['input']} ${styles['area']}`}
          value={value}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}
