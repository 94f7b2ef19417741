import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CodeImage } from '../controls/code-image.tsx';
import { Icon } from '../controls/icon.tsx';
import { Sheet } from '../controls/sheet.tsx';
import { useWakeLock } from '../code/use-wake-lock.ts';
import { useSpeech } from '../page-context.ts';

/** The card's static barcode with its number; a tap makes it as large as the phone is long. */
export function BarcodePanel({
  cardCode,
  cardSvg,
}: {
  cardCode: string;
  cardSvg: string;
}): JSX.Element {
  const { words } = useSpeech();
  const [isLarge, setLarge] = useState(false);
  useWakeLock();
  const alt = words.card.barcodeAlt(cardCode);
  return (
    <div class="code-panel code-panel-bar" data-code="bar">
      <CodeImage svg={cardSvg} alt={alt} shape="bar" />
      <p class="code-number">{inGroups(cardCode)}</p>
      <button
        type="button"
        class="code-enlarge"
        aria-label={words.card.enlarge}
        onClick={() => setLarge(true)}
      >
        <Icon name="expand" size={18} />
      </button>
      {isLarge && (
        <Sheet title={words.card.barcode} kind="full" onClose={() => setLarge(false)}>
          <div class="code-turned">
            <CodeImage svg={cardSvg} alt={alt} shape="bar" />
            <p class="code-number">{inGroups(cardCode)}</p>
          </div>
        </Sheet>
      )}
    </div>
  );
}

/** Read aloud at a counter, figures come in groups; other codes stay whole. */
export function inGroups(code: string): string {
  return /^\d{13}$/.test(code) ? code.replace(/^(\d)(\d{6})(\d{6})$/, '$1 $2 $3') : code;
}
