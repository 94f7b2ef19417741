import type { JSX } from 'preact';
import type { MemberHome } from '../../../app/contract/member-pages.ts';
import { Icon } from '../controls/icon.tsx';
import { useMemberPage } from '../page-context.ts';

/** More places than fit a thumb's card are shown as a bar. */
const drawnGoalMax = 20;

/** One card of stamps as on paper: a place for each, the last with the gift. */
export function StampCard({ card }: { card: MemberHome['stampCards'][number] }): JSX.Element {
  const { words } = useMemberPage();
  const { stamps, goal } = card;
  return (
    <article class="stamp-card">
      <header>
        <h3>{card.name}</h3>
        <p class="stamp-count">{words.card.stampCount(stamps, goal)}</p>
      </header>
      {goal <= drawnGoalMax ? (
        <div class="stamps" aria-hidden="true">
          {Array.from({ length: goal }, (_, place) => (
            <span key={place} class={placeClass(place, stamps, goal)}>
              {place < stamps ? (
                <Icon name="check" size={20} />
              ) : place === goal - 1 ? (
                <Icon name="gift" size={20} />
              ) : (
                place + 1
              )}
            </span>
          ))}
        </div>
      ) : (
        <progress class="tier-progress" max={goal} value={stamps} aria-hidden="true" />
      )}
      <p class="stamp-reward">
        {words.card.stampReward(card.rewardWords)}
        {stamps < goal && ` · ${words.card.stampsLeft(goal - stamps)}`}
      </p>
    </article>
  );
}

function placeClass(place: number, stamps: number, goal: number): string {
  const had = place < stamps ? ' stamp-had' : '';
  return `stamp${had}${place === goal - 1 ? ' stamp-last' : ''}`;
}
