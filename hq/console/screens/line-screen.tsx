import { useCallback, useState } from 'react';
import { lineOutboxAnswerSchema, lineOutboxStateSchema } from '../../../app/contract/hq-admin.ts';
import type {
  LineOutboxRow,
  LineOutboxState,
  OverviewAnswer,
} from '../../../app/contract/hq-admin.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Chip } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { Segments } from '../controls/segments.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent, formatWhole } from '../i18n/time-words.ts';
import { LineChannelPanel } from './line-channel.tsx';
import { LineCouponsPanel } from './line-coupons.tsx';
import { LineSending } from './line-sending.tsx';
import { LineAlarm } from './line-status.tsx';
import { lineTone } from './line-tone.ts';
import { messageKindWords, outcomeWords } from './line-words.ts';
import css from './list-screen.module.css';

const everyMs = 5_000;
const rowsMax = 100;

type Filter = LineOutboxState | 'all';
type Shown = { readonly filter: Filter; readonly rows: readonly LineOutboxRow[] };

/** The messages HQ hands to LINE, newest first. */
export function LineScreen({ line }: { readonly line: OverviewAnswer['line'] }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [filter, setFilter] = useState<Filter>('all');
  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<Shown>> => {
      const query = { state: filter === 'all' ? undefined : filter, limit: rowsMax };
      const answer = await client.get('/line-outbox', lineOutboxAnswerSchema, query, signal);
      return answer.kind === 'ok'
        ? { kind: 'ok', value: { filter, rows: answer.value.rows } }
        : answer;
    },
    [client, filter],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  const rows = data?.filter === filter ? data.rows : null;
  return (
    <>
      {line.alarm !== null && (
        <div className={css['alarm']}>
          <LineAlarm alarm={line.alarm} />
        </div>
      )}
      <div className={css['alarm']}>
        <LineSending />
      </div>
      <div className={css['alarm']}>
        <LineChannelPanel />
      </div>
      <div className={css['alarm']}>
        <LineCouponsPanel />
      </div>
      <Panel
        title={t.line.title}
        beside={<a href="#line/preview">{t.linePreview.open}</a>}
        tools={
          <Segments<Filter>
            label={t.line.filter}
            value={filter}
            options={[
              { value: 'all', text: t.common.all },
              ...lineOutboxStateSchema.options.map((state) => ({
                value: state,
                text: t.line.states[state],
              })),
            ]}
            onValue={setFilter}
          />
        }
      >
        <p className={css['note']}>{t.line.note}</p>
        {rows === null && <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>}
        {rows?.length === 0 && (
          <StateText>{filter === 'all' ? t.line.empty : t.line.emptyState}</StateText>
        )}
        {rows !== null && rows.length > 0 && <MessageTable rows={rows} />}
      </Panel>
    </>
  );
}

function MessageTable({ rows }: { readonly rows: readonly LineOutboxRow[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  const none = t.common.none;
  return (
    <DataTable<LineOutboxRow>
      caption={t.line.title}
      rows={rows}
      rowKey={(row) => row.outboxId}
      columns={[
        {
          key: 'created',
          title: t.line.created,
          cell: (row) => formatRecent(row.createdAtMs, nowMs),
        },
        { key: 'member', title: t.line.member, cell: (row) => row.memberName || t.common.nameless },
        { key: 'kind', title: t.line.kind, cell: (row) => messageKindWords(t, row.kind) },
        {
          key: 'state',
          title: t.line.state,
          cell: (row) => <Chip tone={lineTone[row.state]}>{t.line.states[row.state]}</Chip>,
        },
        {
          key: 'accepted',
          title: t.line.acceptedAt,
          cell: (row) => (row.acceptedAtMs === null ? none : formatRecent(row.acceptedAtMs, nowMs)),
        },
        {
          key: 'attempts',
          title: t.line.attempts,
          look: 'number',
          cell: (row) => formatWhole(row.attempts),
        },
        {
          key: 'outcome',
          title: t.line.outcome,
          look: 'quiet',
          cell: (row) => (row.lastOutcome === null ? none : outcomeWords(t, row.lastOutcome)),
        },
      ]}
    />
  );
}
