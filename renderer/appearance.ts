import { useLayoutEffect } from 'react';
import { appearanceDefaults, type Appearance } from '../app/contract/appearance.ts';
import type { CounterView } from '../app/contract/counter-view.ts';

/** Kept beside the counter's own setting so that the first picture already has it. */
const themeKey = 'counterfoil.theme';

/** What decides between the themes; the window's `matchMedia` and `localStorage` fit. */
export type AppearancePorts = {
  readonly root: HTMLElement;
  readonly prefersDark: () => boolean;
  readonly remember: (theme: Appearance['theme']) => void;
};

/** Gives the page the look that was chosen: `data-theme` and `data-targets`, which the tokens follow. */
export function applyAppearance(
  { theme, targets }: Pick<Appearance, 'theme' | 'targets'>,
  ports: AppearancePorts,
): void {
  const dark = theme === 'dark' || (theme === 'system' && ports.prefersDark());
  ports.root.dataset['theme'] = dark ? 'dark' : 'light';
  ports.root.dataset['targets'] = targets;
  ports.remember(theme);
}

const darkQuery = '(prefers-color-scheme: dark)';

function windowPorts(): AppearancePorts {
  return {
    root: document.documentElement,
    prefersDark: () => window.matchMedia(darkQuery).matches,
    remember: (theme) => {
      try {
        localStorage.setItem(themeKey, theme);
      } catch {
        // A profile without storage only loses the first picture's colour.
      }
    },
  };
}

/** Before anything is drawn: the look of last time. */
export function applyRememberedTheme(): void {
  let theme = appearanceDefaults.theme;
  try {
    const kept = localStorage.getItem(themeKey);
    if (kept === 'light' || kept === 'dark') theme = kept;
  } catch {
    // As above.
  }
  applyAppearance({ theme, targets: appearanceDefaults.targets }, windowPorts());
}

/** The page follows the counter's setting, and the PC's where the setting leaves it to that. */
export function useAppearance(view: CounterView | null): void {
  const { theme, targets } = appearanceOf(view);
  // Before the settings can be read the page keeps the look of last time.
  const isKnown = view?.kind === 'ready';
  useLayoutEffect(() => {
    if (!isKnown) return undefined;
    const apply = (): void => applyAppearance({ theme, targets }, windowPorts());
    apply();
    const query = window.matchMedia(darkQuery);
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }, [isKnown, theme, targets]);
}

/** What a view asks for; a view of before it could is as a PC begins. */
export function appearanceOf(view: CounterView | null): Appearance {
  return (view?.kind === 'ready' ? view.appearance : undefined) ?? appearanceDefaults;
}
