import { useCallback, useState } from 'react';
import { adminDoneSchema } from '../../../app/contract/hq-admin.ts';
import { lineSendingAnswerSchema } from '../../../app/contract/hq-admin-line.ts';
import type { LineSendingAnswer } from '../../../app/contract/hq-admin-line.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Banner, Panel, StateText } from '../controls/panel.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './line-sending.module.css';

const everyMs = 60_000;

/** When messages go out, and how far the month's messages reach. */
export function LineSending() {
  const { t } = useLanguage();
  const { client } = useHq();
  const load = useCallback(
    (signal: AbortSignal) => client.get('/line/sending', lineSendingAnswerSchema, {}, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  return (
    <Panel title={t.sending.title}>
      {data === null ? (
        <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>
      ) : (
        <div className={css['body']}>
          <Month month={data.month} />
          <QuietForm key={`${data.quietHours.from}${data.quietHours.until}`} {...data.quietHours} />
        </div>
      )}
    </Panel>
  );
}

function Month({ month }: Pick<LineSendingAnswer, 'month'>) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  const words = t.sending;
  if (month === null) {
    return (
      <section>
        <h3>{words.month}</h3>
        <p className={css['note']}>{words.unknown}</p>
      </section>
    );
  }
  const { used, quota, perDay, monthEndUsed, runsOutOn, checkedAtMs } = month;
  const isGone = quota !== null && used >= quota;
  const share = quota === null || quota === 0 ? null : Math.min(1, used / quota);
  return (
    <section>
      <h3>{words.month}</h3>
      <p className={css['figure']}>
        {quota === null
          ? words.unlimited(formatWhole(used))
          : words.used(formatWhole(used), formatWhole(quota))}
      </p>
      {share !== null && (
        <meter
          className={css['meter']}
          value={share}
          high={0.85}
          optimum={0}
          aria-label={words.month}
        >
          {Math.round(share * 100)} %
        </meter>
      )}
      {isGone && <Banner tone="deny" title={words.gone} />}
      {!isGone && runsOutOn !== null && <Banner tone="warn" title={words.runsOut(runsOutOn)} />}
      <p className={css['note']}>
        {perDay !== null && <span>{words.pace(formatWhole(perDay))}</span>}
        {monthEndUsed !== null && runsOutOn === null && (
          <span>{words.monthEnd(formatWhole(monthEndUsed))}</span>
        )}
        <span>{words.checked(formatRecent(checkedAtMs, nowMs))}</span>
      </p>
    </section>
  );
}

type SaveState = 'idle' | 'busy' | 'saved' | 'failed';

function QuietForm(stored: LineSendingAnswer['quietHours']) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [from, setFrom] = useState(stored.from);
  const [until, setUntil] = useState(stored.until);
  const [state, setState] = useState<SaveState>('idle');
  const words = t.sending;
  const save = async (): Promise<void> => {
    setState('busy');
    const answer = await client.post('/line/quiet-hours', adminDoneSchema, { from, until });
    setState(answer.kind === 'ok' ? 'saved' : 'failed');
  };
  const change = (set: (text: string) => void) => (text: string) => {
    set(text);
    setState('idle');
  };
  const isWhole = from !== '' && until !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{words.quiet}</h3>
      <div className={css['hours']}>
        <TextField label={words.from} type="time" value={from} onText={change(setFrom)} />
        <TextField label={words.until} type="time" value={until} onText={change(setUntil)} />
        <Button type="submit" disabled={state === 'busy' || !isWhole}>
          {words.save}
        </Button>
        <span role="status">
          {state === 'saved' && words.saved}
          {state === 'failed' && t.common.failed}
        </span>
      </div>
      <p className={css['note']}>{words.quietNote}</p>
    </form>
  );
}
