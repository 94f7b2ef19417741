import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallIn, CounterCallOut } from '../../../app/contract/counter-calls.ts';
import { listedMembersMax } from '../../../app/contract/manager-views.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import styles from './story.module.css';

type ExportCall = 'manager:export-members' | 'manager:export-figures';
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
  const save = (): void => {
    setStep({ kind: 'saving' });
    const answered: Promise<CounterCallOut<ExportCall>> = call(name, input);
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
        <span className={styles['ask']} role="dialog" aria-label={t('manager.export.do')}>
          <span role="status" data-step={step.kind}>
            {sentence}
          </span>
          <span className={styles['askButtons']}>
            {step.kind === 'asking' ? (
              <Button size="small" look="primary" data-export-do="" onClick={save}>
                {t('manager.export.confirm')}
              </Button>
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
