import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { RetryButton, Waiting } from '../controls/lazy-page.tsx';
import { TroubleNote } from '../controls/trouble-note.tsx';
import type { TroubleCode } from '../i18n/words.ts';
import { findLastCard } from '../keep/last-card.ts';
import type { LinePort } from '../line/line-port.ts';
import { useSpeech } from '../page-context.ts';
import { BarcodePanel } from './barcode-panel.tsx';

/**
 * Until it is known who is there: the card as it was last seen, at once. With trouble it stays, and says
 * from when it is.
 */
export function StartingPage({
  trouble,
  port,
  onRetry,
}: {
  trouble: TroubleCode | null;
  port: LinePort | null;
  onRetry: (() => void) | null;
}): JSX.Element {
  const { words, write } = useSpeech();
  const [card] = useState(findLastCard);
  return (
    <main class="page page-starting" data-page={trouble === null ? 'starting' : 'trouble'}>
      <h1 class="visually-hidden">{words.title}</h1>
      {trouble !== null && (
        <TroubleNote code={trouble}>
          {card !== null && <p>{words.card.savedFrom(write.time(card.savedAtMs))}</p>}
          <TroubleAction code={trouble} port={port} onRetry={onRetry} />
        </TroubleNote>
      )}
      {card === null ? (
        trouble === null && <CardSkeleton />
      ) : (
        <section class="member-card" aria-label={words.tabs.card}>
          <div class="member-card-face">
            <p class="member-card-brand">{card.brandName}</p>
            {trouble === null ? <Waiting rows={2} /> : null}
          </div>
          <BarcodePanel cardCode={card.cardCode} cardSvg={card.cardSvg} />
        </section>
      )}
    </main>
  );
}

/** What helps: signing in again, opening the page anew, or simply trying again. */
function TroubleAction({
  code,
  port,
  onRetry,
}: {
  code: TroubleCode;
  port: LinePort | null;
  onRetry: (() => void) | null;
}): JSX.Element | null {
  const { words } = useSpeech();
  if (code === 'noChannel') return null;
  if (port !== null && code === 'not-signed-in') {
    return (
      <button type="button" class="button button-quiet" onClick={() => port.signInAgain()}>
        {words.action.signIn}
      </button>
    );
  }
  if (
    port !== null &&
    (code === 'not-signed-in-line' || (code === 'lineFailed' && port.isInLine()))
  ) {
    return (
      <button type="button" class="button button-quiet" onClick={() => port.closeWindow()}>
        {words.action.closeWindow}
      </button>
    );
  }
  return onRetry === null ? null : <RetryButton onClick={onRetry} />;
}

function CardSkeleton(): JSX.Element {
  return (
    <div class="member-card">
      <div class="member-card-face">
        <Waiting rows={3} />
      </div>
      <div class="code-panel code-panel-bar" />
    </div>
  );
}
