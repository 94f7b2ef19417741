import { BrowserWindow, screen, type App } from 'electron';
import { createCustomerPlace } from './customer-place.ts';
import { lockedPage } from './locked-page.ts';
import type { Log } from './log-file.ts';
import type { CustomerPlace } from './place-customer-window.ts';
import { nextRestartDelayMs, recentDeaths } from './restart-delay.ts';
import { startTimer } from './start-timer.ts';

export type CustomerWindow = {
  /** Shows or takes away the window, as the counter's settings want it. */
  readonly set: (on: boolean) => void;
  /** The window that is shown now. */
  readonly current: () => BrowserWindow | null;
};

export type CustomerWindowInput = {
  readonly app: App;
  /** Whose display it leaves alone, and who has the keyboard. */
  readonly counterWindow: BrowserWindow;
  readonly preloadPath: string;
  readonly pageUrl: string;
  /** A person closed it by hand: it stays closed. */
  readonly onClosedByHand: () => void;
  readonly log: Log;
};

/**
 * The second window, for the customer's eyes only. It never has the keyboard: what a scanner types belongs to
 * the counter. On Windows and macOS it cannot be focused at all; under X11 such a window could not be moved
 * either, so there it hands the focus back at once, and keys it may catch meanwhile are dropped.
 */
export function createCustomerWindow(input: CustomerWindowInput): CustomerWindow {
  const { app, counterWindow } = input;
  let window: BrowserWindow | null = null;
  let isQuitting = false;

  function close(): void {
    const closing = window;
    window = null;
    if (closing !== null && !closing.isDestroyed()) closing.destroy();
  }

  function open(shown: CustomerPlace): void {
    const opened = openWindow(input, shown);
    window = opened;
    opened.on('focus', () => {
      opened.blur();
      if (!counterWindow.isDestroyed()) counterWindow.focus();
    });
    opened.on('close', () => {
      if (window !== opened || isQuitting) return;
      window = null;
      place.closedByHand();
      input.onClosedByHand();
    });
  }

  const place = createCustomerPlace({
    displays: () => screen.getAllDisplays(),
    counterDisplay: () => screen.getDisplayMatching(counterWindow.getBounds()),
    open,
    close,
  });
  const placeAnew = (): void => {
    if (!counterWindow.isDestroyed()) place.displaysChanged();
  };

  app.on('before-quit', () => (isQuitting = true));
  counterWindow.on('closed', close);
  screen.on('display-added', placeAnew);
  screen.on('display-removed', placeAnew);
  return {
    set: (on) => {
      if (!counterWindow.isDestroyed()) place.set(on);
    },
    current: () => window,
  };
}

function openWindow(
  { app, preloadPath, pageUrl, log }: CustomerWindowInput,
  place: CustomerPlace,
): BrowserWindow {
  const isWhole = place.kind === 'display';
  const window = new BrowserWindow({
    // Another beginning than the counter's, so that the two are told apart by their names.
    title: '顧客螢幕 · Counterfoil',
    ...place.bounds,
    minWidth: 480,
    minHeight: 320,
    show: false,
    frame: !isWhole,
    focusable: process.platform === 'linux' && !isWhole,
    skipTaskbar: true,
    fullscreen: isWhole,
    backgroundColor: '#f3f1ec',
    autoHideMenuBar: true,
    webPreferences: lockedPage(app, preloadPath),
  });
  window.setMenu(null);
  window.webContents.on('before-input-event', (event) => event.preventDefault());
  reloadAfterCrash(window, log);
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.showInactive());
  window.loadURL(pageUrl).catch((error: unknown) => {
    log('page-not-loaded', { message: error instanceof Error ? error.message : 'unknown' });
  });
  return window;
}

/** A page that crashes at once every time is tried every 5 s, not in a loop. */
function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let deathsAtMs: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('customer-screen-gone', { reason });
    if (reason === 'clean-exit') return;
    const nowMs = performance.now();
    deathsAtMs = [...recentDeaths(deathsAtMs, nowMs), nowMs];
    startTimer(nextRestartDelayMs(deathsAtMs, nowMs), () => {
      if (!window.isDestroyed()) window.webContents.reload();
    });
  });
}
