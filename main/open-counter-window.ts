import { BrowserWindow, type App } from 'electron';
import { lockedPage } from './locked-page.ts';
import type { Log } from './log-file.ts';

export type CounterWindowInput = {
  readonly app: App;
  readonly preloadPath: string;
  /** Address of the page: app:// in every build, Vite's server in development. */
  readonly pageUrl: string;
  readonly log: Log;
};

const reloadsPerMinuteMax = 5;

/** Opens the one window. A page that crashes is loaded again; the counter process goes on meanwhile. */
export function openCounterWindow(input: CounterWindowInput): BrowserWindow {
  const { app, log } = input;
  const window = new BrowserWindow({
    title: 'Counterfoil',
    width: 1366,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: lockedPage(app, input.preloadPath),
  });
  window.setMenu(null);
  window.once('ready-to-show', () => window.show());
  // The page would put its own title here; the window keeps the product's name.
  window.on('page-title-updated', (event) => event.preventDefault());
  reloadAfterCrash(window, input);
  void load(window, input.pageUrl, log);
  return window;
}

function reloadAfterCrash(window: BrowserWindow, { pageUrl, log }: CounterWindowInput): void {
  let crashesAtMs: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('screen-gone', { reason, exitCode });
    if (reason === 'clean-exit') return;
    const nowMs = performance.now();
    crashesAtMs = [...crashesAtMs.filter((atMs) => nowMs - atMs < 60_000), nowMs];
    // A page that crashes at once every time is tried every 5 s, not in a loop.
    const delayMs = crashesAtMs.length > reloadsPerMinuteMax ? 5_000 : 100;
    setTimeout(() => {
      if (!window.isDestroyed()) void load(window, pageUrl, log);
    }, delayMs);
  });
  window.webContents.on('preload-error', (_event, _path, error) => {
    log('preload-failed', { message: error.message });
  });
  window.on('unresponsive', () => log('screen-unresponsive'));
}

async function load(window: BrowserWindow, pageUrl: string, log: Log): Promise<void> {
  try {
    await window.loadURL(pageUrl);
  } catch (error) {
    log('page-not-loaded', { message: error instanceof Error ? error.message : 'unknown' });
  }
}
