import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSpeech } from '../page-context.ts';
import { Icon } from './icon.tsx';

/** A sheet over the page, from below; Escape and the phone's back gesture close it. */
export function Sheet({
  title,
  onClose,
  kind = 'sheet',
  children,
}: {
  title: string;
  onClose: () => void;
  kind?: 'sheet' | 'full';
  children: ComponentChildren;
}): JSX.Element {
  const { words } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (shown === null) return undefined;
    if (!shown.open) shown.showModal();
    // A tap beside the sheet; by keyboard it is Escape, which the dialog knows itself.
    const closeBeside = (event: MouseEvent): void => {
      if (event.target === shown) shown.close();
    };
    shown.addEventListener('click', closeBeside);
    return () => {
      shown.removeEventListener('click', closeBeside);
      shown.close();
    };
  }, []);
  return (
    <dialog ref={dialog} class={`sheet sheet-${kind}`} aria-label={title} onClose={onClose}>
      <div class="sheet-inner">
        <header class="sheet-head">
          <h2>{title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={words.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
