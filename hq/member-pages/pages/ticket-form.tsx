import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { TroubleNote } from '../controls/trouble-note.tsx';
import { useSpeech } from '../page-context.ts';
import { useWelcome } from '../welcome-context.ts';
import { MarketingTick, NoticeGroup } from './use-consent.tsx';
import { useSending } from './use-sending.ts';

/**
 * Opened from the counter's QR: nothing to fill in, one tap. The page says nothing of the member, as it does
 * not know whose code it is.
 */
export function TicketForm({ ticket }: { ticket: string }): JSX.Element {
  const { words } = useSpeech();
  const { api, config } = useWelcome();
  const { isBusy, trouble, send } = useSending();
  const [marketing, setMarketing] = useState(false);
  const [isShown, setShown] = useState(false);

  function submit(event: JSX.TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { consentVersion } = config;
    if (isShown) send(() => api.bind({ by: 'ticket', ticket, consentVersion, marketing }));
  }

  return (
    <form class="form" noValidate onSubmit={submit}>
      <MarketingTick checked={marketing} onChange={setMarketing} />
      {trouble !== null && <TroubleNote code={trouble} />}
      <button type="submit" class="button button-wide" aria-disabled={isBusy || !isShown}>
        {isBusy ? words.welcome.binding : words.welcome.ticketBind}
      </button>
      <p class="quiet">
        {words.welcome.ticketConsent} {words.welcome.ticketUnlink}
      </p>
      <NoticeGroup onShown={() => setShown(true)} />
    </form>
  );
}
