import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { MemberStory } from '../../../app/contract/manager-views.ts';
import { businessDate } from '../../../app/domain/time.ts';
import { useLanguage } from '../../counter-context.tsx';
import { formatDay, formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import { BarsChart } from './bars-chart.tsx';
import { pointsByDay } from './points-by-day.ts';
import styles from './story.module.css';

type StoryOverviewProps = { readonly story: MemberStory; readonly today: string };

/** The numbers of a member at a glance, and when the points lapse. */
export function StoryOverview({ story, today }: StoryOverviewProps) {
  return (
    <div className={styles['overview']}>
      <StoryFacts story={story} today={today} />
      <StoryLots story={story} />
      <StoryStamps story={story} />
    </div>
  );
}

function StoryFacts({ story, today }: StoryOverviewProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { member, year } = story;
  return (
    <div
      className={styles['facts']}
      tabIndex={0}
      role="group"
      aria-label={t('manager.story.tabs.overview')}
    >
      <p className={styles['points']} data-below={member.points < 0 ? '' : undefined}>
        <span>{t('manager.story.points')}</span>
        <strong>{formatWhole(member.points)}</strong>
      </p>
      <dl>
        <dt>{t('manager.story.year')}</dt>
        <dd>
          {t('manager.story.yearSales', { n: year.sales, amount: formatMoney(year.paidMinor) })}
        </dd>
        <dd>{t('manager.story.ever', { n: formatWhole(story.salesEver) })}</dd>
        <dd>
          {member.lastSaleAtMs === null
            ? t('manager.story.neverSeen')
            : t('manager.story.lastSeen', { date: dates.recent(member.lastSaleAtMs, today) })}
        </dd>
      </dl>
      <ul>
        <li>{t('manager.story.joined', { date: dates.day(member.joinedOn) })}</li>
        <li>
          {story.birthMonth === null
            ? t('manager.story.noBirthday')
            : t('manager.story.birthMonth', { n: story.birthMonth })}
        </li>
        {story.inviterMasked === null ? null : (
          <li>{t('manager.story.invitedBy', { name: story.inviterMasked })}</li>
        )}
        <li data-consent={story.consent?.at ?? 'unknown'}>{consentWords(t, story.consent)}</li>
        {story.source === 'counter' ? <li>{t('manager.story.unconfirmed')}</li> : null}
      </ul>
    </div>
  );
}

/** Where and when they agreed, and to which terms: what is not known is said to be so. */
function consentWords(t: TFunction, consent: MemberStory['consent']): string {
  if (consent === null) return t('remarks.consent.unknown');
  const { on, at, version } = consent;
  const which =
    version === null ? t('remarks.consent.noVersion') : t('remarks.consent.version', { version });
  return `${t(`remarks.consent.${at}`, { date: formatDay(on) })} · ${which}`;
}

function StoryLots({ story }: { story: MemberStory }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { lots, furtherPoints } = story;
  const bars = pointsByDay(lots).map(({ expiresOn, points }) => ({
    label: expiresOn === null ? t('manager.story.noExpiry') : dates.day(expiresOn),
    value: points,
  }));
  return (
    <div className={styles['card']}>
      <h3>{t('manager.story.lots')}</h3>
      {lots.length === 0 ? (
        <p className={styles['empty']}>{t('manager.story.noLots')}</p>
      ) : (
        <div className={styles['lots']}>
          <div className={styles['chart']}>
            <BarsChart
              bars={bars}
              label={t('manager.story.lotsChart')}
              unit={t('members.points')}
            />
          </div>
          <div
            className={styles['scroll']}
            tabIndex={0}
            role="group"
            aria-label={t('manager.story.lots')}
          >
            <table className={styles['grid']}>
              <thead>
                <tr>
                  <th scope="col">{t('manager.story.expiresOn')}</th>
                  <th scope="col">{t('manager.story.earnedOn')}</th>
                  <th scope="col" data-number="">
                    {t('members.points')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lots.map((lot, index) => (
                  <tr key={index}>
                    <td>
                      {lot.expiresOn === null
                        ? t('manager.story.noExpiry')
                        : dates.day(lot.expiresOn)}
                      {lot.points < 0 ? ` · ${t('manager.story.debt')}` : ''}
                    </td>
                    <td>
                      {lot.earnedAtMs === null ? '—' : dates.day(businessDate(lot.earnedAtMs))}
                    </td>
                    <td data-number="">{formatWhole(lot.points)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {furtherPoints === 0 ? null : (
              <p className={styles['note']}>
                {t('manager.story.furtherPoints', { points: formatWhole(furtherPoints) })}
              </p>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function StoryStamps({ story }: { story: MemberStory }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles['card']} data-part="stamps">
      <h3>{t('manager.story.stamps')}</h3>
      {story.stamps.length === 0 ? (
        <p className={styles['empty']}>{t('manager.story.noStamps')}</p>
      ) : (
        <ul className={styles['stamps']}>
          {story.stamps.map(({ cardId, name, cardNo, stamps, goal }) => (
            <li key={cardId}>
              <span title={localized(name, language)}>
                {localized(name, language)} · {t('manager.story.stampCard', { n: cardNo })}
              </span>
              <meter min={0} max={goal} value={stamps} aria-label={localized(name, language)} />
              <strong>{t('member.stampCount', { stamps, goal })}</strong>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
