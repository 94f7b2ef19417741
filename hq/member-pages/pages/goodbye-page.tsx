import type { JSX } from 'preact';
import { EmptyNote } from '../controls/trouble-note.tsx';
import { useSpeech } from '../page-context.ts';

/** After unlinking. */
export function GoodbyePage(): JSX.Element {
  const { words } = useSpeech();
  return (
    <main class="page" data-page="gone">
      <h1 class="visually-hidden">{words.title}</h1>
      <EmptyNote title={words.more.unlinked} hint={words.more.unlinkedText} />
    </main>
  );
}
