import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallIn, CounterCallOut } from '../../../app/contract/counter-calls.ts';
import { listedMembersMax, type ExportFormat } from '../../../app/contract/manager-views.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import styles from './story.module.css';

type ExportCall = 'manager:export-members' | 'manager:export-figures' | 'shift:export';
type Step =
  | { readonly kind: 'idle' | 'asking' | 'saving' | 'failed' }
  | { readonly kind: 'saved'; readonly path: string; readonly rows: number };

type ExportPanelProps<N extends ExportCall> = {
  readonly words: 'members' | 'figures';
  readonly call: N;
  readonly input: CounterCallIn<N>;
};

/** Saves what is shown as a file: says what is in it first, then where it is. */
export function ExportPanel<N extends ExportCall>({
  words,
  call: name,
  input,
}: ExportPanelProps<N>) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const asked = useRef<HTMLSpanElement>(null);
  useFocusElsewhere(asked, () => setStep({ kind: 'idle' }));
  const save = (format: ExportFormat): void => {
    setStep({ kind: 'saving' });
    const answered: Promise<CounterCallOut<ExportCall>> = call(name, { ...input, format });
    answered.then(
      (answer) => setStep(answer.kind === 'saved' ? answer : { kind: 'failed' }),
      () => setStep({ kind: 'failed' }),
    );
  };
  const sentence = {
    idle: '',
    asking:
      words === 'members'
        ? t('manager.export.ask', { max: formatWhole(listedMembersMax) })
        : t('manager.export.askFigures'),
    saving: t('manager.export.saving'),
    failed: t('manager.export.failed'),
    saved:
      step.kind === 'saved'
        ? t('manager.export.saved', { n: formatWhole(step.rows), path: step.path })
        : '',
  }[step.kind];
  return (
    <span className={styles['export']}>
      <Button size="small" data-export="" onClick={() => setStep({ kind: 'asking' })}>
        {t('manager.export.do')}
      </Button>
      {step.kind === 'idle' ? null : (
        <span
          ref={asked}
          className={styles['ask']}
          role="dialog"
          aria-label={t('manager.export.do')}
        >
          <span role="status" data-step={step.kind}>
            {sentence}
          </span>
          <span className={styles['askButtons']}>
            {step.kind === 'asking' ? (
              <>
                <Button size="small" data-export-xlsx="" onClick={() => save('xlsx')}>
                  {t('manager.export.xlsx')}
                </Button>
                <Button size="small" look="primary" data-export-do="" onClick={() => save('csv')}>
                  {t('manager.export.confirm')}
                </Button>
              </>
            ) : null}
            {step.kind === 'saving' ? null : (
              <Button size="small" onClick={() => setStep({ kind: 'idle' })}>
                {t(step.kind === 'asking' ? 'common.cancel' : 'common.close')}
              </Button>
            )}
          </span>
        </span>
      )}
    </span>
  );
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
