import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useSpeech } from '../page-context.ts';
import { TroubleNote } from './trouble-note.tsx';

/** A page in a file of its own, fetched when it is first wanted. */
export type LazyPage = ComponentType & { readonly fetchAhead: () => void };

/** Makes a component of a page that is loaded when shown; without a network it offers to try again. */
export function lazyPage(load: () => Promise<ComponentType>): LazyPage {
  let loaded: ComponentType | null = null;
  const fetchPage = async (): Promise<ComponentType> => {
    loaded ??= await load();
    return loaded;
  };
  function Page(): JSX.Element {
    const [Shown, setShown] = useState<ComponentType | null>(() => loaded);
    const [tries, setTries] = useState(0);
    const [hasFailed, setFailed] = useState(false);
    useEffect(() => {
      fetchPage().then(
        (page) => setShown(() => page),
        () => setFailed(true),
      );
    }, [tries]);
    if (Shown !== null) return <Shown />;
    if (!hasFailed) return <Waiting />;
    return (
      <TroubleNote code="offline">
        <RetryButton
          onClick={() => {
            setFailed(false);
            setTries(tries + 1);
          }}
        />
      </TroubleNote>
    );
  }
  return Object.assign(Page, {
    fetchAhead: () => void fetchPage().catch(() => undefined),
  });
}

/** Grey bars in the place of what comes. */
export function Waiting({ rows = 4 }: { rows?: number }): JSX.Element {
  const { words } = useSpeech();
  return (
    <div class="waiting" role="status" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} class="waiting-bar" />
      ))}
    </div>
  );
}

export function RetryButton({ onClick }: { onClick: () => void }): JSX.Element {
  return (
    <button type="button" class="button button-quiet" onClick={onClick}>
      {useSpeech().words.retry}
    </button>
  );
}
