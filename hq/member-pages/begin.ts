import type { Language } from '../../app/contract/language.ts';
import type { MemberConfig, MemberHome } from '../../app/contract/member-pages.ts';
import type { MemberApi } from './api/member-api.ts';
import type { TroubleCode } from './i18n/words.ts';
import { readEntry } from './line/entry-query.ts';
import type { Entry } from './line/entry-query.ts';
import type { LinePort } from './line/line-port.ts';
import { troubleOf } from './page-context.ts';

/** Where the pages stand once everybody was asked. */
export type Begun =
  | { readonly kind: 'trouble'; readonly code: TroubleCode; readonly port: LinePort | null }
  | {
      readonly kind: 'stranger';
      readonly port: LinePort;
      readonly config: MemberConfig;
      readonly entry: Entry;
    }
  | {
      readonly kind: 'member';
      readonly port: LinePort;
      readonly config: MemberConfig;
      readonly home: MemberHome;
      /** They came with a counter's code although a card is bound already. */
      readonly hasNeedlessTicket: boolean;
    };

export type BeginDeps = {
  readonly api: MemberApi;
  /** LINE's SDK, once; a second call gives the same one. */
  readonly loadPort: () => Promise<LinePort>;
  /** Starts the SDK, once. */
  readonly startPort: (port: LinePort, liffId: string) => Promise<void>;
  /** LINE has said which language: null = nothing. Answers the one to speak. */
  readonly chooseLanguage: (ofLine: Language | null) => Language;
};

/**
 * From an opened page to the member's card: HQ's settings and LINE's SDK at the same time, then who it is,
 * then the card. Never throws.
 */
export async function begin(deps: BeginDeps): Promise<Begun> {
  const { api } = deps;
  const loading = deps.loadPort().catch(() => null);
  const config = await api.config();
  const port = await loading;
  if (config.kind !== 'ok') return { kind: 'trouble', code: troubleOf(config, false), port };
  if (port === null) return { kind: 'trouble', code: 'offline', port };
  if (config.value.liffId === null) return { kind: 'trouble', code: 'noChannel', port };
  try {
    await deps.startPort(port, config.value.liffId);
  } catch {
    return { kind: 'trouble', code: navigator.onLine ? 'lineFailed' : 'offline', port };
  }
  const entry = readEntry(location.search);
  const trouble = (answer: Parameters<typeof troubleOf>[0]): Begun => ({
    kind: 'trouble',
    code: troubleOf(answer, port.isInLine()),
    port,
  });
  const opened = await api.openSession(deps.chooseLanguage(port.language()));
  if (opened.kind !== 'ok') return trouble(opened);
  const stranger: Begun = { kind: 'stranger', port, config: config.value, entry };
  if (!opened.value.bound) return stranger;
  const home = await api.home();
  if (home.kind === 'refused' && home.error === 'not-bound') return stranger;
  if (home.kind !== 'ok') return trouble(home);
  const hasNeedlessTicket = entry.ticket !== null;
  return { kind: 'member', port, config: config.value, home: home.value, hasNeedlessTicket };
}
