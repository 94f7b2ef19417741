import { useSyncExternalStore } from 'react';

export const tabs = [
  'overview',
  'sales',
  'members',
  'programs',
  'spending',
  'exceptions',
  'line',
] as const;
export type Tab = (typeof tabs)[number];

/** Where the page is: a tab, and what of it (`#members/<id>`, `#programs/draft`); null for the tab itself. */
export type Route = { readonly tab: Tab; readonly part: string | null };

/** The place a hash names; the first tab for any other text. */
export function routeOfHash(hash: string): Route {
  const [name, part = ''] = hash.replace(/^#/, '').split('/', 2);
  const tab = tabs.find((one) => one === name);
  if (tab === undefined) return { tab: 'overview', part: null };
  return { tab, part: part === '' ? null : part };
}

/** The place that the address names, so that back, forward and reload work. */
export function useRoute(): Route {
  return routeOfHash(useSyncExternalStore(subscribe, () => window.location.hash));
}

/** The address of a member's page. */
export function memberHref(memberId: string): string {
  return `#members/${memberId}`;
}

/** The address of an exception's page. */
export function exceptionHref(exceptionId: string): string {
  return `#exceptions/${exceptionId}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
