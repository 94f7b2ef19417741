import type { Language } from '../../../app/contract/language.ts';

/** What the pages ask of LINE. */
export type LinePort = {
  /**
   * Must have answered before the address is read or changed: LINE puts the query of its own link there.
   * Never answers when it sends the browser elsewhere (to LINE's sign-in).
   */
  readonly start: (liffId: string) => Promise<void>;
  /** The signed statement of who this is; null = LINE has none to give. */
  readonly idToken: () => string | null;
  /** In LINE's own browser, where signing in again means closing the page and opening it anew. */
  readonly isInLine: () => boolean;
  /** The language LINE is set to; null = not one of ours, or unknown. */
  readonly language: () => Language | null;
  /** Goes to LINE's sign-in and comes back to this address. Only outside LINE's own browser. */
  readonly signInAgain: () => void;
  readonly closeWindow: () => void;
  /** Lets the member pick friends to send `text` to. `unavailable` = copy the link instead. */
  readonly share: (text: string) => Promise<'sent' | 'not-sent' | 'unavailable'>;
};
