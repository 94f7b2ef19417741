import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../controls/icon.tsx';
import { useSpeech } from '../page-context.ts';
import { useWelcome } from '../welcome-context.ts';
import { BindForm } from './bind-form.tsx';
import { JoinForm } from './join-form.tsx';
import { TicketForm } from './ticket-form.tsx';

/** The first visit: with the counter's code one tap, else joining, or binding a card. */
export function WelcomePage(): JSX.Element {
  const { words } = useSpeech();
  const { config, entry } = useWelcome();
  const [way, setWay] = useState<'ticket' | 'join' | 'card'>(
    entry.ticket === null ? 'join' : 'ticket',
  );
  const title =
    way === 'ticket'
      ? words.welcome.ticketTitle
      : way === 'card'
        ? words.welcome.bindTitle
        : words.welcome.title(config.brandName);
  const intro = {
    ticket: words.welcome.ticketIntro,
    join: entry.inviter === null ? words.welcome.intro : words.welcome.invited,
    card: words.welcome.bindIntro,
  }[way];
  return (
    <main class="page page-welcome" data-page={`welcome-${way}`}>
      <header class="welcome-head">
        <h1>{title}</h1>
        <p class="quiet">{intro}</p>
        {way === 'join' && (
          <button type="button" class="button-text" onClick={() => setWay('card')}>
            {words.welcome.haveCard}
            <Icon name="next" size={18} />
          </button>
        )}
      </header>
      {way === 'ticket' && entry.ticket !== null && <TicketForm ticket={entry.ticket} />}
      {way === 'join' && <JoinForm />}
      {way === 'card' && <BindForm />}
      {way === 'ticket' && (
        <button
          type="button"
          class="button button-quiet button-wide"
          onClick={() => setWay('card')}
        >
          {words.welcome.haveCard}
        </button>
      )}
      {way !== 'join' && (
        <button
          type="button"
          class="button button-quiet button-wide"
          onClick={() => setWay('join')}
        >
          {words.welcome.isNew}
        </button>
      )}
    </main>
  );
}
