import { useState } from 'react';
import { unlinkLineAnswerSchema } from '../../../app/contract/hq-admin-requests.ts';
import { Button } from '../controls/button.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';

/** Takes LINE off a member who cannot do it: the phone is lost, or somebody else was bound. */
export function UnlinkLine(props: { readonly memberId: string; readonly onDone: () => void }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.requests.unlink;
  const [step, setStep] = useState<'idle' | 'asked' | 'busy' | 'failed'>('idle');
  const unlink = async (): Promise<void> => {
    setStep('busy');
    const { memberId } = props;
    const answer = await client.post('/members/unlink-line', unlinkLineAnswerSchema, { memberId });
    setStep(answer.kind === 'ok' ? 'idle' : 'failed');
    // Not bound any more is what was asked for.
    if (answer.kind === 'ok') props.onDone();
  };
  if (step === 'idle' || step === 'failed') {
    return (
      <>
        {step === 'failed' && <span role="alert">{t.common.failed}</span>}
        <Button title={words.hint} onClick={() => setStep('asked')}>
          {words.open}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button look="primary" autoFocus disabled={step === 'busy'} onClick={() => void unlink()}>
        {words.sure}
      </Button>
      <Button onClick={() => setStep('idle')}>{t.common.cancel}</Button>
    </>
  );
}
