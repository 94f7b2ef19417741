import { useTranslation } from 'react-i18next';
import type { MemberStory } from '../../../app/contract/manager-views.ts';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { useLanguage } from '../../counter-context.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import { useRevealed } from '../members/use-revealed.ts';
import styles from './story.module.css';

/** Who it is, masked; the full name and number on demand, for half a minute. */
export function StoryHead({ story }: { story: MemberStory }) {
  const { t } = useTranslation();
  const dates = useDates();
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
            : t('manager.story.tierUntil', { date: dates.day(tierUntil) })}
        </Chip>
        <Chip look={member.lineState === 'bound' ? 'ok' : 'quiet'}>
          {member.untold === true ? t('members.untold') : t(`member.line.${member.lineState}`)}
        </Chip>
      </span>
    </div>
  );
}
