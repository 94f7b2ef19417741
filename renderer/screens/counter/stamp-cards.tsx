import { useTranslation } from 'react-i18next';
import type { MemberView, ReadyView } from '../../../app/contract/counter-view.ts';
import { formatWhole } from '../../i18n/format.ts';
import { localized } from '../../i18n/localized.ts';
import styles from './stamp-cards.module.css';

/** More dots than this are no picture any more: a bar says it better. */
const dotsMax = 20;
/** Cards shown; the vouchers below need the room. */
const cardsMax = 2;

type StampCardsProps = {
  readonly cards: MemberView['stamps'];
  readonly language: ReadyView['language'];
};

/** How far the member is on each stamp card: one small dot a stamp, and the count. */
export function StampCards({ cards, language }: StampCardsProps) {
  const { t } = useTranslation();
  if (cards.length === 0) return null;
  const more = cards.length - cardsMax;
  return (
    <ul className={styles['cards']} data-stamps="" aria-label={t('member.stamps')}>
      {cards.slice(0, cardsMax).map((card) => (
        <li key={card.cardId} className={styles['card']}>
          <span className={styles['name']} title={localized(card.name, language)}>
            {localized(card.name, language)}
          </span>
          {card.goal <= dotsMax ? (
            <Dots stamps={card.stamps} goal={card.goal} />
          ) : (
            <progress className={styles['bar']} aria-hidden value={card.stamps} max={card.goal} />
          )}
          <span className={styles['count']}>
            {t('member.stampCount', {
              stamps: formatWhole(card.stamps),
              goal: formatWhole(card.goal),
            })}
          </span>
        </li>
      ))}
      {more > 0 ? <li className={styles['more']}>{t('member.moreStamps', { n: more })}</li> : null}
    </ul>
  );
}

function Dots({ stamps, goal }: { stamps: number; goal: number }) {
  return (
    <span className={styles['dots']} aria-hidden>
      {Array.from({ length: goal }, (_, index) => (
        <span key={index} className={styles['dot']} data-on={index < stamps} />
      ))}
    </span>
  );
}
