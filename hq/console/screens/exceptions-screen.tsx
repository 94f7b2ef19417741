import { useCallback, useState } from 'react';
import { exceptionsAnswerSchema } from '../../../app/contract/hq-admin.ts';
import type { ExceptionState } from '../../../app/contract/hq-admin.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Panel, StateText } from '../controls/panel.tsx';
import { Segments } from '../controls/segments.tsx';
import { useHq, useKeptState } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { ExceptionCard } from './exception-card.tsx';
import css from './exceptions.module.css';
import type { ShownExceptions } from './exception-words.ts';

const everyMs = 5_000;

/** What a person at HQ should look at. */
export function ExceptionsScreen() {
  const { t } = useLanguage();
  const { client, reloadOverview } = useHq();
  const [state, setState] = useKeptState<ExceptionState>('exceptions', 'open');
  const [turn, setTurn] = useState(0);
  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<ShownExceptions>> => {
      const answer = await client.get('/exceptions', exceptionsAnswerSchema, { state }, signal);
      return answer.kind === 'ok'
        ? { kind: 'ok', value: { state, rows: answer.value.rows } }
        : answer;
    },
    [client, state],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  const rows = data?.state === state ? data.rows : null;
  const onClosed = (): void => {
    setTurn((n) => n + 1);
    reloadOverview();
  };
  return (
    <Panel
      title={t.exceptions.title}
      beside={<span className={css['quiet']}>{t.exceptions.lead}</span>}
      tools={
        <>
          <a className={css['toolLink']} href="#exceptions/costs">
            {t.workbench.costs.link}
          </a>
          <a className={css['toolLink']} href="#exceptions/people">
            {t.workbench.admins.link}
          </a>
          <Segments
            label={t.exceptions.filter}
            value={state}
            options={[
              { value: 'open', text: t.exceptions.open },
              { value: 'closed', text: t.exceptions.closed },
            ]}
            onValue={setState}
          />
        </>
      }
    >
      {rows === null && <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>}
      {rows?.length === 0 && (
        <StateText>
          {state === 'open' ? t.exceptions.emptyOpen : t.exceptions.emptyClosed}
        </StateText>
      )}
      {rows !== null && rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <li key={row.exceptionId} className={css['item']}>
              <ExceptionCard exception={row} onClosed={onClosed} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
