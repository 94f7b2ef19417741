import { lazy, Suspense, useCallback, useState } from 'react';
import { memberDetailAnswerSchema } from '../../../app/contract/hq-admin-members.ts';
import type { MemberDetail } from '../../../app/contract/hq-admin-members.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatWhole } from '../i18n/time-words.ts';
import css from './member.module.css';
import { MemberLists } from './member-lists.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { MobileDialog } from './mobile-dialog.tsx';
import { RemarksPanel } from './remarks-panel.tsx';
import { UnlinkLine } from './unlink-line.tsx';

const everyMs = 10_000;

/** What draws QR codes is a quarter of the whole page; few people ever open this. */
const TokenDialog = lazy(async () => ({
  default: (await import('./token-dialog.tsx')).TokenDialog,
}));

type Shown = MemberDetail | 'gone';

/** All HQ knows of one member, and what may be changed. */
export function MemberScreen({ memberId }: { readonly memberId: string }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [turn, setTurn] = useState(0);
  const load = useCallback(
    async (signal: AbortSignal): Promise<HqAnswer<Shown>> => {
      const answer = await client.get(
        '/members/detail',
        memberDetailAnswerSchema,
        { memberId },
        signal,
      );
      // An id that is none is as unknown as one nobody has.
      if (answer.kind === 'refused') return { kind: 'ok', value: 'gone' };
      return answer;
    },
    [client, memberId],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  if (data === null || data === 'gone') {
    const waiting = isFailing ? t.connection.lost : t.common.loading;
    return (
      <Panel title={t.members.title} tools={<BackLink />}>
        <StateText>{data === 'gone' ? t.member.gone : waiting}</StateText>
      </Panel>
    );
  }
  return (
    <div className={css['stack']}>
      <MemberHead detail={data} onChanged={() => setTurn((n) => n + 1)} />
      <RemarksPanel remarks={data.remarks} all={data.counts.remarks} />
      <MemberLists detail={data} />
    </div>
  );
}

function BackLink() {
  const { t } = useLanguage();
  return (
    <a className={css['link']} href="#members">
      {t.member.back}
    </a>
  );
}

function MemberHead(props: { readonly detail: MemberDetail; readonly onChanged: () => void }) {
  const { t, language } = useLanguage();
  const { detail, onChanged } = props;
  const { member } = detail;
  const [dialog, setDialog] = useState<'merge' | 'mobile' | 'token' | null>(null);
  const close = () => setDialog(null);
  const done = (): void => {
    close();
    onChanged();
  };
  return (
    <Panel
      title={member.nameMasked || t.common.nameless}
      beside={
        <>
          <Chip tone="accent">{member.tierName?.[language] ?? member.tierId}</Chip>
          {member.placeholder && <Chip tone="warn">{t.member.placeholder}</Chip>}
          {member.mergedCount > 0 && (
            <Chip tone="quiet">{t.member.merged(formatWhole(member.mergedCount))}</Chip>
          )}
          {member.inviterName !== null && (
            <span className={css['quiet']}>{t.member.invited(member.inviterName)}</span>
          )}
        </>
      }
      tools={
        <>
          <BackLink />
          {!member.placeholder && (
            <Button onClick={() => setDialog('token')}>{t.member.tokenDialog.open}</Button>
          )}
          {member.lineState !== 'none' && (
            <UnlinkLine memberId={member.memberId} onDone={onChanged} />
          )}
          <Button onClick={() => setDialog('mobile')}>{t.member.mobileDialog.open}</Button>
          <Button onClick={() => setDialog('merge')}>{t.member.merge.open}</Button>
        </>
      }
    >
      <Facts detail={detail} />
      {dialog === 'mobile' && (
        <MobileDialog memberId={member.memberId} onDone={done} onClose={close} />
      )}
      {dialog === 'token' && (
        <Suspense fallback={null}>
          <TokenDialog memberId={member.memberId} onClose={close} />
        </Suspense>
      )}
      {dialog === 'merge' && <MergeDialog detail={detail} onDone={done} onClose={close} />}
    </Panel>
  );
}

function Facts({ detail }: { readonly detail: MemberDetail }) {
  const { t } = useLanguage();
  const { member } = detail;
  const words = t.member.facts;
  const none = t.common.none;
  const facts = [
    [words.points, formatWhole(member.points)],
    [words.spent, formatTwd(member.spentMinor)],
    [words.tierUntil, member.tierUntil === null ? t.member.unlimited : formatDay(member.tierUntil)],
    [words.mobile, member.mobileMasked ?? none],
    [words.joined, formatDay(member.joinedOn)],
    [t.members.line, t.members.lineStates[member.lineState]],
  ] as const;
  return (
    <dl className={css['facts']}>
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className={css['codes']}>
        <dt>{words.cards}</dt>
        <dd>
          {member.cardCodes.length === 0 && none}
          {member.cardCodes.map((code) => (
            <span key={code}>
              {code} {member.weakCodes.includes(code) && <Chip tone="warn">{t.member.weak}</Chip>}
            </span>
          ))}
        </dd>
      </div>
    </dl>
  );
}
