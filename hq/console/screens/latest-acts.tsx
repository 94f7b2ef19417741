import { useCallback, useState } from 'react';
import { actsAnswerSchema } from '../../../app/contract/hq-admin-acts.ts';
import type { AdminAct } from '../../../app/contract/hq-admin-acts.ts';
import type { StaffRef } from '../../../app/contract/staff.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { StateText } from '../controls/panel.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent } from '../i18n/time-words.ts';
import { aboutWords, doneWords } from './act-words.ts';
import css from './list-screen.module.css';
import { MemberLink } from './member-link.tsx';

const everyMs = 5_000;
const pageRows = 50;

/** What people did at the counters, newest first: of everybody, or of one person. */
export function LatestActs() {
  const { t } = useLanguage();
  const [person, setPerson] = useState<StaffRef | null>(null);
  return (
    <>
      {person !== null && (
        <p className={css['note']}>
          {t.acts.onlyOne(person.name)}{' '}
          <Button onClick={() => setPerson(null)}>{t.acts.everybody}</Button>
        </p>
      )}
      <ActsOf key={person?.staffId ?? ''} person={person} onPerson={setPerson} />
    </>
  );
}

type Older = { readonly rows: readonly AdminAct[]; readonly older: string | null };
type Props = {
  readonly person: StaffRef | null;
  readonly onPerson: (person: StaffRef) => void;
};

function ActsOf({ person, onPerson }: Props) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [paged, setPaged] = useState<Older | null>(null);
  const staffId = person?.staffId;
  const load = useCallback(
    (signal: AbortSignal) =>
      client.get('/acts', actsAnswerSchema, { limit: pageRows, staffId }, signal),
    [client, staffId],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  if (data === null) {
    return <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>;
  }
  const byId = new Map(
    [...(paged?.rows ?? []), ...data.rows].map((row) => [row.eid, row] as const),
  );
  const rows = [...byId.values()].sort((a, b) => b.atMs - a.atMs);
  if (rows.length === 0) return <StateText>{t.acts.empty}</StateText>;
  const cursor = paged === null ? data.older : paged.older;
  const loadOlder = async (before: string): Promise<void> => {
    const query = { before, limit: pageRows, staffId };
    const answer = await client.get('/acts', actsAnswerSchema, query);
    if (answer.kind !== 'ok') return;
    const { older } = answer.value;
    setPaged((known) => ({ rows: [...(known?.rows ?? []), ...answer.value.rows], older }));
  };
  return (
    <>
      <ActsTable rows={rows} onPerson={onPerson} />
      {cursor !== null && (
        <div className={css['foot']}>
          <Button onClick={() => void loadOlder(cursor)}>{t.common.more}</Button>
        </div>
      )}
    </>
  );
}

function ActsTable({
  rows,
  onPerson,
}: Pick<Props, 'onPerson'> & { readonly rows: readonly AdminAct[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  return (
    <DataTable<AdminAct>
      caption={t.acts.title}
      rows={rows}
      rowKey={(row) => row.eid}
      columns={[
        {
          key: 'at',
          title: t.sales.at,
          look: 'quiet',
          cell: (row) => formatRecent(row.atMs, nowMs),
        },
        {
          key: 'store',
          title: t.sales.store,
          cell: (row) => t.code.forCounter(row.storeName, row.counterLabel),
        },
        {
          key: 'person',
          title: t.acts.person,
          cell: ({ staff }) =>
            staff === null ? (
              <span className={css['quiet']}>{t.acts.nobody}</span>
            ) : (
              <Button onClick={() => onPerson(staff)}>{staff.name}</Button>
            ),
        },
        { key: 'what', title: t.acts.what, cell: (row) => <strong>{doneWords(t, row)}</strong> },
        { key: 'about', title: t.acts.about, look: 'wide', cell: (row) => aboutWords(t, row) },
        {
          key: 'member',
          title: t.sales.member,
          cell: ({ memberId, memberName }) =>
            memberId === null ? (
              t.common.none
            ) : (
              <MemberLink memberId={memberId} name={memberName} />
            ),
        },
      ]}
    />
  );
}
