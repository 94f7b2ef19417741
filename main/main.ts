import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, ipcMain, Menu, protocol, session, type BrowserWindow } from 'electron';
import { devContentSecurityPolicy } from './content-security-policy.ts';
import type { CounterSupervisor } from './counter-supervisor.ts';
import { createCustomerWindow } from './customer-window.ts';
import { dataPaths } from './data-paths.ts';
import { lockDownContents, lockDownSession, type LockDownRules } from './lock-down.ts';
import { createLogFile, errorFields } from './log-file.ts';
import { openCounterWindow } from './open-counter-window.ts';
import { osCryptPaths, putBackOsCryptKey } from './os-crypt-key.ts';
import { findRefusedSwitch } from './refused-switch.ts';
import { appOrigin, appScheme, createRendererFiles } from './renderer-files.ts';
import { spawnCounterProcess } from './spawn-counter-process.ts';

/** Refusals beyond this many are counted on but no longer written down. */
const refusalsLoggedMax = 200;

const dataDir = resolve(process.env['COUNTERFOIL_DATA_DIR'] ?? app.getPath('userData'));
const paths = dataPaths(dataDir);
mkdirSync(dataDir, { recursive: true, mode: 0o700 });
// A folder that was there before may be open to others; on Windows the profile's own rights count.
if (process.platform !== 'win32') chmodSync(dataDir, 0o700);
// The instance lock lies in userData: one counter per data folder.
app.setPath('userData', dataDir);
app.setPath('sessionData', paths.chromiumDir);

const log = createLogFile(paths.mainLogPath, Date.now);
const refusedSwitch = findRefusedSwitch(app.commandLine, app.isPackaged);
if (refusedSwitch !== null) {
  log('switch-refused', { name: refusedSwitch });
  app.exit(1);
}
const devOrigin = readDevOrigin();
const rules = createRules();

process.on('uncaughtException', (error) => {
  log('main-broke', errorFields(error));
  app.exit(1);
});
process.on('unhandledRejection', (error) => log('main-rejected', errorFields(error)));

// Before Electron is ready an exit may come a little later.
if (refusedSwitch === null) {
  if (app.requestSingleInstanceLock()) begin();
  else app.exit(0);
}

/** Vite's server during `npm run dev`; only on this PC, and never in a packaged build. */
function readDevOrigin(): string | null {
  const url = process.env['COUNTERFOIL_DEV_URL'];
  if (app.isPackaged || url === undefined || !URL.canParse(url)) return null;
  const { protocol: scheme, hostname: host, origin } = new URL(url);
  return scheme === 'http:' && ['localhost', '127.0.0.1'].includes(host) ? origin : null;
}

function createRules(): LockDownRules {
  const own = [
    appOrigin,
    ...(devOrigin === null ? [] : [devOrigin, devOrigin.replace('http', 'ws')]),
  ];
  let refusals = 0;
  return {
    isOwnUrl: (url) => own.some((origin) => url === origin || url.startsWith(`${origin}/`)),
    isPackaged: app.isPackaged,
    onRefused: (what) => {
      refusals += 1;
      if (refusals <= refusalsLoggedMax) log('refused', { what, refusals });
    },
  };
}

/** Chromium reads its own file only when this module has been run. */
function putBackKeyOfChromium(): void {
  try {
    const outcome = putBackOsCryptKey(osCryptPaths(paths));
    if (outcome === 'put-back') log('chromium-key-put-back');
  } catch (error) {
    log('chromium-key-not-put-back', errorFields(error));
  }
}

/** What must be said before Electron is ready, then the start itself. */
function begin(): void {
  if (process.platform === 'win32') putBackKeyOfChromium();
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      // Its scripts are compiled once and kept: a start from the second or third on.
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  // The answer tones come from the counter process, not from a click.
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  Menu.setApplicationMenu(null);
  lockDownContents(app, rules);
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(run).catch(failStart);
}

function failStart(error: unknown): void {
  log('start-failed', errorFields(error));
  app.exit(1);
}

function focusWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function run(): void {
  // First of all: it loads its program while the window is made, and takes longest of what a start waits for.
  const spawn = createCounterSpawner();
  lockDownSession(session.defaultSession, rules);
  servePages();
  const preloadPath = join(import.meta.dirname, 'preload.cjs');
  const origin = devOrigin ?? appOrigin;
  const pageUrl = devOrigin === null ? `${origin}/index.html` : `${origin}/`;
  const window = openCounterWindow({ app, preloadPath, pageUrl, log });
  app.on('second-instance', () => focusWindow(window));
  const customer = createCustomerWindow({
    app,
    counterWindow: window,
    preloadPath,
    pageUrl: `${origin}/customer.html`,
    onClosedByHand: () =>
      withSupervisor((supervisor) => supervisor.tell({ kind: 'customer-window-closed' })),
    log,
  });
  const supervised = import('./supervise-counter.ts').then(({ superviseCounter }) =>
    superviseCounter({ app, dataDir, window, customer, spawn, log }),
  );
  supervised.catch(failStart);
  const withSupervisor = (use: (supervisor: CounterSupervisor) => void): void =>
    void supervised.then(use, () => {});
  ipcMain.on('counterfoil:connect', (event) => {
    const frame = event.senderFrame;
    const isOurs = frame !== null && frame.parent === null && rules.isOwnUrl(frame.url);
    if (isOurs && event.sender === window.webContents)
      withSupervisor((supervisor) => supervisor.connectScreen());
    else if (isOurs && event.sender === customer.current()?.webContents)
      withSupervisor((supervisor) => supervisor.connectCustomer());
    else rules.onRefused('connect');
  });
  // From here on a scan is taken: the log tells how long a start took.
  ipcMain.once('counterfoil:shown', ({ sender }) => {
    if (sender === window.webContents) log('ready-to-scan');
  });
  stopCounterBeforeQuit(supervised);
}

function servePages(): void {
  if (devOrigin !== null) {
    const policy = devContentSecurityPolicy(devOrigin);
    session.defaultSession.webRequest.onHeadersReceived(({ responseHeaders }, answer) => {
      answer({ responseHeaders: { ...responseHeaders, 'content-security-policy': [policy] } });
    });
    return;
  }
  const rendererDir = join(import.meta.dirname, 'renderer');
  const serve = createRendererFiles(rendererDir);
  // Not `protocol.handle`: it would load Node's fetch and pour a megabyte of scripts through its streams, some 30 ms
  // of each start. What is answered is the same.
  protocol.registerBufferProtocol(appScheme, (request, answer) => {
    const { status, headers, body } = serve(request);
    answer({ statusCode: status, headers: { ...headers }, data: body });
  });
}

/** Spawns counter processes, the first of them already now. */
function createCounterSpawner(): () => ReturnType<typeof spawnCounterProcess> {
  const modulePath = join(import.meta.dirname, 'counter-start.cjs');
  let first: ReturnType<typeof spawnCounterProcess> | null = spawnCounterProcess({
    modulePath,
    log,
  });
  return () => {
    const child = first ?? spawnCounterProcess({ modulePath, log });
    first = null;
    return child;
  };
}

/** Quitting waits for the counter to let go of its devices and its file, three seconds at most. */
function stopCounterBeforeQuit(supervised: Promise<CounterSupervisor>): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    const stopping = supervised.then((supervisor) => supervisor.stop());
    void stopping.then(() => {
      stopped = true;
      app.quit();
    });
  });
}
