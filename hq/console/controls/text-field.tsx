import { useId } from 'react';
import type { InputHTMLAttributes } from 'react';
import css from './controls.module.css';

type TextFieldProps = Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'className' | 'onChange' | 'id'
> & {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly onText: (text: string) => void;
};

/** A field with its label above, its hint and its error below. */
export function TextField({ label, hint, error = null, onText, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={css['input']}
        aria-invalid={error !== null}
        aria-describedby={`${id}-says`}
        onChange={(event) => onText(event.target.value)}
      />
      <div id={`${id}-says`}>
        {error === null ? (
          hint !== undefined && <span className={css['hint']}>{hint}</span>
        ) : (
          <FieldError text={error} />
        )}
      </div>
    </div>
  );
}

/** What is wrong, read out at once. */
export function FieldError({ text }: { readonly text: string }) {
  return (
    <p className={css['error']} role="alert">
      {text}
    </p>
  );
}

/** One of a list, with its label above. */
export function SelectField<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onValue: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {props.label}
      </label>
      <select
        id={id}
        className={css['input']}
        value={props.value}
        onChange={(event) => {
          const chosen = props.options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) props.onValue(chosen.value);
        }}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
