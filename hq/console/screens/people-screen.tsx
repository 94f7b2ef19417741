import { useCallback, useEffect, useState } from 'react';
import {
  adminsAnswerSchema,
  newAdminAnswerSchema,
  ownerAnswerSchema,
} from '../../../app/contract/hq-admin-exceptions.ts';
import type { AdminsAnswer } from '../../../app/contract/hq-admin-exceptions.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent } from '../i18n/time-words.ts';
import { deedWords, personWords, whatWords } from './case-history.tsx';
import { BackLink } from './case-screen.tsx';
import css from './case.module.css';
import { exceptionHref } from './use-tab.ts';

const everyMs = 15_000;
type Props = { readonly people: AdminsAnswer; readonly onChanged: () => void };

/** Who may sign in with a token of their own, above what two must agree, and what was done lately. */
export function PeopleScreen() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [turn, setTurn] = useState(0);
  const load = useCallback(
    (signal: AbortSignal) => client.get('/admins', adminsAnswerSchema, {}, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  if (data === null)
    return <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>;
  const onChanged = () => setTurn((n) => n + 1);
  return (
    <div className={css['stack']}>
      <Panel title={t.workbench.admins.title} tools={<BackLink />}>
        <div className={css['body']}>
          {!data.me.isOwner && <p className={css['warn']}>{t.workbench.admins.onlyOwner}</p>}
          <Limit people={data} onChanged={onChanged} />
        </div>
      </Panel>
      <Named people={data} onChanged={onChanged} />
      <Latest people={data} />
    </div>
  );
}

function Limit({ people, onChanged }: Props) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.workbench.admins;
  const [text, setText] = useState(String(people.twoPersonMinor));
  const [says, setSays] = useState<string | null>(null);
  // Changed here or by somebody else: the field shows what holds now.
  useEffect(() => setText(String(people.twoPersonMinor)), [people.twoPersonMinor]);
  const isWhole = /^\d{1,8}$/.test(text.trim());
  const save = async (): Promise<void> => {
    const body = { twoPersonMinor: Number(text) };
    const answer = await client.post('/admins/limit', ownerAnswerSchema, body);
    const isDone = answer.kind === 'ok' && answer.value.kind === 'done';
    setSays(isDone ? words.saved : t.common.failed);
    onChanged();
  };
  return (
    <form
      className={css['inline']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) void save();
      }}
    >
      <TextField
        label={words.limit}
        hint={words.limitHint}
        value={text}
        inputMode="numeric"
        maxLength={8}
        autoComplete="off"
        disabled={!people.me.isOwner}
        onText={setText}
      />
      <Button
        type="submit"
        disabled={!people.me.isOwner || !isWhole || Number(text) === people.twoPersonMinor}
      >
        {words.limitSave}
      </Button>
      <span role="status">{says}</span>
    </form>
  );
}

function Named({ people, onChanged }: Props) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.workbench.admins;
  const nowMs = useHqNow(30_000);
  const [asked, setAsked] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const revoke = async (adminId: string): Promise<void> => {
    setAsked(null);
    const answer = await client.post('/admins/revoke', ownerAnswerSchema, { adminId });
    setFailed(answer.kind !== 'ok' || answer.value.kind !== 'done');
    onChanged();
  };
  return (
    <Panel title={words.named}>
      {people.rows.length === 0 ? (
        <StateText>{words.none}</StateText>
      ) : (
        <DataTable
          caption={words.named}
          rows={people.rows}
          rowKey={({ adminId }) => adminId}
          columns={[
            { key: 'name', title: words.name, cell: (row) => row.name },
            {
              key: 'since',
              title: words.since,
              look: 'quiet',
              cell: (row) => formatRecent(row.createdAtMs, nowMs),
            },
            {
              key: 'state',
              title: words.state,
              cell: ({ revokedAtMs }) =>
                revokedAtMs === null ? (
                  <Chip tone="ok">{words.active}</Chip>
                ) : (
                  <Chip tone="quiet">{words.revoked}</Chip>
                ),
            },
            {
              key: 'revoke',
              title: words.revoke,
              cell: ({ adminId, revokedAtMs }) => (
                <Button
                  disabled={!people.me.isOwner || revokedAtMs !== null}
                  onClick={() => (asked === adminId ? void revoke(adminId) : setAsked(adminId))}
                >
                  {asked === adminId ? words.sureRevoke : words.revoke}
                </Button>
              ),
            },
          ]}
        />
      )}
      <p role="alert" className={css['trouble']}>
        {failed ? t.common.failed : ''}
      </p>
      {people.me.isOwner && <AddAdmin onChanged={onChanged} />}
    </Panel>
  );
}

function AddAdmin({ onChanged }: Pick<Props, 'onChanged'>) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.workbench.admins;
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    if (busy) return;
    if (name.trim() === '') return setError(words.empty);
    setBusy(true);
    const answer = await client.post('/admins', newAdminAnswerSchema, { name });
    setBusy(false);
    if (answer.kind !== 'ok') return setError(t.common.failed);
    if (answer.value.kind !== 'made')
      return setError(answer.value.kind === 'name-taken' ? words.taken : words.onlyOwner);
    setToken(answer.value.token);
    setName('');
    return onChanged();
  };
  return (
    <div className={css['body']}>
      <form
        className={css['inline']}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          label={words.name}
          value={name}
          maxLength={40}
          autoComplete="off"
          error={error}
          onText={(text) => {
            setName(text);
            setError(null);
          }}
        />
        <Button type="submit" disabled={busy}>
          {words.add}
        </Button>
      </form>
      <div role="status">
        {token !== null && (
          <>
            <p>{words.token}</p>
            <p className={css['token']}>{token}</p>
          </>
        )}
      </div>
    </div>
  );
}

function Latest({ people }: Pick<Props, 'people'>) {
  const { t } = useLanguage();
  const words = t.workbench.admins;
  const nowMs = useHqNow(30_000);
  return (
    <Panel title={words.latest}>
      {people.latest.length === 0 ? (
        <StateText>{t.workbench.historyNone}</StateText>
      ) : (
        <DataTable
          caption={words.latest}
          rows={people.latest}
          rowKey={({ auditNo }) => String(auditNo)}
          columns={[
            {
              key: 'when',
              title: words.when,
              look: 'quiet',
              cell: (row) => formatRecent(row.atMs, nowMs),
            },
            { key: 'who', title: words.who, cell: (row) => personWords(t, row.adminName) },
            {
              key: 'did',
              title: words.did,
              cell: (row) =>
                row.action.startsWith('exception.') ? (
                  <a className={css['link']} href={exceptionHref(row.subject)}>
                    {deedWords(t, row)}
                  </a>
                ) : (
                  deedWords(t, row)
                ),
            },
            { key: 'what', title: words.what, look: 'wide', cell: (row) => whatWords(t, row) },
          ]}
        />
      )}
    </Panel>
  );
}
