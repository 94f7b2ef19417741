import liff from '@line/liff/core';
import IsInClientModule from '@line/liff/is-in-client';
import { LiffMockPlugin } from '@line/liff-mock';
import { languageOf } from '../i18n/language-of.ts';
import type { LinePort } from './line-port.ts';

/** Where a test says who holds the phone: JSON of `MockPerson`. */
export const mockPersonKey = 'counterfoil.mock-line';

/** Who holds the phone, for LINE's mock. */
export type MockPerson = {
  readonly idToken?: string | null;
  readonly inLine?: boolean;
  readonly language?: string;
  readonly canShare?: boolean;
  /** LINE's SDK fails to start, as on a train. */
  readonly startFails?: boolean;
};

type MockedLiff = typeof liff & {
  getIDToken: () => string | null;
  getAppLanguage: () => string;
  isApiAvailable: (name: string) => boolean;
  shareTargetPicker: (messages: unknown) => Promise<unknown>;
  closeWindow: () => void;
  login: () => void;
  $mock: { set: (data: Record<string, unknown>) => void };
};

/** LINE's own mock of its SDK, told by the test who is there. What it was asked for is noted on `document.body`. */
export function createMockPort(): LinePort {
  liff.use(new IsInClientModule());
  // Its types are those of the whole SDK; it is made for this one too (its README, "With Pluggable SDK").
  liff.use(new LiffMockPlugin() as unknown as Parameters<typeof liff.use>[0]);
  const mocked = liff as MockedLiff;
  const person = JSON.parse(localStorage.getItem(mockPersonKey) ?? '{}') as MockPerson;
  const note = (what: string): void => {
    document.body.dataset['lineAsked'] = what;
  };
  return {
    start: async (liffId) => {
      if (person.startFails === true) throw new Error('INIT_FAILED');
      await liff.init({ liffId, mock: true } as Parameters<typeof liff.init>[0]);
      mocked.$mock.set({
        isInClient: person.inLine ?? true,
        isLoggedIn: true,
        getIDToken: person.idToken === undefined ? 'mock-id-token' : person.idToken,
        getAppLanguage: person.language ?? '',
        isApiAvailable: person.canShare ?? false,
        shareTargetPicker: { status: 'success' },
      });
    },
    idToken: () => mocked.getIDToken(),
    isInLine: () => person.inLine ?? true,
    language: () => languageOf(mocked.getAppLanguage()),
    signInAgain: () => note('sign-in'),
    closeWindow: () => {
      mocked.closeWindow();
      note('close');
    },
    share: async (text) => {
      if (!mocked.isApiAvailable('shareTargetPicker')) return 'unavailable';
      await mocked.shareTargetPicker([{ type: 'text', text }]);
      note(`share ${text}`);
      return 'sent';
    },
  };
}
