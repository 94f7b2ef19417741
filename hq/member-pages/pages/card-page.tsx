import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MemberHome } from '../../../app/contract/member-pages.ts';
import type { Begun } from '../begin.ts';
import { Icon } from '../controls/icon.tsx';
import { PlainNote, TroubleNote } from '../controls/trouble-note.tsx';
import { useMemberPage } from '../page-context.ts';
import { BarcodePanel } from './barcode-panel.tsx';
import { RotatingPanel } from './rotating-panel.tsx';
import { StampCard } from './stamp-card.tsx';

/** The first page: the card, what is on it, and what comes next. */
export function CardPage({ begun }: { begun: Extract<Begun, { kind: 'member' }> }): JSX.Element {
  const { words, home, config, go } = useMemberPage();
  const hasCard = home.cardSvg !== '';
  const [chosen, setShown] = useState<'bar' | 'qr'>('bar');
  const shown = hasCard ? chosen : 'qr';
  return (
    <>
      {begun.hasNeedlessTicket && <TroubleNote code="bound-elsewhere" />}
      {/* Told by joining alone; the card asked for anew does not say it. */}
      {begun.home.giftsHadBefore && <PlainNote icon="gift" text={words.card.giftsHadBefore} />}
      <section class="member-card" aria-label={words.tabs.card}>
        <CardFace brandName={config.brandName} home={home} />
        {hasCard && <CodeSwitch shown={shown} onShow={setShown} />}
        {shown === 'bar' ? (
          <BarcodePanel cardCode={home.cardCode} cardSvg={home.cardSvg} />
        ) : (
          <RotatingPanel />
        )}
        <p class="code-use">
          {shown === 'bar' && `${words.card.barcodeUse}${words.card.brighter}`}
          {shown === 'qr' && (hasCard ? words.card.qrUse : words.card.noCard)}
        </p>
      </section>
      <TierNext tier={home.tier} />
      {home.stampCards.length > 0 && (
        <section class="group" aria-label={words.card.stamps}>
          <h2>{words.card.stamps}</h2>
          {home.stampCards.map((card) => (
            <StampCard key={card.cardId} card={card} />
          ))}
        </section>
      )}
      <button type="button" class="row-link" onClick={() => go('/invite')}>
        <Icon name="gift" />
        <span>{words.card.invite}</span>
        <Icon name="next" size={18} />
      </button>
    </>
  );
}

function CardFace({ brandName, home }: { brandName: string; home: MemberHome }): JSX.Element {
  const { words, write } = useMemberPage();
  const { tier, expiringNext } = home;
  return (
    <div class="member-card-face">
      <div class="member-card-top">
        <p class="member-card-brand">{brandName}</p>
        <p class="tier-chip">{tier.name}</p>
      </div>
      <h1 class="member-card-name">{home.name}</h1>
      <p class="points">
        <span class="visually-hidden">{words.card.pointsNow} </span>
        <strong data-points data-long={home.points >= 1_000_000}>
          {write.figure(home.points)}
        </strong>
        <span class="points-unit">{words.points('', home.points).trim()}</span>
        {home.worthWords !== null && <span class="points-worth">{home.worthWords}</span>}
      </p>
      {expiringNext !== null && (
        <p class="member-card-small" data-expiring>
          {words.card.expiring(
            write.figure(expiringNext.points),
            write.day(expiringNext.on),
            expiringNext.points,
          )}
        </p>
      )}
      {tier.until !== null && (
        <p class="member-card-small">{words.card.tierUntil(write.day(tier.until))}</p>
      )}
    </div>
  );
}

function CodeSwitch({
  shown,
  onShow,
}: {
  shown: 'bar' | 'qr';
  onShow: (shown: 'bar' | 'qr') => void;
}): JSX.Element {
  const { words } = useMemberPage();
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">{words.card.codeKind}</legend>
      {(['bar', 'qr'] as const).map((kind) => (
        <label key={kind} class="switch-part">
          <input
            type="radio"
            name="code-kind"
            checked={shown === kind}
            onChange={() => onShow(kind)}
          />
          <span>{kind === 'bar' ? words.card.barcode : words.card.qr}</span>
        </label>
      ))}
    </fieldset>
  );
}

function TierNext({ tier }: { tier: MemberHome['tier'] }): JSX.Element | null {
  const { words, write } = useMemberPage();
  if (tier.next === null) return null;
  const percent = Math.round(tier.next.share * 100);
  return (
    <section class="group">
      <p>{words.card.tierNext(write.money(tier.next.missingMinor), tier.next.name)}</p>
      <progress
        class="tier-progress"
        max={100}
        value={percent}
        aria-label={words.card.tierProgress}
      >
        {percent}%
      </progress>
    </section>
  );
}
