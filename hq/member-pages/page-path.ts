import { useCallback, useEffect, useState } from 'preact/hooks';

const paths = ['/', '/vouchers', '/history', '/more', '/invite', '/privacy'] as const;
export type PagePath = (typeof paths)[number];

/** Where the pages lie at HQ. */
const base = '/m';

/** Which page an address means; any other is the first. */
export function pathOf(pathname: string): PagePath {
  const rest = pathname.slice(base.length).replace(/\/$/, '');
  return paths.find((path) => path === rest) ?? '/';
}

/** The page shown, and a way to another; the phone's back button works. Not before LINE's SDK has started. */
export function usePagePath(): readonly [PagePath, (path: PagePath) => void] {
  const [path, setPath] = useState(() => pathOf(location.pathname));
  useEffect(() => {
    const follow = (): void => setPath(pathOf(location.pathname));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const go = useCallback((next: PagePath): void => {
    if (pathOf(location.pathname) !== next) history.pushState(null, '', `${base}${next}`);
    setPath(next);
    scrollTo(0, 0);
  }, []);
  return [path, go];
}
