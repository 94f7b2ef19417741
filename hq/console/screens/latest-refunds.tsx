import { useCallback, useState } from 'react';
import { refundsAnswerSchema } from '../../../app/contract/hq-admin-members.ts';
import type { AdminRefund } from '../../../app/contract/hq-admin-members.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { StateText } from '../controls/panel.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './list-screen.module.css';
import { RefundsTable } from './refunds-table.tsx';

const everyMs = 5_000;
const pageRows = 50;

type Older = { readonly rows: readonly AdminRefund[]; readonly older: string | null };

/** Refunds and voids, newest first; earlier ones page by page. */
export function LatestRefunds() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [paged, setPaged] = useState<Older | null>(null);
  const load = useCallback(
    (signal: AbortSignal) =>
      client.get('/refunds', refundsAnswerSchema, { limit: pageRows }, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  if (data === null) {
    return <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>;
  }
  const byId = new Map(
    [...(paged?.rows ?? []), ...data.rows].map((row) => [row.refundId, row] as const),
  );
  const rows = [...byId.values()].sort((a, b) => b.atMs - a.atMs);
  if (rows.length === 0) return <StateText>{t.sales.emptyRefunds}</StateText>;
  const cursor = paged === null ? data.older : paged.older;
  const loadOlder = async (before: string): Promise<void> => {
    const query = { before, limit: pageRows };
    const answer = await client.get('/refunds', refundsAnswerSchema, query);
    if (answer.kind !== 'ok') return;
    const { older } = answer.value;
    setPaged((known) => ({ rows: [...(known?.rows ?? []), ...answer.value.rows], older }));
  };
  return (
    <>
      <RefundsTable rows={rows} />
      {cursor !== null && (
        <div className={css['foot']}>
          <Button onClick={() => void loadOlder(cursor)}>{t.common.more}</Button>
        </div>
      )}
    </>
  );
}
