import type { ComponentChildren, JSX } from 'preact';
import type { TroubleCode } from '../i18n/words.ts';
import { useSpeech } from '../page-context.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

/** What went wrong and what to do, read out at once. */
export function TroubleNote({
  code,
  children,
}: {
  code: TroubleCode;
  children?: ComponentChildren;
}): JSX.Element {
  const [what, todo] = useSpeech().words.trouble[code];
  return (
    <div class="note note-trouble" role="alert" data-trouble={code}>
      <Icon name={code === 'offline' ? 'cloudOff' : 'alert'} />
      <div>
        <strong>{what}</strong>
        <p>{todo}</p>
        {children}
      </div>
    </div>
  );
}

/** Good news, read out when there is time. */
export function GoodNote({ text }: { text: string }): JSX.Element {
  return (
    <div class="note note-good" role="status">
      <Icon name="check" />
      <p>{text}</p>
    </div>
  );
}

/** Neither good nor bad, and to be known. */
export function PlainNote({ icon, text }: { icon: IconName; text: string }): JSX.Element {
  return (
    <div class="note note-plain" role="status">
      <Icon name={icon} />
      <p>{text}</p>
    </div>
  );
}

/** Nothing here yet, and why. */
export function EmptyNote({ title, hint }: { title: string; hint: string }): JSX.Element {
  return (
    <div class="empty">
      <strong>{title}</strong>
      <p>{hint}</p>
    </div>
  );
}
