import { useState } from 'react';
import { actAnswerSchema } from '../../../app/contract/hq-admin-exceptions.ts';
import { confirmMergeAnswerSchema } from '../../../app/contract/hq-admin-members.ts';
import { Button } from '../controls/button.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './exceptions.module.css';

/** Confirms that a merge made by itself was right: the later card may spend, the exception is done. */
export function ConfirmMerge(props: {
  readonly memberId: string;
  readonly exceptionId: string;
  readonly onDone: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.member.confirm;
  const [step, setStep] = useState<'idle' | 'asked' | 'busy' | 'failed'>('idle');
  const confirm = async (): Promise<void> => {
    setStep('busy');
    const { memberId, exceptionId } = props;
    const path = '/members/confirm-merge';
    const answer = await client.post(path, confirmMergeAnswerSchema, { memberId });
    if (answer.kind !== 'ok' || answer.value.kind !== 'confirmed') return setStep('failed');
    const body = { exceptionId, kind: 'close' };
    const closed = await client.post('/exceptions/act', actAnswerSchema, body);
    return closed.kind === 'ok' ? props.onDone() : setStep('failed');
  };
  return (
    <>
      <p className={css['hint']}>{words.hint}</p>
      <div className={css['buttons']}>
        {step === 'idle' || step === 'failed' ? (
          <Button look="primary" onClick={() => setStep('asked')}>
            {words.submit}
          </Button>
        ) : (
          <>
            <Button
              look="primary"
              autoFocus
              disabled={step === 'busy'}
              onClick={() => void confirm()}
            >
              {step === 'busy' ? words.busy : words.sure}
            </Button>
            <Button onClick={() => setStep('idle')}>{t.common.cancel}</Button>
          </>
        )}
        {step === 'failed' && <span role="alert">{t.common.failed}</span>}
      </div>
    </>
  );
}
