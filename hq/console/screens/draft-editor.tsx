import { memo, useEffect, useId, useRef } from 'react';
import type { Ref } from 'react';
import type { DraftFinding } from '../../../app/contract/hq-admin-programs.ts';
import { programTextMax } from '../../../app/contract/hq-admin-programs.ts';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './draft.module.css';
import { rangeOfLine } from './range-of-line.ts';

/** A line somebody wants to see; another object jumps again. */
export type Jump = { readonly line: number };

/** The draft's text with the numbers of its lines; lines with findings are marked. */
export function DraftEditor(props: {
  readonly text: string;
  readonly findings: readonly DraftFinding[];
  readonly jump: Jump | null;
  readonly onText: (text: string) => void;
}) {
  const { t } = useLanguage();
  const { text, findings, jump } = props;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = area.current;
    if (jump === null || element === null) return;
    const [start, end] = rangeOfLine(element.value, jump.line);
    element.focus();
    element.setSelectionRange(start, end);
    const lineHeight = Number.parseFloat(getComputedStyle(element).lineHeight);
    element.scrollTop = Math.max(0, (jump.line - 4) * lineHeight);
    element.scrollLeft = 0;
  }, [jump]);
  return (
    <div className={css['editor']}>
      <label className="visually-hidden" htmlFor={id}>
        {t.programs.edit.text}
      </label>
      <Gutter element={gutter} lineCount={text.split('\n').length} findings={findings} />
      <textarea
        ref={area}
        id={id}
        className={css['area']}
        value={text}
        maxLength={programTextMax}
        spellCheck={false}
        autoComplete="off"
        wrap="off"
        onChange={(event) => props.onText(event.target.value)}
        onScroll={(event) => {
          if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Drawn anew only when lines or findings change, not with each key. */
const Gutter = memo(function Gutter(props: {
  readonly element: Ref<HTMLDivElement>;
  readonly lineCount: number;
  readonly findings: readonly DraftFinding[];
}) {
  const { element, lineCount, findings } = props;
  const worst = new Map<number, DraftFinding['severity']>();
  for (const { line, severity } of findings) {
    if (worst.get(line) !== 'error') worst.set(line, severity);
  }
  return (
    <div ref={element} className={css['gutter']} aria-hidden="true">
      {Array.from({ length: lineCount }, (_, at) => (
        <span key={at} data-severity={worst.get(at + 1)}>
          {at + 1}
        </span>
      ))}
    </div>
  );
});
