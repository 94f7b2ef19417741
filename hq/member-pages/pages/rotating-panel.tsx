import type { JSX } from 'preact';
import { CodeImage } from '../controls/code-image.tsx';
import { Icon } from '../controls/icon.tsx';
import { useRotatingCode } from '../code/use-rotating-code.ts';
import { useWakeLock } from '../code/use-wake-lock.ts';
import { useMemberPage } from '../page-context.ts';

/** The signed QR of this minute, with a ring that runs down until the next. */
export function RotatingPanel(): JSX.Element {
  const { words, api } = useMemberPage();
  const code = useRotatingCode(api);
  useWakeLock();
  return (
    <div class="code-panel code-panel-qr" data-code={code.kind}>
      {code.kind === 'shown' && <CodeImage svg={code.svg} alt={words.card.qrAlt} shape="qr" />}
      {code.kind === 'asking' && <p class="code-wait">{words.card.qrAsking}</p>}
      {code.kind === 'lost' && (
        <p class="code-wait" role="alert">
          <Icon name="cloudOff" />
          {words.card.qrLost}
        </p>
      )}
      {code.kind === 'shown' && (
        <p class="code-left">
          <Ring share={code.leftMs / code.showMs} />
          {words.card.qrLeft(Math.ceil(code.leftMs / 1000))}
        </p>
      )}
    </div>
  );
}

const ringLength = 2 * Math.PI * 8;

function Ring({ share }: { share: number }): JSX.Element {
  return (
    <svg class="ring" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <circle class="ring-track" cx="10" cy="10" r="8" />
      <circle
        class="ring-left"
        cx="10"
        cy="10"
        r="8"
        stroke-dasharray={`${ringLength * share} ${ringLength}`}
      />
    </svg>
  );
}
