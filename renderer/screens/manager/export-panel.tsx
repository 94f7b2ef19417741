import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallIn, CounterCallOut } from '../../../app/contract/counter-calls.ts';
import { listedMembersMax, type ExportFormat } from '../../../app/contract/manager-views.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { useBackStep } from '../staff/keys-first.ts';
import { startTimer } from '../start-timer.ts';
import styles from './story.module.css';

type ExportCall = 'manager:export-members' | 'manager:export-figures' | 'shift:export';
type Failure = (typeof failures)[number];
type Step =
  | { readonly kind: 'idle' | 'asking' | 'saving' }
  | { readonly kind: 'failed'; readonly code: Failure }
  | { readonly kind: 'saved'; readonly path: string; readonly rows: number };

/** What is said of each refusal in words of its own; of any other, that it was not saved. */
const failures = ['not-saved', 'no-shift', 'export-busy', 'export-cancelled', 'lost'] as const;

/** Whoever waits longer wants to see that something goes on, and to be able to stop it. */
const quietMsMax = 500;
const lookEveryMs = 250;

type ExportPanelProps<N extends ExportCall> = {
  readonly words: 'members' | 'figures' | 'shift';
  readonly call: N;
  readonly input: CounterCallIn<N>;
};

/** Saves what is shown as a file: says what is in it first, then how far it is, then where it is. */
export function ExportPanel<N extends ExportCall>({
  words,
  call: name,
  input,
}: ExportPanelProps<N>) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const { step, show, isAside, putAside } = useSteps();
  const asked = useRef<HTMLSpanElement>(null);
  const rows = useRowsSoFar(step.kind === 'saving');
  const isShown = step.kind !== 'idle' && !isAside;
  const cancel = (): void => void call('export:cancel', {}).catch(() => undefined);
  const close = (): void => (step.kind === 'saving' ? cancel() : show({ kind: 'idle' }));
  // A file that is being made goes on while one does something else, and is told of when it is there.
  useFocusElsewhere(asked, () => (step.kind === 'saving' ? putAside() : show({ kind: 'idle' })));
  useBackStep(isShown, close);
  const save = (format: ExportFormat): void => {
    show({ kind: 'saving' });
    const answered: Promise<CounterCallOut<ExportCall>> = call(name, { ...input, format });
    answered.then(
      (answer) =>
        show(answer.kind === 'saved' ? answer : { kind: 'failed', code: failureOf(answer.code) }),
      () => show({ kind: 'failed', code: 'lost' }),
    );
  };
  return (
    <span className={styles['export']}>
      <Button
        size="small"
        data-export=""
        onClick={() => show(step.kind === 'saving' ? step : { kind: 'asking' })}
      >
        {t('manager.export.do')}
      </Button>
      {isShown ? (
        <span
          ref={asked}
          className={styles['ask']}
          role="dialog"
          aria-label={t('manager.export.do')}
        >
          <span role="status" data-step={step.kind}>
            <Sentence step={step} words={words} rows={rows} />
          </span>
          {rows === null ? null : (
            <progress
              className={styles['progress']}
              aria-label={t('manager.export.saving')}
              data-rows={rows}
            />
          )}
          <Choices step={step} mayStop={rows !== null} onSave={save} onClose={close} />
        </span>
      ) : null}
    </span>
  );
}

/** Where the export is, and whether what tells of it makes room for something else. */
function useSteps() {
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const [isAside, setAside] = useState(false);
  const show = (next: Step): void => {
    setAside(false);
    setStep(next);
  };
  return { step, show, isAside, putAside: () => setAside(true) };
}

type ChoicesProps = {
  readonly step: Step;
  /** It takes long enough to be stopped. */
  readonly mayStop: boolean;
  readonly onSave: (format: ExportFormat) => void;
  readonly onClose: () => void;
};

function Choices({ step, mayStop, onSave, onClose }: ChoicesProps) {
  const { t } = useTranslation();
  return (
    <span className={styles['askButtons']}>
      {step.kind === 'asking' ? (
        <>
          <Button size="small" data-export-xlsx="" onClick={() => onSave('xlsx')}>
            {t('manager.export.xlsx')}
          </Button>
          <Button size="small" look="primary" data-export-do="" onClick={() => onSave('csv')}>
            {t('manager.export.confirm')}
          </Button>
        </>
      ) : null}
      {step.kind === 'saving' && !mayStop ? null : (
        <Button size="small" keyName="Esc" data-export-close="" onClick={onClose}>
          {t(isUndecided(step) ? 'common.cancel' : 'common.close')}
        </Button>
      )}
    </span>
  );
}

function isUndecided({ kind }: Step): boolean {
  return kind === 'asking' || kind === 'saving';
}

function failureOf(code: string): Failure {
  return failures.find((one) => one === code) ?? 'not-saved';
}

type SentenceProps = {
  readonly step: Step;
  readonly words: ExportPanelProps<ExportCall>['words'];
  readonly rows: number | null;
};

function Sentence({ step, words, rows }: SentenceProps) {
  const { t } = useTranslation();
  switch (step.kind) {
    case 'idle':
      return '';
    case 'asking':
      return words === 'members'
        ? t('manager.export.ask', { max: formatWhole(listedMembersMax) })
        : t(words === 'figures' ? 'manager.export.askFigures' : 'manager.export.askShift');
    case 'saving':
      return rows === null
        ? t('manager.export.saving')
        : t('manager.export.savingRows', { n: formatWhole(rows) });
    case 'failed':
      return t(`manager.export.failed.${step.code}`);
    case 'saved':
      return t('manager.export.saved', { n: formatWhole(step.rows), path: step.path });
  }
}

/** How many rows the export has so far, asked for again and again once it takes long; null before. */
function useRowsSoFar(isSaving: boolean): number | null {
  const { call } = useCounter();
  const [rows, setRows] = useState<number | null>(null);
  useEffect(() => {
    if (!isSaving) return;
    let stopTimer: () => void = () => undefined;
    let isOver = false;
    const look = (): void => {
      call('export:progress', {}).then(
        (answer) => {
          if (isOver) return;
          setRows(answer.rows ?? 0);
          stopTimer = startTimer(look, lookEveryMs);
        },
        () => undefined,
      );
    };
    stopTimer = startTimer(look, quietMsMax);
    return () => {
      isOver = true;
      stopTimer();
      setRows(null);
    };
  }, [call, isSaving]);
  return rows;
}

/** It stands over other things to press: whoever goes on to them by Tab wants to see where they are. */
function useFocusElsewhere(part: RefObject<HTMLElement | null>, onElsewhere: () => void): void {
  const leave = useEffectEvent(onElsewhere);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      const isButton = target instanceof Element && target.closest('main button, main input');
      if (isButton && part.current && !part.current.contains(target)) leave();
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [part]);
}
