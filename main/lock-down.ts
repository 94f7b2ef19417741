import type { App, Session, WebContents } from 'electron';
import { isBlockedKey } from './blocked-keys.ts';

/** What a page may load and where it may be; everything else is refused and counted. */
export type LockDownRules = {
  /** Origins the window may show and load from: app:// alone, in development also Vite's server. */
  readonly isOwnUrl: (url: string) => boolean;
  readonly isPackaged: boolean;
  /** A refused request, navigation, window, permission or download: what kind, never the address. */
  readonly onRefused: (what: string) => void;
};

/** No permission, no download, no request that leaves app://. */
export function lockDownSession(session: Session, rules: LockDownRules): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    rules.onRefused(`permission-${permission}`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    event.preventDefault();
    rules.onRefused('download');
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !rules.isOwnUrl(details.url) && !isHarmless(details.url, rules.isPackaged);
    if (cancel) rules.onRefused(`request-${details.resourceType}`);
    answer({ cancel });
  });
}

/** Images written into a page, and the developer tools' own files where those exist at all. */
function isHarmless(url: string, isPackaged: boolean): boolean {
  return url.startsWith('data:image/') || (!isPackaged && url.startsWith('devtools://'));
}

/** No page leaves its place, opens a window, embeds a webview, zooms or reloads by key. */
export function lockDownContents(app: App, rules: LockDownRules): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (what: string) => (event: { preventDefault: () => void }) => {
      event.preventDefault();
      rules.onRefused(what);
    };
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !rules.isOwnUrl(event.url)) refuse('navigation')(event);
    });
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(() => {
      rules.onRefused('window');
      return { action: 'deny' };
    });
    contents.on('before-input-event', (event, input) => {
      if (isBlockedKey(input, rules.isPackaged)) event.preventDefault();
    });
    if (rules.isPackaged) contents.on('devtools-opened', () => contents.closeDevTools());
    contents.on('did-finish-load', () => void keepSize(contents));
  });
}

/** Two fingers on a touch screen must not zoom the till away. */
async function keepSize(contents: WebContents): Promise<void> {
  contents.setZoomFactor(1);
  await contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
}
