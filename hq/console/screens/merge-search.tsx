import { useEffect, useState } from 'react';
import { membersAnswerSchema } from '../../../app/contract/hq-admin.ts';
import type { AdminMember } from '../../../app/contract/hq-admin.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './merge.module.css';

const pauseMs = 180;
const shownMax = 8;

/** Looks for the other member while one types. */
export function MergeSearch(props: {
  readonly exceptId: string;
  readonly onChoose: (memberId: string) => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.member.merge;
  const { exceptId } = props;
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly AdminMember[] | null>(null);
  useEffect(() => {
    const plain = text.trim();
    if (plain === '') return setFound(null);
    let isOver = false;
    const timer = setTimeout(async () => {
      const query = { text: plain, limit: shownMax + 1 };
      const answer = await client.get('/members', membersAnswerSchema, query);
      if (isOver || answer.kind !== 'ok') return;
      const others = answer.value.rows.filter(({ memberId }) => memberId !== exceptId);
      setFound(others.slice(0, shownMax));
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, exceptId, text]);
  return (
    <>
      <TextField
        label={words.search}
        hint={t.members.searchHint}
        value={text}
        maxLength={64}
        autoComplete="off"
        onText={setText}
      />
      {found?.length === 0 && <p role="status">{words.none}</p>}
      {found !== null && found.length > 0 && (
        <ul className={css['found']}>
          {found.map((member) => (
            <li key={member.memberId}>
              <strong>{member.nameMasked || t.common.nameless}</strong>
              <span>{member.mobileMasked ?? t.common.none}</span>
              <span className={css['quiet']}>{member.cardCode ?? t.common.none}</span>
              <span>{t.common.points(formatWhole(member.points))}</span>
              <Button
                aria-label={`${words.choose} ${member.nameMasked} ${member.cardCode ?? ''}`}
                onClick={() => props.onChoose(member.memberId)}
              >
                {words.choose}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
