import { useCallback, useState } from 'react';
import { salesAnswerSchema } from '../../../app/contract/hq-admin.ts';
import type { AdminSale } from '../../../app/contract/hq-admin.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { Segments } from '../controls/segments.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import { addOlder, mergeSales, salesShownMax } from './merge-sales.ts';
import type { ShownSales } from './merge-sales.ts';
import { LatestActs } from './latest-acts.tsx';
import { LatestRefunds } from './latest-refunds.tsx';
import { SalesTable } from './sales-table.tsx';
import css from './list-screen.module.css';

const everyMs = 2_000;
const pageRows = 50;

/** The sales as they come in, what was taken back of them, or what people did beside. */
export function SalesScreen() {
  const { t } = useLanguage();
  const [list, setList] = useState<'sales' | 'refunds' | 'acts'>('sales');
  return (
    <Panel
      title={t.sales.title}
      tools={
        <>
          {list === 'sales' && <span className={css['quiet']}>{t.sales.live}</span>}
          <Segments
            label={t.sales.list}
            value={list}
            options={[
              { value: 'sales', text: t.member.sales },
              { value: 'refunds', text: t.sales.refunds },
              { value: 'acts', text: t.acts.title },
            ]}
            onValue={setList}
          />
        </>
      }
    >
      {list === 'sales' && <LiveSales />}
      {list === 'refunds' && <LatestRefunds />}
      {list === 'acts' && <LatestActs />}
    </Panel>
  );
}

function LiveSales() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [shown, setShown] = useState<ShownSales | null>(null);
  /** Where earlier ones go on; `first` = still where the first page ended. */
  const [older, setOlder] = useState<string | null>(null);
  const [hasPaged, setHasPaged] = useState(false);
  const [isPaging, setIsPaging] = useState(false);

  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<string | null>> => {
      const answer = await client.get('/sales', salesAnswerSchema, { limit: pageRows }, signal);
      if (answer.kind !== 'ok') return answer;
      setShown((before) => mergeSales(before, answer.value.rows));
      return { kind: 'ok', value: answer.value.older };
    },
    [client],
  );
  const poll = usePoll(load, everyMs);
  const cursor = hasPaged ? older : poll.data;

  const loadOlder = async (before: string): Promise<void> => {
    setIsPaging(true);
    const answer = await client.get('/sales', salesAnswerSchema, { before, limit: pageRows });
    setIsPaging(false);
    if (answer.kind !== 'ok') return;
    setShown((now) => (now === null ? now : addOlder(now, answer.value.rows)));
    setOlder(answer.value.older);
    setHasPaged(true);
  };

  return (
    <>
      <SalesBody
        rows={shown?.rows ?? null}
        freshIds={shown?.freshIds ?? new Set()}
        isFailing={poll.isFailing}
      />
      {cursor !== null && shown !== null && shown.rows.length < salesShownMax && (
        <div className={css['foot']}>
          <Button disabled={isPaging} onClick={() => void loadOlder(cursor)}>
            {isPaging ? t.common.loading : t.common.more}
          </Button>
        </div>
      )}
      {shown !== null && shown.rows.length >= salesShownMax && (
        <p className={css['foot']}>{t.sales.limit(formatWhole(salesShownMax))}</p>
      )}
    </>
  );
}

function SalesBody(props: {
  readonly rows: readonly AdminSale[] | null;
  readonly freshIds: ReadonlySet<string>;
  readonly isFailing: boolean;
}) {
  const { t } = useLanguage();
  if (props.rows === null) {
    return <StateText>{props.isFailing ? t.connection.lost : t.common.loading}</StateText>;
  }
  if (props.rows.length === 0) return <StateText>{t.sales.empty}</StateText>;
  return <SalesTable rows={props.rows} freshIds={props.freshIds} />;
}
