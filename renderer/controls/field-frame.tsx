import { useId, type ReactNode } from 'react';
import styles from './controls.module.css';

/** What a field and its frame need of each other. */
export type FramedProps = {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby'?: string;
};

type FieldFrameProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  /** `area`: the field takes the height that is left. */
  readonly look?: 'line' | 'area';
  readonly children: (framed: FramedProps) => ReactNode;
};

/** A field's label with its hint above it and, when refused, the reason in words below, told to screen readers. */
export function FieldFrame({ label, hint, error, look = 'line', children }: FieldFrameProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].join(' ').trim();
  return (
    <div className={styles[look === 'line' ? 'field' : 'areaField']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
        {hint ? (
          <span id={`${id}-hint`} className={styles['hint']}>
            {hint}
          </span>
        ) : null}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        ...(described ? { 'aria-describedby': described } : {}),
      })}
      {error ? (
        <span id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </span>
      ) : null}
    </div>
  );
}
