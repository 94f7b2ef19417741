import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import styles from './scanners.module.css';

type Step =
  | { readonly kind: 'idle' | 'asking' | 'failed' }
  | { readonly kind: 'saved'; readonly path: string };

/** Saves what was seen as a transcript: asks first, and tells where it is. */
export function SaveScans({ count }: { count: number }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const save = (): void => {
    call('scanner:save', {}).then(
      (answer) =>
        setStep(
          answer.kind === 'saved' ? { kind: 'saved', path: answer.path } : { kind: 'failed' },
        ),
      () => setStep({ kind: 'failed' }),
    );
  };
  return (
    <>
      <Button size="small" data-save="" onClick={() => setStep({ kind: 'asking' })}>
        {t('scanners.live.saveAsk')}
      </Button>
      {step.kind === 'idle' ? null : (
        <div className={styles['ask']} role="dialog" aria-label={t('scanners.live.saveAsk')}>
          <p className={styles['askText']} role="status" data-saved={step.kind}>
            {step.kind === 'asking'
              ? t('scanners.live.saveConfirm', { n: formatWhole(count) })
              : step.kind === 'saved'
                ? t('scanners.live.saved', { path: step.path })
                : t('scanners.live.notSaved')}
          </p>
          <span className={styles['buttons']}>
            {step.kind === 'asking' ? (
              <Button size="small" look="primary" data-save-do="" onClick={save}>
                {t('scanners.live.saveDo')}
              </Button>
            ) : null}
            <Button size="small" onClick={() => setStep({ kind: 'idle' })}>
              {t(step.kind === 'asking' ? 'common.cancel' : 'common.close')}
            </Button>
          </span>
        </div>
      )}
    </>
  );
}
