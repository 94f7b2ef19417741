import { useCallback, useState } from 'react';
import { exceptionCaseAnswerSchema } from '../../../app/contract/hq-admin-exceptions.ts';
import type { ExceptionCaseAnswer } from '../../../app/contract/hq-admin-exceptions.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Chip } from '../controls/chip.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { agoWords, formatRecent, formatWhole } from '../i18n/time-words.ts';
import { CaseDecide } from './case-decide.tsx';
import { CaseHistory } from './case-history.tsx';
import { RemarksPanel } from './remarks-panel.tsx';
import { CaseReceipts } from './case-receipts.tsx';
import css from './case.module.css';
import { Actions, ExceptionFacts } from './exception-card.tsx';
import { exceptionWords } from './exception-words.ts';
import { memberHref } from './use-tab.ts';

const everyMs = 10_000;

/** One exception whole: why, what it cost, both receipts, what can be done and what was done. */
export function CaseScreen({ exceptionId }: { readonly exceptionId: string }) {
  const { t } = useLanguage();
  const { client, reloadOverview } = useHq();
  const [turn, setTurn] = useState(0);
  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<ExceptionCaseAnswer | 'gone'>> => {
      const path = '/exceptions/case';
      const answer = await client.get(path, exceptionCaseAnswerSchema, { exceptionId }, signal);
      // An id that is none is as unknown as one nobody has.
      return answer.kind === 'refused' ? { kind: 'ok', value: 'gone' } : answer;
    },
    [client, exceptionId],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  if (data === null || data === 'gone') {
    const waiting = isFailing ? t.connection.lost : t.common.loading;
    return (
      <Panel title={t.exceptions.title} tools={<BackLink />}>
        <StateText>{data === 'gone' ? t.workbench.gone : waiting}</StateText>
      </Panel>
    );
  }
  const onChanged = (): void => {
    setTurn((n) => n + 1);
    reloadOverview();
  };
  return (
    <div className={css['stack']}>
      <CaseHead shown={data} onChanged={onChanged} />
      <div className={css['columns']}>
        <div className={css['stack']}>
          <CaseReceipts receipts={data.receipts} />
          <CaseFacts shown={data} />
          <RemarksPanel remarks={data.remarks} all={data.remarkCount} />
        </div>
        <div className={css['stack']}>
          <CaseDecide shown={data} onChanged={onChanged} />
          <CaseHistory lines={data.history} />
        </div>
      </div>
    </div>
  );
}

/** Back to the list, from every page of the workbench. */
export function BackLink() {
  const { t } = useLanguage();
  return (
    <a className={css['link']} href="#exceptions">
      {t.workbench.back}
    </a>
  );
}

function CaseHead(props: { readonly shown: ExceptionCaseAnswer; readonly onChanged: () => void }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  const { exception, cost, actions, memberIds } = props.shown;
  const { counted, since } = props.shown.returnedPoints;
  const words = exceptionWords(t, exception.kind);
  const isAwaiting = actions.some((action) => action.state === 'awaiting');
  const state = isAwaiting && exception.state === 'open' ? 'awaiting' : exception.state;
  const where = [exception.storeName, exception.counterLabel].filter((part) => part !== null);
  const when = formatRecent(exception.createdAtMs, nowMs);
  const tone = { open: 'deny', awaiting: 'warn', closed: 'ok' } as const;
  return (
    <Panel
      title={words.title}
      beside={<Chip tone={tone[state]}>{t.workbench.states[state]}</Chip>}
      tools={<BackLink />}
    >
      <div className={css['body']}>
        <div className={css['head']}>
          <div>
            <p>{words.why}</p>
            <p className={css['quiet']}>
              {[...where, when].join(' · ')}
              {` (${agoWords(t.time, exception.createdAtMs, nowMs)})`}
            </p>
            {memberIds.map((memberId) => (
              <a key={memberId} className={css['link']} href={memberHref(memberId)}>
                {memberId === exception.detail['inviterId']
                  ? t.workbench.inviterPage
                  : t.workbench.memberPage}
              </a>
            ))}
          </div>
          <div className={css['cost']} data-lost={cost.costMinor > 0 ? '' : undefined}>
            <p className={css['quiet']}>{t.workbench.cost}</p>
            <p className={css['figure']}>{formatTwd(cost.costMinor)}</p>
            <p className={css['quiet']}>
              {cost.points > 0
                ? t.workbench.pointsOf(formatWhole(cost.points))
                : cost.costMinor === 0 && t.workbench.noCost}
            </p>
            {counted > 0 && (
              <p className={css['quiet']}>{t.workbench.returned(formatWhole(counted))}</p>
            )}
            {since > 0 && (
              <p className={css['quiet']}>{t.workbench.returnedSince(formatWhole(since))}</p>
            )}
          </div>
        </div>
        {exception.state === 'open' && <Actions exception={exception} onClosed={props.onChanged} />}
      </div>
    </Panel>
  );
}

function CaseFacts({ shown }: { readonly shown: ExceptionCaseAnswer }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  return (
    <Panel title={t.workbench.facts}>
      <div className={css['body']}>
        <ExceptionFacts exception={shown.exception} nowMs={nowMs} />
      </div>
    </Panel>
  );
}
