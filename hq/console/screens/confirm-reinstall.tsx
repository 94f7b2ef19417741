import { useState } from 'react';
import { adminDoneSchema } from '../../../app/contract/hq-admin.ts';
import { Button } from '../controls/button.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './exceptions.module.css';

type Act = 'confirm' | 'revoke';

/** A manager agrees to a re-install (it may spend offline again), and may close the identity it replaced. */
export function ConfirmReinstall(props: {
  readonly inst: string;
  readonly replaces: string;
  readonly onDone: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.exceptions.reinstall;
  const [asked, setAsked] = useState<Act | null>(null);
  const [step, setStep] = useState<'idle' | 'busy' | 'failed' | 'revoked'>('idle');
  const act = async (what: Act): Promise<void> => {
    setStep('busy');
    const path = what === 'confirm' ? '/counters/confirm' : '/counters/revoke';
    const inst = what === 'confirm' ? props.inst : props.replaces;
    const answer = await client.post(path, adminDoneSchema, { inst });
    setAsked(null);
    // 404: it was done before, on another screen.
    const isDone = answer.kind === 'ok' || (answer.kind === 'refused' && answer.status === 404);
    if (!isDone) return setStep('failed');
    if (what === 'confirm') return props.onDone();
    return setStep('revoked');
  };
  return (
    <>
      <p className={css['hint']}>{words.hint}</p>
      <div className={css['buttons']}>
        {asked === null ? (
          <>
            <Button look="primary" onClick={() => setAsked('confirm')}>
              {words.confirm}
            </Button>
            <Button disabled={step === 'revoked'} onClick={() => setAsked('revoke')}>
              {step === 'revoked' ? words.revoked : words.revoke}
            </Button>
          </>
        ) : (
          <>
            <Button
              look="primary"
              autoFocus
              disabled={step === 'busy'}
              onClick={() => void act(asked)}
            >
              {asked === 'confirm' ? words.sureConfirm : words.sureRevoke}
            </Button>
            <Button onClick={() => setAsked(null)}>{t.common.cancel}</Button>
          </>
        )}
        {step === 'failed' && <span role="alert">{t.common.failed}</span>}
      </div>
    </>
  );
}
