import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MemberConfig, MemberHome } from '../../app/contract/member-pages.ts';
import type { MemberApi } from './api/member-api.ts';
import type { Entry } from './line/entry-query.ts';
import type { LinePort } from './line/line-port.ts';

/** What the first visit needs. */
export type Welcome = {
  readonly api: MemberApi;
  readonly port: LinePort;
  readonly config: MemberConfig;
  readonly entry: Entry;
  readonly onMember: (home: MemberHome) => void;
};

export const WelcomeContext = createContext<Welcome | null>(null);

/** Throws outside a first visit. */
export function useWelcome(): Welcome {
  const welcome = useContext(WelcomeContext);
  if (welcome === null) throw new Error('nobody to welcome');
  return welcome;
}
