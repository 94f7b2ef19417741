import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import type { MemberStory } from '../../../app/contract/manager-views.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Tabs } from '../../controls/tabs.tsx';
import { useCounter, useLanguage } from '../../counter-context.tsx';
import { formatDay } from '../../i18n/format.ts';
import { useRevealed } from '../members/use-revealed.ts';
import { localized } from '../../i18n/localized.ts';
import { StoryJourney } from './story-journey.tsx';
import { StoryOverview } from './story-overview.tsx';
import { StorySales } from './story-sales.tsx';
import { StoryVouchers } from './story-vouchers.tsx';
import styles from './story.module.css';

const tabs = ['overview', 'sales', 'vouchers', 'journey'] as const;
type Tab = (typeof tabs)[number];

type MemberStoryScreenProps = {
  readonly memberId: MemberId;
  readonly today: string;
};

/** One member as a whole: who, points by lot, sales, vouchers, and what happened. */
export function MemberStoryScreen({ memberId, today }: MemberStoryScreenProps) {
  const { t } = useTranslation();
  const story = useStory(memberId);
  const [tab, setTab] = useState<Tab>('overview');
  const section = useRef<HTMLElement>(null);
  const isThere = typeof story === 'object';
  useEffect(() => {
    // The first tab once there is one: arrows walk the tabs, Esc closes.
    const first = section.current?.querySelector<HTMLElement>('[role="tab"]');
    (first ?? section.current)?.focus();
  }, [isThere]);
  return (
    <section
      ref={section}
      className={styles['story']}
      aria-label={t('manager.story.title')}
      tabIndex={-1}
    >
      <div className={styles['top']}>
        {isThere ? <StoryHead story={story} /> : <h2>{t('manager.story.title')}</h2>}
      </div>
      {isThere ? (
        <Tabs
          label={t('manager.story.title')}
          tabs={tabs.map((name) => ({ name, words: t(`manager.story.tabs.${name}`) }))}
          current={tab}
          onChoose={setTab}
        >
          {tab === 'overview' ? <StoryOverview story={story} today={today} /> : null}
          {tab === 'sales' ? <StorySales memberId={memberId} story={story} /> : null}
          {tab === 'vouchers' ? <StoryVouchers vouchers={story.vouchers} /> : null}
          {tab === 'journey' ? <StoryJourney steps={story.steps} /> : null}
        </Tabs>
      ) : (
        <p className={styles['empty']} role={story === 'loading' ? 'status' : 'alert'}>
          {t(`manager.story.${story}`)}
        </p>
      )}
    </section>
  );
}

/** Who it is, masked; the full name and number on demand, for half a minute. */
function StoryHead({ story }: { story: MemberStory }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const revealed = useRevealed();
  const { member, tierUntil } = story;
  const full = revealed.of(member.memberId);
  const name = full?.name ?? member.nameMasked;
  return (
    <div className={styles['head']}>
      <h2 className={styles['name']} title={name}>
        {name}
      </h2>
      <span className={styles['number']}>
        {full?.mobile ?? member.mobileMasked ?? t('common.none')}
      </span>
      <Button
        size="small"
        aria-pressed={full !== undefined}
        aria-label={full ? t('members.hideOf') : t('members.revealOf', { name })}
        onClick={() => revealed.toggle(member.memberId)}
      >
        {full ? t('members.hide') : t('members.reveal')}
      </Button>
      <span className={styles['number']}>{member.cardCode}</span>
      <span className={styles['chips']}>
        <Chip look="accent">
          {member.tierName ? localized(member.tierName, language) : member.tierId}
          {' · '}
          {tierUntil === null
            ? t('manager.story.tierNoEnd')
            : t('manager.story.tierUntil', { date: formatDay(tierUntil) })}
        </Chip>
        <Chip look={member.lineState === 'bound' ? 'ok' : 'quiet'}>
          {member.untold === true ? t('members.untold') : t(`member.line.${member.lineState}`)}
        </Chip>
      </span>
    </div>
  );
}

type Shown = MemberStory | 'loading' | 'gone' | 'failed';

function useStory(memberId: MemberId): Shown {
  const { call } = useCounter();
  const [shown, setShown] = useState<Shown>('loading');
  useEffect(() => {
    let isLeft = false;
    const show = (answer: CounterCallOut<'manager:story'> | null): void => {
      if (isLeft) return;
      setShown(answer === null ? 'failed' : answer.kind === 'found' ? answer.story : 'gone');
    };
    call('manager:story', { memberId }).then(show, () => show(null));
    return () => {
      isLeft = true;
    };
  }, [call, memberId]);
  return shown;
}
