import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../../app/contract/language.ts';
import type { MemberConfig, MemberHome } from '../../app/contract/member-pages.ts';
import type { Answer, MemberApi } from './api/member-api.ts';
import type { TroubleCode, Words } from './i18n/words.ts';
import type { WriteValues } from './i18n/write-values.ts';
import type { LinePort } from './line/line-port.ts';
import type { PagePath } from './page-path.ts';

/** How a reader is spoken to. */
export type Speech = {
  readonly language: Language;
  readonly words: Words;
  readonly write: WriteValues;
};

/** What every page of a member may use. */
export type MemberPage = Speech & {
  readonly api: MemberApi;
  readonly port: LinePort;
  readonly config: MemberConfig;
  readonly home: MemberHome;
  readonly go: (path: PagePath) => void;
  /** Asks HQ for the first page anew; the answer is shown by itself, trouble is told to the caller. */
  readonly refreshHome: () => Promise<Answer<MemberHome>>;
  readonly setLanguage: (language: Language) => void;
  /** The LINE account is bound to nobody any more. */
  readonly leave: () => void;
};

export const SpeechContext = createContext<Speech | null>(null);
export const MemberPageContext = createContext<MemberPage | null>(null);

/** Throws outside the pages. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('no words here');
  return speech;
}

/** Throws outside the pages of a member. */
export function useMemberPage(): MemberPage {
  const page = useContext(MemberPageContext);
  if (page === null) throw new Error('no member here');
  return page;
}

/** The words for an answer that is none. In LINE's own browser, signing in again means opening the page anew. */
export function troubleOf(
  answer: Exclude<Answer<unknown>, { kind: 'ok' }>,
  isInLine: boolean,
): TroubleCode {
  if (answer.kind !== 'refused') return answer.kind;
  return answer.error === 'not-signed-in' && isInLine ? 'not-signed-in-line' : answer.error;
}
