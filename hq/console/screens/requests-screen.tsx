import { useCallback, useState } from 'react';
import { requestsAnswerSchema } from '../../../app/contract/hq-admin-requests.ts';
import type { AdminRequest } from '../../../app/contract/hq-admin-requests.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import type { Column } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './list-screen.module.css';
import { MemberLink } from './member-link.tsx';
import { RequestDialog } from './request-dialog.tsx';
import type { RequestSaid } from './request-dialog.tsx';
import own from './requests.module.css';

const everyMs = 30_000;
/** From so few days on it is said in a colour. */
const soonDays = 3;

/** What members ask for of their own data: what is open with the day it is due, and what was closed. */
export function RequestsScreen() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [turn, setTurn] = useState(0);
  const [chosen, setChosen] = useState<AdminRequest | null>(null);
  const [said, setSaid] = useState<RequestSaid | null>(null);
  const load = useCallback(
    (signal: AbortSignal) => client.get('/requests', requestsAnswerSchema, {}, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  const words = t.requests;
  if (data === null)
    return <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>;
  const open = data.rows.filter(({ closedAtMs }) => closedAtMs === null);
  const closed = data.rows.filter(({ closedAtMs }) => closedAtMs !== null);
  const done = (outcome: RequestSaid): void => {
    setChosen(null);
    setSaid(outcome);
    setTurn((n) => n + 1);
  };
  return (
    <div className={own['stack']}>
      <Panel
        title={words.title}
        beside={<span className={css['quiet']}>{words.open(formatWhole(data.open))}</span>}
        tools={
          <a className={css['link']} href="#members">
            {t.member.back}
          </a>
        }
      >
        <p className={css['note']}>{words.lead}</p>
        <p className={own['said']} role="status">
          {said !== null && words.said[said]}
        </p>
        {open.length === 0 ? (
          <StateText>{words.none}</StateText>
        ) : (
          <OpenRequests rows={open} onChoose={setChosen} />
        )}
      </Panel>
      <Panel title={words.closed}>
        {closed.length === 0 ? (
          <StateText>{words.noneClosed}</StateText>
        ) : (
          <ClosedRequests rows={closed} />
        )}
      </Panel>
      {chosen !== null && (
        <RequestDialog request={chosen} onDone={done} onClose={() => setChosen(null)} />
      )}
    </div>
  );
}

/** Who asked for what and when: the columns both lists have. */
function useSharedColumns(): readonly Column<AdminRequest>[] {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const { columns, kinds, erased } = t.requests;
  return [
    {
      key: 'member',
      title: columns.member,
      cell: (row) => <MemberLink memberId={row.memberId} name={row.nameMasked || erased} />,
    },
    { key: 'mobile', title: columns.mobile, cell: (row) => row.mobileMasked ?? t.common.none },
    { key: 'kind', title: columns.kind, cell: (row) => kinds[row.kind] },
    {
      key: 'asked',
      title: columns.asked,
      look: 'quiet',
      cell: (row) => formatRecent(row.createdAtMs, nowMs),
    },
  ];
}

function OpenRequests(props: {
  readonly rows: readonly AdminRequest[];
  readonly onChoose: (request: AdminRequest) => void;
}) {
  const { t } = useLanguage();
  const words = t.requests;
  return (
    <DataTable<AdminRequest>
      caption={words.title}
      rows={props.rows}
      rowKey={({ requestId }) => requestId}
      columns={[
        ...useSharedColumns(),
        {
          key: 'due',
          title: words.columns.due,
          cell: ({ dueOn, daysLeft }) => (
            <span className={css['at']}>
              {formatDay(dueOn)}
              <DueChip daysLeft={daysLeft} />
            </span>
          ),
        },
        {
          key: 'handle',
          title: '',
          cell: (row) => <Button onClick={() => props.onChoose(row)}>{words.handle}</Button>,
        },
      ]}
    />
  );
}

function DueChip({ daysLeft }: Pick<AdminRequest, 'daysLeft'>) {
  const { t } = useLanguage();
  const words = t.requests;
  const tone: Tone = daysLeft < 0 ? 'deny' : daysLeft <= soonDays ? 'warn' : 'quiet';
  const text =
    daysLeft < 0
      ? words.overdue(formatWhole(-daysLeft))
      : daysLeft === 0
        ? words.today
        : words.left(formatWhole(daysLeft));
  return <Chip tone={tone}>{text}</Chip>;
}

function ClosedRequests({ rows }: { readonly rows: readonly AdminRequest[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const { columns, outcomes } = t.requests;
  return (
    <DataTable<AdminRequest>
      caption={t.requests.closed}
      rows={rows}
      rowKey={({ requestId }) => requestId}
      columns={[
        ...useSharedColumns(),
        {
          key: 'closed',
          title: columns.closedAt,
          look: 'quiet',
          cell: ({ closedAtMs }) =>
            closedAtMs === null ? t.common.none : formatRecent(closedAtMs, nowMs),
        },
        {
          key: 'outcome',
          title: columns.outcome,
          cell: ({ outcome }) =>
            outcome !== null && (
              <Chip tone={outcome === 'erased' ? 'accent' : 'quiet'}>{outcomes[outcome]}</Chip>
            ),
        },
        { key: 'note', title: columns.note, look: 'wide', cell: (row) => row.note },
      ]}
    />
  );
}
