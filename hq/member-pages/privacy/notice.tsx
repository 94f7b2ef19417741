import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { RetryButton, Waiting } from '../controls/lazy-page.tsx';
import { TroubleNote } from '../controls/trouble-note.tsx';
import { useSpeech } from '../page-context.ts';
import { loadNotice } from './notice-words.ts';
import type { NoticeWords } from './notice-words.ts';

/** The notice, whole: nobody has to open anything to read it. `onShown` once it can be read. */
export function Notice({
  brandName,
  version,
  onShown,
}: {
  brandName: string;
  version: string;
  onShown?: () => void;
}): JSX.Element {
  const { language } = useSpeech();
  const [notice, setNotice] = useState<NoticeWords | null>(null);
  const [tries, setTries] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let isWanted = true;
    setFailed(false);
    loadNotice(language).then(
      (words) => {
        if (!isWanted) return;
        setNotice(words);
        onShown?.();
      },
      () => isWanted && setFailed(true),
    );
    return () => {
      isWanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- told once per language, whoever listens
  }, [language, tries]);
  if (hasFailed) {
    return (
      <TroubleNote code="offline">
        <RetryButton onClick={() => setTries(tries + 1)} />
      </TroubleNote>
    );
  }
  if (notice === null) return <Waiting rows={6} />;
  return (
    <>
      <dl class="notice-list">
        {notice.points(brandName).map(([heading, text]) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{notice.versionOf(version)}</p>
    </>
  );
}
