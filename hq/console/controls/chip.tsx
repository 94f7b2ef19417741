import type { ReactNode } from 'react';
import css from './controls.module.css';

export type Tone = 'ok' | 'warn' | 'deny' | 'accent' | 'quiet';

/** A state in a word. The colour only repeats what the word says. */
export function Chip(props: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly hasDot?: boolean;
  readonly title?: string;
}) {
  return (
    <span className={css['chip']} data-tone={props.tone} title={props.title}>
      {props.hasDot === true && <span className={css['dot']} aria-hidden="true" />}
      {props.children}
    </span>
  );
}
