import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  app,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  type BrowserWindow,
  type MessagePortMain,
} from 'electron';
import { devContentSecurityPolicy } from './content-security-policy.ts';
import type { StartCounter } from '../app/contract/process-messages.ts';
import { createCounterSupervisor, type CounterSupervisor } from './counter-supervisor.ts';
import { createTrainingSwitch } from './create-training-switch.ts';
import { createCustomerWindow, type CustomerWindow } from './customer-window.ts';
import { dataPaths } from './data-paths.ts';
import { readOrMakeDatabaseKey } from './database-key.ts';
import { lockDownContents, lockDownSession, type LockDownRules } from './lock-down.ts';
import { createLogFile, errorFields } from './log-file.ts';
import { openCounterWindow } from './open-counter-window.ts';
import { appOrigin, appScheme, createRendererFiles } from './renderer-files.ts';
import { createSafeStorageVault } from './safe-storage-vault.ts';
import { startTimer } from './start-timer.ts';
import { spawnCounterProcess } from './spawn-counter-process.ts';
import { removeTrainingFolder, startOfTraining, wasTrainingCut } from './training-folder.ts';

/** Refusals beyond this many are counted on but no longer written down. */
const refusalsLoggedMax = 200;
const counterTitle = 'Counterfoil';
const trainingTitle = 'Counterfoil · 訓練模式 Training';

const dataDir = resolve(process.env['COUNTERFOIL_DATA_DIR'] ?? app.getPath('userData'));
const paths = dataPaths(dataDir);
mkdirSync(dataDir, { recursive: true, mode: 0o700 });
// A folder that was there before may be open to others; on Windows the profile's own rights count.
if (process.platform !== 'win32') chmodSync(dataDir, 0o700);
// The instance lock lies in userData: one counter per data folder.
app.setPath('userData', dataDir);
app.setPath('sessionData', paths.chromiumDir);

const log = createLogFile(paths.mainLogPath, Date.now);
const devOrigin = readDevOrigin();
const rules = createRules();

process.on('uncaughtException', (error) => {
  log('main-broke', errorFields(error));
  app.exit(1);
});
process.on('unhandledRejection', (error) => log('main-rejected', errorFields(error)));

if (app.requestSingleInstanceLock()) begin();
else app.exit(0);

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

/**
 * Another build of the SQLite addon, for an Electron that is too old for the shipped one (Node-API
 * 10). A release runs on a newer Electron and loads nothing that the environment names.
 */
function readSqliteBindingPath(): string | null {
  const isOld = Number(process.versions['napi'] ?? 0) < 10;
  return isOld ? (process.env['COUNTERFOIL_SQLITE_BINDING'] ?? null) : null;
}

/** What must be said before Electron is ready, then the start itself. */
function begin(): void {
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
    onClosedByHand: () => supervisor.tell({ kind: 'customer-window-closed' }),
    log,
  });
  const supervisor = superviseCounter(window, customer, spawn);
  ipcMain.on('counterfoil:connect', (event) => {
    const frame = event.senderFrame;
    const isOurs = frame !== null && frame.parent === null && rules.isOwnUrl(frame.url);
    if (isOurs && event.sender === window.webContents) supervisor.connectScreen();
    else if (isOurs && event.sender === customer.current()?.webContents)
      supervisor.connectCustomer();
    else rules.onRefused('connect');
  });
  // From here on a scan is taken: the log tells how long a start took.
  ipcMain.once('counterfoil:shown', ({ sender }) => {
    if (sender === window.webContents) log('ready-to-scan');
  });
  stopCounterBeforeQuit(supervisor);
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
  protocol.handle(appScheme, (request) => serve(request));
}

/** A channel with one end on its way to the page of a window. */
function sendPortTo(window: BrowserWindow): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  if (!window.isDestroyed()) window.webContents.postMessage('counterfoil:port', null, [port2]);
  return port1;
}

/** Spawns counter processes, the first of them already now. */
function createCounterSpawner(): () => ReturnType<typeof spawnCounterProcess> {
  const modulePath = join(import.meta.dirname, 'counter-process.js');
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

function superviseCounter(
  window: BrowserWindow,
  customer: CustomerWindow,
  spawn: ReturnType<typeof createCounterSpawner>,
): CounterSupervisor {
  const shop = startOfShop();
  const vault = createSafeStorageVault();
  const training = createTrainingSwitch({
    shop,
    supervisor: () => supervisor,
    prepare: (setup) => startOfTraining(shop, setup, { vault, randomBytes }),
    cleanUp: () => removeTrainingFolder(dataDir),
    onChange: (isTraining) => {
      if (!window.isDestroyed()) window.setTitle(isTraining ? trainingTitle : counterTitle);
    },
    log,
  });
  const first = takeUpAfterTraining(shop);
  const supervisor: CounterSupervisor = createCounterSupervisor(first, {
    spawn,
    sendPortToScreen: () => sendPortTo(window),
    sendPortToCustomer: () => {
      const shown = customer.current();
      return shown === null ? null : sendPortTo(shown);
    },
    onMessage: (message) => {
      training.onMessage(message);
      if (message.kind === 'customer-window') customer.set(message.on);
    },
    monoMs: () => performance.now(),
    setTimer: startTimer,
    log,
  });
  return supervisor;
}

function startOfShop(): StartCounter {
  const { keyPath, databasePath } = paths;
  const vault = createSafeStorageVault();
  const key = readOrMakeDatabaseKey({ keyPath, databasePath, vault, randomBytes });
  log('database-key', { state: key.state, keyProtection: key.keyProtection });
  return {
    kind: 'start',
    dataDir,
    databaseKeyHex: key.databaseKeyHex,
    keyProtection: key.keyProtection,
    appVersion: app.getVersion(),
    hostName: hostname(),
    sqliteBindingPath: readSqliteBindingPath(),
  };
}

/** The app always starts in the shop's own database; where it ended in training it says so. */
function takeUpAfterTraining(shop: StartCounter): StartCounter {
  if (!wasTrainingCut(dataDir)) return shop;
  try {
    removeTrainingFolder(dataDir);
  } catch (error) {
    log('training-not-removed', errorFields(error));
  }
  return { ...shop, opening: 'training-cut' };
}

/** Quitting waits for the counter to let go of its devices and its file, three seconds at most. */
function stopCounterBeforeQuit(supervisor: CounterSupervisor): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void supervisor.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
}
