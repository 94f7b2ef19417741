import { useCallback, useState } from 'react';
import { costsAnswerSchema } from '../../../app/contract/hq-admin-exceptions.ts';
import type { CostRow } from '../../../app/contract/hq-admin-exceptions.ts';
import { adminApiRoot } from '../../../app/contract/hq-admin.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { addDays } from '../../../app/domain/time.ts';
import { usePoll } from '../api/use-poll.ts';
import { DataTable } from '../controls/data-table.tsx';
import type { Column } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { Segments } from '../controls/segments.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatDay, formatWhole } from '../i18n/time-words.ts';
import { BackLink } from './case-screen.tsx';
import css from './case.module.css';
import { exceptionWords } from './exception-words.ts';

const everyMs = 30_000;
const periods = ['4', '8', '26'] as const;

/** A line of a week's table; the last one is its sum. */
type Line = CostRow & { readonly isTotal: boolean };

/** What exceptions cost, week by week, by store and kind, and who bears it. */
export function CostsScreen() {
  const { t, language } = useLanguage();
  const { client } = useHq();
  const words = t.workbench.costs;
  const [weeks, setWeeks] = useState<(typeof periods)[number]>('8');
  const load = useCallback(
    (signal: AbortSignal) => client.get('/exceptions/costs', costsAnswerSchema, { weeks }, signal),
    [client, weeks],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  const csv = `${adminApiRoot}/exceptions/costs.csv?weeks=${weeks}&language=${language}`;
  const weekNames = [...new Set(data?.rows.map((row) => row.week))];
  return (
    <div className={css['stack']}>
      <Panel
        title={words.title}
        beside={<span className={css['quiet']}>{words.lead}</span>}
        tools={
          <>
            <BackLink />
            <a className={css['link']} href={csv} download="">
              {words.csv}
            </a>
            <Segments
              label={words.weeks}
              value={weeks}
              options={periods.map((value) => ({ value, text: words.weeksOf(value) }))}
              onValue={setWeeks}
            />
          </>
        }
      >
        {data === null && <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>}
        {data?.rows.length === 0 && <StateText>{words.empty}</StateText>}
        {data !== null && data.rows.length > 0 && <Sums rows={data.rows} />}
      </Panel>
      {weekNames.map((week) => (
        <Week key={week} week={week} rows={data?.rows.filter((row) => row.week === week) ?? []} />
      ))}
    </div>
  );
}

/** The whole period in four figures. */
function Sums({ rows }: { readonly rows: readonly CostRow[] }) {
  const { t } = useLanguage();
  const total = totalOf('', rows);
  const titles = amountTitles(t);
  return (
    <dl className={css['sums']}>
      {amounts.map((field) => (
        <div key={field}>
          <dt className={css['quiet']}>{titles[field]}</dt>
          <dd className={css['figure']}>{formatTwd(total[field])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Week({ week, rows }: { readonly week: string; readonly rows: readonly CostRow[] }) {
  const { t } = useLanguage();
  const title = t.workbench.costs.week(formatDay(week), formatDay(addDays(week, 6)));
  const lines: Line[] = [
    ...rows.map((row) => ({ ...row, isTotal: false })),
    { ...totalOf(week, rows), isTotal: true },
  ];
  return (
    <Panel title={title}>
      <DataTable
        caption={title}
        isEven
        rows={lines}
        rowKey={(row) => (row.isTotal ? 'total' : `${row.storeName}.${row.kind}`)}
        rowClass={(row) => (row.isTotal ? css['total'] : undefined)}
        columns={columnsOf(t)}
      />
    </Panel>
  );
}

function totalOf(week: string, rows: readonly CostRow[]): CostRow {
  const sum = (field: 'count' | 'openCount' | 'undoneMinor' | (typeof amounts)[number]) =>
    rows.reduce((total, row) => total + row[field], 0);
  return {
    week,
    storeName: '',
    kind: '',
    count: sum('count'),
    openCount: sum('openCount'),
    absorbedMinor: sum('absorbedMinor'),
    chargedMinor: sum('chargedMinor'),
    clawedBackMinor: sum('clawedBackMinor'),
    openMinor: sum('openMinor'),
    undoneMinor: sum('undoneMinor'),
  };
}

const amounts = ['absorbedMinor', 'chargedMinor', 'clawedBackMinor', 'openMinor'] as const;

function amountTitles(t: Texts): Readonly<Record<(typeof amounts)[number], string>> {
  const words = t.workbench.costs;
  return {
    absorbedMinor: words.absorbed,
    chargedMinor: words.charged,
    clawedBackMinor: words.clawedBack,
    openMinor: words.open,
  };
}

function columnsOf(t: Texts): Column<Line>[] {
  const words = t.workbench.costs;
  const titles = amountTitles(t);
  return [
    {
      key: 'store',
      title: words.store,
      cell: (row) => (row.isTotal ? words.total : row.storeName || words.noStore),
    },
    {
      key: 'kind',
      title: words.kind,
      look: 'wide',
      cell: (row) => (
        <>
          {row.isTotal ? '' : exceptionWords(t, row.kind).title}
          {row.undoneMinor > 0 && !row.isTotal && (
            <p className={css['quiet']}>{words.undone(formatTwd(row.undoneMinor))}</p>
          )}
        </>
      ),
    },
    { key: 'count', title: words.count, look: 'number', cell: (row) => formatWhole(row.count) },
    ...amounts.map((field): Column<Line> => ({
      key: field,
      title: titles[field],
      look: 'number',
      cell: (row) => (row[field] === 0 ? t.common.none : formatTwd(row[field])),
    })),
  ];
}
