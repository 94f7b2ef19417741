import { useCallback, useState } from 'react';
import {
  lineChannelAnswerSchema,
  lineChannelChangedSchema,
} from '../../../app/contract/hq-admin-line.ts';
import type { LineChannelAnswer, LineSecretState } from '../../../app/contract/hq-admin-line.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import { Banner, Panel, StateText } from '../controls/panel.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent } from '../i18n/time-words.ts';
import { LineAddresses } from './line-channel-addresses.tsx';
import { LineCheck } from './line-channel-check.tsx';
import { LineChannelDialog } from './line-channel-dialog.tsx';
import css from './line-channel.module.css';

const everyMs = 60_000;

type SettingName = 'accessToken' | 'channelSecret' | 'loginChannelId' | 'liffId';

/** The brand's channel at LINE: what is set, and what to enter on LINE's side. */
export function LineChannelPanel() {
  const { t } = useLanguage();
  const { client, reloadOverview } = useHq();
  const [isOpen, setIsOpen] = useState(false);
  const [turn, setTurn] = useState(0);
  const load = useCallback(
    (signal: AbortSignal) => client.get('/line/channel', lineChannelAnswerSchema, {}, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  const words = t.lineChannel;
  const changed = (): void => {
    setIsOpen(false);
    setTurn(turn + 1);
    reloadOverview();
  };
  return (
    <Panel
      title={words.title}
      tools={
        data?.mayChange === true && <Button onClick={() => setIsOpen(true)}>{words.change}</Button>
      }
    >
      {data === null ? (
        <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>
      ) : (
        <>
          {data.otherOrigin !== null && (
            <div className={css['elsewhere']}>
              <Banner tone="warn" title={words.otherOrigin(data.otherOrigin)} />
            </div>
          )}
          <div className={css['body']}>
            <Settings channel={data} onChanged={changed} />
            <LineAddresses liffId={data.liffId.value} />
          </div>
          <div className={css['said']}>
            {data.accessToken.source !== 'none' && data.accessToken.trouble === null && (
              <LineCheck key={`${data.accessToken.lastFour}${data.accessToken.setAtMs}`} />
            )}
            {!data.mayChange && <p className={css['quiet']}>{words.ownerOnly}</p>}
          </div>
          {isOpen && (
            <LineChannelDialog channel={data} onSaved={changed} onClose={() => setIsOpen(false)} />
          )}
        </>
      )}
    </Panel>
  );
}

type SettingsProps = { readonly channel: LineChannelAnswer; readonly onChanged: () => void };

function Settings({ channel, onChanged }: SettingsProps) {
  const row = (name: SettingName) => {
    const { source } = channel[name];
    const mayRemove = channel.mayChange && source === 'page';
    return (
      <SettingRow key={name} name={name} remove={mayRemove ? onChanged : null}>
        {name === 'accessToken' || name === 'channelSecret' ? (
          <SecretState state={channel[name]} />
        ) : (
          <PlainState state={channel[name]} />
        )}
      </SettingRow>
    );
  };
  return (
    <dl className={css['settings']}>
      {(['accessToken', 'channelSecret', 'loginChannelId', 'liffId'] as const).map(row)}
    </dl>
  );
}

function SettingRow(props: {
  readonly name: SettingName;
  /** Called when it was taken away; null = it may not be. */
  readonly remove: (() => void) | null;
  readonly children: React.ReactNode;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [step, setStep] = useState<'idle' | 'asked' | 'failed'>('idle');
  const words = t.lineChannel;
  const name = words.names[props.name];
  const remove = async (): Promise<void> => {
    const body = { [props.name]: null };
    const answer = await client.post('/line/channel', lineChannelChangedSchema, body);
    if (answer.kind !== 'ok' || answer.value.kind !== 'done') return setStep('failed');
    setStep('idle');
    props.remove?.();
  };
  return (
    <div className={css['setting']}>
      <dt title={words.uses[props.name]}>{name}</dt>
      <dd>
        {props.children}
        {step === 'failed' && <span role="alert">{t.common.failed}</span>}
      </dd>
      {props.remove !== null && step !== 'asked' && (
        <Button
          look="quiet"
          aria-label={`${words.remove} ${name}`}
          onClick={() => setStep('asked')}
        >
          {words.remove}
        </Button>
      )}
      {step === 'asked' && (
        <dd className={css['wide']}>
          <Button autoFocus onClick={() => void remove()}>
            {words.sureRemove(name)}
          </Button>
          <Button look="quiet" onClick={() => setStep('idle')}>
            {t.common.cancel}
          </Button>
        </dd>
      )}
    </div>
  );
}

function SecretState({ state }: { readonly state: LineSecretState }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const words = t.lineChannel;
  const { source, lastFour, setAtMs, trouble } = state;
  if (source === 'none') return <Chip tone="quiet">{words.notSet}</Chip>;
  if (trouble !== null) {
    return (
      <>
        <Chip tone="deny">{words.closed}</Chip>
        <span className={css['quiet']}>{words.troubles[trouble]}</span>
      </>
    );
  }
  return (
    <>
      <Chip tone="ok">{source === 'environment' ? words.fromEnvironment : words.isSet}</Chip>
      {lastFour !== null && <span className={css['value']}>{words.lastFour(lastFour)}</span>}
      {setAtMs !== null && (
        <span className={css['quiet']}>{words.setAt(formatRecent(setAtMs, nowMs))}</span>
      )}
    </>
  );
}

function PlainState({ state }: { readonly state: LineChannelAnswer['liffId'] }) {
  const { t } = useLanguage();
  const words = t.lineChannel;
  if (state.value === null) return <Chip tone="quiet">{words.notSet}</Chip>;
  return (
    <>
      <span className={css['value']}>{state.value}</span>
      {state.source === 'environment' && <Chip tone="ok">{words.fromEnvironment}</Chip>}
    </>
  );
}
