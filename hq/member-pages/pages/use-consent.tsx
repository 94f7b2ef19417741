import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useSpeech } from '../page-context.ts';
import { Notice } from '../privacy/notice.tsx';
import { useWelcome } from '../welcome-context.ts';

/** Consent as the law asks: the notice read first, each tick the member's own, marketing apart. */
export type Consent = {
  readonly given: boolean;
  readonly marketing: boolean;
  /** `isWrong`: it was forgotten. */
  readonly draw: (isWrong: boolean) => JSX.Element;
};

export function useConsent(): Consent {
  const { words } = useSpeech();
  const [given, setGiven] = useState(false);
  const [marketing, setMarketing] = useState(false);
  const [isShown, setShown] = useState(false);
  return {
    given,
    marketing,
    draw: (isWrong) => (
      <>
        <NoticeGroup onShown={() => setShown(true)} />
        <div>
          <label class="tick">
            <input
              id="consent"
              type="checkbox"
              checked={given}
              disabled={!isShown}
              aria-invalid={isWrong ? 'true' : undefined}
              aria-describedby={isWrong ? 'consent-wrong' : undefined}
              onChange={(event) => setGiven(event.currentTarget.checked)}
            />
            <span>{words.welcome.consent}</span>
          </label>
          {isWrong && (
            <p id="consent-wrong" class="field-wrong">
              {words.welcome.consentWrong}
            </p>
          )}
          <MarketingTick checked={marketing} onChange={setMarketing} />
        </div>
      </>
    ),
  };
}

/** The notice on personal data, before anything is sent. */
export function NoticeGroup({ onShown }: { onShown: () => void }): JSX.Element {
  const { words } = useSpeech();
  const { config } = useWelcome();
  return (
    <section class="group" aria-label={words.welcome.noticeTitle} data-notice>
      <h2>{words.welcome.noticeTitle}</h2>
      <Notice brandName={config.brandName} version={config.consentVersion} onShown={onShown} />
    </section>
  );
}

/** Never ticked for the member. */
export function MarketingTick({
  checked,
  onChange,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
}): JSX.Element {
  const { words } = useSpeech();
  return (
    <label class="tick">
      <input
        type="checkbox"
        name="marketing"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{words.welcome.marketing}</span>
    </label>
  );
}
