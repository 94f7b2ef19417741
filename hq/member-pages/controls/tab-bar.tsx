import type { JSX } from 'preact';
import { useSpeech } from '../page-context.ts';
import type { PagePath } from '../page-path.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

const tabs: readonly {
  readonly path: PagePath;
  readonly word: 'card' | 'vouchers' | 'history' | 'more';
  readonly icon: IconName;
  readonly below: readonly PagePath[];
}[] = [
  { path: '/', word: 'card', icon: 'card', below: ['/invite'] },
  { path: '/vouchers', word: 'vouchers', icon: 'ticket', below: [] },
  { path: '/history', word: 'history', icon: 'list', below: [] },
  { path: '/more', word: 'more', icon: 'more', below: ['/privacy'] },
];

/** The four places, at the thumb. */
export function TabBar({
  path,
  go,
  vouchers,
}: {
  path: PagePath;
  go: (path: PagePath) => void;
  vouchers: number;
}): JSX.Element {
  const { words } = useSpeech();
  return (
    <nav class="tab-bar" aria-label={words.tabs.label}>
      {tabs.map((tab) => {
        const isHere = tab.path === path || tab.below.includes(path);
        return (
          <a
            key={tab.path}
            class="tab"
            href={`/m${tab.path}`}
            aria-current={isHere ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault();
              go(tab.path);
            }}
          >
            <span class="tab-icon">
              <Icon name={tab.icon} />
              {tab.word === 'vouchers' && vouchers > 0 && (
                <span class="tab-count">{vouchers > 99 ? '99+' : vouchers}</span>
              )}
            </span>
            {words.tabs[tab.word]}
          </a>
        );
      })}
    </nav>
  );
}
