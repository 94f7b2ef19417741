import type { JSX } from 'preact';
import { useMemberPage } from '../page-context.ts';
import type { PagePath } from '../page-path.ts';
import { Icon } from './icon.tsx';

/** The head of a page below another: its name, and the way back. */
export function BackHead({ title, to }: { title: string; to: PagePath }): JSX.Element {
  const { words, go } = useMemberPage();
  return (
    <header class="page-head">
      <button type="button" class="icon-button" aria-label={words.back} onClick={() => go(to)}>
        <Icon name="back" />
      </button>
      <h1>{title}</h1>
    </header>
  );
}
