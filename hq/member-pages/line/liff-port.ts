import liff from '@line/liff/core';
import CloseWindowModule from '@line/liff/close-window';
import GetAppLanguageModule from '@line/liff/get-app-language';
import GetIDTokenModule from '@line/liff/get-id-token';
import IsApiAvailableModule from '@line/liff/is-api-available';
import IsInClientModule from '@line/liff/is-in-client';
import IsLoggedInModule from '@line/liff/is-logged-in';
import LoginModule from '@line/liff/login';
import LogoutModule from '@line/liff/logout';
import ShareTargetPickerModule from '@line/liff/share-target-picker';
import { languageOf } from '../i18n/language-of.ts';
import type { LinePort } from './line-port.ts';

/** LINE's SDK with only the parts these pages use. Throws from `start` what the SDK throws. */
export function createLiffPort(): LinePort {
  liff.use(new IsInClientModule());
  liff.use(new IsLoggedInModule());
  liff.use(new LoginModule());
  liff.use(new LogoutModule());
  liff.use(new GetIDTokenModule());
  liff.use(new GetAppLanguageModule());
  liff.use(new CloseWindowModule());
  liff.use(new IsApiAvailableModule());
  liff.use(new ShareTargetPickerModule());
  return {
    start: async (liffId) => {
      // Not `withLoginOnExternalBrowser`: that comes back without the query, and so without the ticket.
      await liff.init({ liffId });
      if (!liff.isLoggedIn()) await goTo(() => liff.login({ redirectUri: location.href }));
    },
    idToken: () => liff.getIDToken(),
    isInLine: () => liff.isInClient(),
    language: () => languageOrNull(() => liff.getAppLanguage()),
    signInAgain: () => {
      liff.logout();
      liff.login({ redirectUri: location.href });
    },
    closeWindow: () => liff.closeWindow(),
    share: async (text) => {
      if (!liff.isApiAvailable('shareTargetPicker')) return 'unavailable';
      try {
        const answer = await liff.shareTargetPicker([{ type: 'text', text }]);
        return answer === undefined ? 'not-sent' : 'sent';
      } catch {
        return 'unavailable';
      }
    },
  };
}

/** The browser leaves; nothing after this may run. */
function goTo(leave: () => void): Promise<never> {
  leave();
  return new Promise(() => undefined);
}

/** Older versions of LINE throw instead of telling. */
function languageOrNull(ask: () => string): ReturnType<LinePort['language']> {
  try {
    return languageOf(ask());
  } catch {
    return null;
  }
}
