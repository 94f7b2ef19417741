import { useTranslation } from 'react-i18next';
import type { StoryStep } from '../../../app/contract/manager-views.ts';
import { Icon, type IconName } from '../../controls/icon.tsx';
import { useLanguage } from '../../counter-context.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import styles from './story.module.css';

const icons: Readonly<Record<StoryStep['kind'], IconName>> = {
  joined: 'online',
  'first-sale': 'scan',
  'last-sale': 'scan',
  tier: 'gift',
  'voucher-used': 'gift',
  'card-full': 'ok',
  refund: 'returned',
  void: 'returned',
  expired: 'clock',
  adjusted: 'sync',
};

/** What happened to a member, newest first, as far as this counter knows. */
export function StoryJourney({ steps }: { steps: readonly StoryStep[] }) {
  const { t } = useTranslation();
  return (
    <div
      className={styles['scroll']}
      tabIndex={0}
      role="group"
      aria-label={t('manager.story.tabs.journey')}
    >
      <ol className={styles['journey']}>
        {steps.map((step, index) => (
          <JourneyStep key={index} step={step} />
        ))}
      </ol>
      <p className={styles['note']}>{t('manager.story.journeyNote')}</p>
    </div>
  );
}

function JourneyStep({ step }: { step: StoryStep }) {
  const { t } = useTranslation();
  const dates = useDates();
  const language = useLanguage();
  const { kind, atMs, name, n, storeName } = step;
  const when = dates.instant(atMs);
  const words = t(`manager.story.steps.${kind}`, {
    name: name === null ? '' : localized(name, language),
    n: n ?? '',
    amount: formatMoney(n ?? 0),
    points: formatWhole(n ?? 0),
  });
  return (
    <li data-kind={kind}>
      {/* Of the joining only the day is known. */}
      <time>{kind === 'joined' ? dates.day(when.slice(0, 10)) : when}</time>
      <Icon name={icons[kind]} />
      <span>
        {words}
        {storeName === null ? null : (
          <span className={styles['where']}>{t('manager.story.at', { store: storeName })}</span>
        )}
      </span>
    </li>
  );
}
