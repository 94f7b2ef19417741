import { useTranslation } from 'react-i18next';
import type { MemberView, ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Icon } from '../../controls/icon.tsx';
import { formatTimes, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import type { RunCommand } from '../use-commands.ts';
import { LineNews, LineSign } from './line-sign.tsx';
import styles from './member-panel.module.css';
import { StampCards } from './stamp-cards.tsx';
import { VoucherList } from './voucher-list.tsx';

type MemberPanelProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** Who the sale is for; without a member, an invitation to scan. */
export function MemberPanel({ view, onCommand }: MemberPanelProps) {
  if (!view.member) return <Invitation onCommand={onCommand} />;
  return (
    <MemberCard
      member={view.member}
      best={view.sale.best}
      codes={view.sale.codes ?? []}
      // A preview tells what is missing with this sale.
      nextSteps={view.sale.preview === null ? view.member.nextSteps : []}
      line={view.line}
      today={view.businessDate}
      language={view.language}
      onCommand={onCommand}
    />
  );
}

function Invitation({ onCommand }: { onCommand: RunCommand }) {
  const { t } = useTranslation();
  return (
    <div className={styles['invitation']}>
      <span className={styles['scanMark']}>
        <Icon name="scan" size="6rem" />
      </span>
      <h2>{t('idle.title')}</h2>
      <p>{t('idle.hint')}</p>
      <Button keyName="F3" onClick={() => onCommand({ kind: 'find' })}>
        <Icon name="find" />
        {t('idle.find')}
      </Button>
    </div>
  );
}

type MemberCardProps = {
  readonly member: MemberView;
  readonly best: ReadyView['sale']['best'];
  readonly codes: NonNullable<ReadyView['sale']['codes']>;
  readonly nextSteps: MemberView['nextSteps'];
  readonly line: ReadyView['line'];
  readonly today: string;
  readonly language: ReadyView['language'];
  readonly onCommand: RunCommand;
};

function MemberCard(props: MemberCardProps) {
  const { member, best, codes, nextSteps, line, today, language, onCommand } = props;
  const { t } = useTranslation();
  const dates = useDates();
  const { expiringNext } = member;
  return (
    <article className={styles['card']} aria-label={t('member.region')} data-member="">
      <div className={styles['who']}>
        <div className={styles['nameLine']}>
          <h2 className={styles['name']} title={member.nameMasked}>
            {member.nameMasked}
          </h2>
          <LineSign member={member} canBind={line !== undefined} onCommand={onCommand} />
        </div>
        <p className={styles['ids']}>
          <span>{member.mobileMasked ?? t('common.none')}</span>
          <span data-card-code="">{member.cardCode}</span>
        </p>
      </div>
      <MemberChips member={member} language={language} />
      <LineNews line={line} lineState={member.lineState} today={today} />
      <div className={styles['points']}>
        <span>{t('member.points')}</span>
        <strong data-points="">{formatWhole(member.points)}</strong>
      </div>
      <p className={styles['expiring']}>
        {expiringNext
          ? t('member.expiring', {
              points: formatWhole(expiringNext.points),
              date: dates.day(expiringNext.expiresOn),
            })
          : t('member.noExpiring')}
      </p>
      <Identified member={member} />
      <NextSteps lines={nextSteps.slice(0, nextStepsMax)} language={language} />
      <StampCards cards={member.stamps} language={language} />
      <VoucherList
        vouchers={member.vouchers}
        best={best}
        codes={codes}
        language={language}
        onCommand={onCommand}
      />
    </article>
  );
}

/** What must be scanned before the member may redeem. */
function Identified({ member }: Pick<MemberCardProps, 'member'>) {
  const { t } = useTranslation();
  const { identifiedBy, redeemNeeds } = member;
  // A view without the word of the rules: a member found by search is the weak one.
  const needs = redeemNeeds === undefined && identifiedBy === 'search' ? 'scan' : redeemNeeds;
  if (needs === undefined || needs === null) return null;
  return (
    <p className={styles['weak']}>
      <Icon name="warn" />
      {t(needs === 'token' ? 'member.needsToken' : 'member.weak')}
    </p>
  );
}

/** More than this would push the vouchers out of sight. */
const nextStepsMax = 2;

/** What is missing to the next tier or stamp card, before there is a sale to tell it with. */
function NextSteps({
  lines,
  language,
}: {
  lines: MemberView['nextSteps'];
  language: ReadyView['language'];
}) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <ul className={styles['next']} data-member-next="" aria-label={t('sale.next')}>
      {lines.map((line, index) => (
        <li key={`${line.code}-${index}`} title={localized(line.words, language)}>
          {localized(line.words, language)}
        </li>
      ))}
    </ul>
  );
}

function MemberChips({ member, language }: Pick<MemberCardProps, 'member' | 'language'>) {
  const { t } = useTranslation();
  const dates = useDates();
  const { tier, tierUntil } = member;
  const words = [
    localized(tier.name, language),
    // ×1 says nothing.
    tier.multiplierBps === 10_000
      ? null
      : t('member.multiplier', { times: formatTimes(tier.multiplierBps) }),
    tierUntil === null ? null : t('member.tierUntil', { date: dates.day(tierUntil) }),
  ]
    .filter((word) => word !== null)
    .join(' ');
  return (
    <div className={styles['chips']}>
      <Chip look="accent">
        <span data-tier="" className={styles['tier']} title={words}>
          {words}
        </span>
      </Chip>
      {member.activity === undefined ? null : (
        <Chip look={member.activity === 'new' ? 'ok' : 'quiet'}>
          <span data-activity={member.activity}>{t(`activity.${member.activity}`)}</span>
        </Chip>
      )}
      {member.birthdayMonth ? (
        <Chip look="warn" icon="cake">
          {t('member.birthday')}
        </Chip>
      ) : null}
    </div>
  );
}
