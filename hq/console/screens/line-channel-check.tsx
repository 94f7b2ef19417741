import { useState } from 'react';
import { lineCheckAnswerSchema } from '../../../app/contract/hq-admin-line.ts';
import type { LineCheckAnswer } from '../../../app/contract/hq-admin-line.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { webhookAddress } from './line-channel-addresses.tsx';
import css from './line-channel.module.css';

type Asked = 'idle' | 'busy' | 'failed' | LineCheckAnswer;

/** Asks LINE whose a token is: the one typed here, else the one in force. */
export function LineCheck({ accessToken }: { readonly accessToken?: string }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [asked, setAsked] = useState<Asked>('idle');
  const words = t.lineChannel;
  const check = async (): Promise<void> => {
    setAsked('busy');
    const body = accessToken === undefined ? {} : { accessToken };
    const answer = await client.post('/line/channel/check', lineCheckAnswerSchema, body);
    setAsked(answer.kind === 'ok' ? answer.value : 'failed');
  };
  return (
    <div className={css['check']}>
      <Button disabled={asked === 'busy' || accessToken === ''} onClick={() => void check()}>
        {asked === 'busy' ? words.checking : words.check}
      </Button>
      <span role="status">{asked === 'failed' && t.common.failed}</span>
      {typeof asked === 'object' && <Said answer={asked} />}
    </div>
  );
}

function Said({ answer }: { readonly answer: LineCheckAnswer }) {
  const { t } = useLanguage();
  const words = t.lineChannel.checked;
  if (answer.kind !== 'fits') {
    return <Chip tone={answer.kind === 'refused' ? 'deny' : 'warn'}>{words[answer.kind]}</Chip>;
  }
  const webhook = webhookWords(t.lineChannel, answer.webhook);
  return (
    <>
      <Chip tone="ok">{words.fits(answer.displayName, answer.basicId)}</Chip>
      <Chip tone={webhook.isRight ? 'ok' : 'warn'}>{webhook.text}</Chip>
    </>
  );
}

function webhookWords(
  words: Texts['lineChannel'],
  webhook: Extract<LineCheckAnswer, { readonly kind: 'fits' }>['webhook'],
): { readonly text: string; readonly isRight: boolean } {
  if (webhook === null) return { text: words.webhookNone, isRight: false };
  if (webhook.endpoint !== webhookAddress(window.location.origin))
    return { text: words.webhookOther(webhook.endpoint), isRight: false };
  return webhook.active
    ? { text: words.webhookRight, isRight: true }
    : { text: words.webhookOff, isRight: false };
}
