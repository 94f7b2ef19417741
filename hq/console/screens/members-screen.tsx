import { useCallback, useEffect, useState } from 'react';
import { membersAnswerSchema } from '../../../app/contract/hq-admin.ts';
import type { AdminMember, MembersAnswer } from '../../../app/contract/hq-admin.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHq, useKeptState } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatWhole } from '../i18n/time-words.ts';
import css from './list-screen.module.css';
import { MemberLink } from './member-link.tsx';
import { RequestsLink } from './requests-link.tsx';
import { tierWords } from './tier-words.ts';

const everyMs = 15_000;
const pageRows = 50;
/** Typing goes on until this long a pause. */
const pauseMs = 180;

type Asked = { readonly text: string; readonly offset: number };
type Found = { readonly asked: Asked; readonly answer: MembersAnswer };

/** The members: found while typing, page by page. */
export function MembersScreen() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [asked, setAsked] = useKeptState<Asked>('members', { text: '', offset: 0 });
  const [text, setText] = useState(asked.text);

  useEffect(() => {
    const plain = text.normalize('NFKC').trim();
    if (plain === asked.text) return undefined;
    const timer = setTimeout(() => setAsked({ text: plain, offset: 0 }), pauseMs);
    return () => clearTimeout(timer);
  }, [text, asked, setAsked]);

  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<Found>> => {
      const query = { ...asked, limit: pageRows };
      const answer = await client.get('/members', membersAnswerSchema, query, signal);
      return answer.kind === 'ok' ? { kind: 'ok', value: { asked, answer: answer.value } } : answer;
    },
    [client, asked],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  const isOutOfDate = data !== null && data.asked !== asked;

  return (
    <Panel
      title={t.members.title}
      beside={
        <>
          <span className={css['quiet']} role="status">
            {data !== null && t.members.total(formatWhole(data.answer.total))}
          </span>
          <RequestsLink />
        </>
      }
      tools={
        <>
          <span className={css['quiet']}>{t.members.masked}</span>
          <div className={css['search']}>
            <input
              type="search"
              aria-label={t.members.search}
              placeholder={t.members.searchHint}
              maxLength={64}
              autoComplete="off"
              autoFocus
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        </>
      }
    >
      {data === null ? (
        <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>
      ) : (
        <div className={isOutOfDate ? css['stale'] : undefined} aria-busy={isOutOfDate}>
          <MemberRows found={data} />
          <Pages found={data} onOffset={(offset) => setAsked({ ...data.asked, offset })} />
        </div>
      )}
    </Panel>
  );
}

const toneOf: Readonly<Record<AdminMember['lineState'], Tone>> = {
  none: 'quiet',
  bound: 'ok',
  blocked: 'warn',
};

function MemberRows({ found }: { readonly found: Found }) {
  const { t } = useLanguage();
  const words = t.members;
  const none = t.common.none;
  if (found.answer.rows.length === 0) {
    const { text } = found.asked;
    return <StateText>{text === '' ? words.none : words.notFound(text)}</StateText>;
  }
  return (
    <DataTable<AdminMember>
      caption={words.title}
      rows={found.answer.rows}
      rowKey={(member) => member.memberId}
      columns={[
        {
          key: 'name',
          title: words.name,
          cell: (m) => <MemberLink memberId={m.memberId} name={m.nameMasked} />,
        },
        { key: 'mobile', title: words.mobile, cell: (m) => m.mobileMasked ?? none },
        {
          key: 'card',
          title: words.card,
          cell: (m) => <span className={css['code']}>{m.cardCode ?? none}</span>,
        },
        { key: 'tier', title: words.tier, cell: (m) => tierWords(t, m.tierId) },
        { key: 'points', title: words.points, look: 'number', cell: (m) => formatWhole(m.points) },
        {
          key: 'line',
          title: words.line,
          cell: (m) => <Chip tone={toneOf[m.lineState]}>{words.lineStates[m.lineState]}</Chip>,
        },
        { key: 'joined', title: words.joined, look: 'quiet', cell: (m) => formatDay(m.joinedOn) },
      ]}
    />
  );
}

function Pages(props: { readonly found: Found; readonly onOffset: (offset: number) => void }) {
  const { t } = useLanguage();
  const { asked, answer } = props.found;
  if (answer.total <= pageRows) return null;
  const last = asked.offset + answer.rows.length;
  const range = [asked.offset + 1, last, answer.total].map(formatWhole);
  return (
    <nav className={css['foot']} aria-label={t.members.pages}>
      <Button
        disabled={asked.offset === 0}
        onClick={() => props.onOffset(Math.max(0, asked.offset - pageRows))}
      >
        {t.members.previous}
      </Button>
      <span>{t.members.range(range[0] ?? '', range[1] ?? '', range[2] ?? '')}</span>
      <Button
        disabled={last >= answer.total}
        onClick={() => props.onOffset(asked.offset + pageRows)}
      >
        {t.members.next}
      </Button>
    </nav>
  );
}
