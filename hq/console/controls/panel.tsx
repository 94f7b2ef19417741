import { useId } from 'react';
import type { ReactNode } from 'react';
import css from './controls.module.css';

/** A sheet with a title and its tools. */
export function Panel(props: {
  readonly title: ReactNode;
  readonly beside?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section className={css['panel']} aria-labelledby={titleId}>
      <div className={css['panelHead']}>
        <h2 id={titleId}>{props.title}</h2>
        {props.beside}
        {props.tools !== undefined && <div className={css['panelTools']}>{props.tools}</div>}
      </div>
      {props.children}
    </section>
  );
}

/** What stands where rows would be: loading, nothing there, or nothing found. */
export function StateText({ children }: { readonly children: ReactNode }) {
  return (
    <p className={css['state']} role="status">
      {children}
    </p>
  );
}

/** A strip across the page that says what is wrong and what happens next. */
export function Banner(props: {
  readonly tone: 'warn' | 'deny';
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={css['banner']} data-tone={props.tone} role="status">
      <strong>{props.title}</strong>
      {props.hint !== undefined && <span>{props.hint}</span>}
      {props.children}
    </div>
  );
}
