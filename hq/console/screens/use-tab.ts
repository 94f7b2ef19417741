import { useSyncExternalStore } from 'react';

export const tabs = ['overview', 'sales', 'members', 'exceptions', 'line'] as const;
export type Tab = (typeof tabs)[number];

/** The tab a hash names; the first for any other text. */
export function tabOfHash(hash: string): Tab {
  return tabs.find((tab) => hash === `#${tab}`) ?? 'overview';
}

/** The tab that the address names, so that back, forward and reload work. */
export function useTab(): readonly [Tab] {
  return [useSyncExternalStore(subscribe, () => tabOfHash(window.location.hash))];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
