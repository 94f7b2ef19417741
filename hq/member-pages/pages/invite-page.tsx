import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MemberReferral } from '../../../app/contract/member-pages.ts';
import { BackHead } from '../controls/back-head.tsx';
import { RetryButton, Waiting } from '../controls/lazy-page.tsx';
import { EmptyNote, GoodNote, TroubleNote } from '../controls/trouble-note.tsx';
import { useMemberPage } from '../page-context.ts';
import { useAnswer } from '../use-answer.ts';

/** Inviting friends: what both get, and the link, sent in LINE where that works, copied where not. */
export function InvitePage(): JSX.Element {
  const { words, api } = useMemberPage();
  const { value, trouble, ask } = useAnswer(api.referral);
  return (
    <>
      <BackHead title={words.invite.title} to="/" />
      {trouble !== null && (
        <TroubleNote code={trouble}>
          <RetryButton onClick={ask} />
        </TroubleNote>
      )}
      {value === null && trouble === null && <Waiting rows={5} />}
      {value !== null && value.url === null && (
        <EmptyNote title={words.invite.none} hint={words.invite.noneHint} />
      )}
      {value !== null && value.url !== null && <Invitation referral={value} url={value.url} />}
    </>
  );
}

function Invitation({ referral, url }: { referral: MemberReferral; url: string }): JSX.Element {
  const { words, port, config } = useMemberPage();
  const [outcome, setOutcome] = useState<string | null>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      setOutcome(words.invite.copied);
    } catch {
      // Not allowed here: the link stands below, selected by a tap.
      setOutcome(null);
    }
  }

  async function share(): Promise<void> {
    const text = words.invite.message(config.brandName, referral.inviteeWords ?? '', url);
    const shared = await port.share(text);
    if (shared === 'sent') setOutcome(words.invite.sent);
    if (shared === 'unavailable') await copy();
  }

  return (
    <section class="group">
      <dl class="invite-rewards">
        {referral.inviterWords !== null && (
          <div class="invite-reward">
            <dt>{words.invite.you}</dt>
            <dd>{referral.inviterWords}</dd>
          </div>
        )}
        {referral.inviteeWords !== null && (
          <div class="invite-reward">
            <dt>{words.invite.friend}</dt>
            <dd>{referral.inviteeWords}</dd>
          </div>
        )}
      </dl>
      <p class="quiet">{words.invite.how}</p>
      <div class="button-row">
        <button type="button" class="button button-wide" onClick={() => void share()}>
          {words.invite.share}
        </button>
        <button type="button" class="button button-quiet button-wide" onClick={() => void copy()}>
          {words.invite.copy}
        </button>
      </div>
      <div class="field">
        <label for="invite-link" class="visually-hidden">
          {words.invite.link}
        </label>
        <input
          id="invite-link"
          readOnly
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      {outcome !== null && <GoodNote text={outcome} />}
      <p class="quiet">{words.invite.count(referral.invited, referral.rewarded)}</p>
    </section>
  );
}
