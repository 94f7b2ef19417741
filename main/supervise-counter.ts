import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { MessageChannelMain, type App, type BrowserWindow, type MessagePortMain } from 'electron';
import type { StartCounter } from '../app/contract/process-messages.ts';
import {
  createCounterSupervisor,
  type CounterChild,
  type CounterSupervisor,
} from './counter-supervisor.ts';
import { createTrainingSwitch } from './create-training-switch.ts';
import type { CustomerWindow } from './customer-window.ts';
import { dataPaths } from './data-paths.ts';
import { readOrMakeDatabaseKey } from './database-key.ts';
import { errorFields, type Log } from './log-file.ts';
import { keepOsCryptKey, osCryptPaths } from './os-crypt-key.ts';
import { createSafeStorageVault } from './safe-storage-vault.ts';
import { startTimer } from './start-timer.ts';
import { removeTrainingFolder, startOfTraining, wasTrainingCut } from './training-folder.ts';

const counterTitle = 'Counterfoil';
const trainingTitle = 'Counterfoil · 訓練模式 Training';

/**
 * Another build of the SQLite addon, for an Electron that is too old for the shipped one (Node-API
 * 10). A release runs on a newer Electron and loads nothing that the environment names.
 */
function readSqliteBindingPath(): string | null {
  const isOld = Number(process.versions['napi'] ?? 0) < 10;
  return isOld ? (process.env['COUNTERFOIL_SQLITE_BINDING'] ?? null) : null;
}

/** A channel with one end on its way to the page of a window. */
function sendPortTo(window: BrowserWindow): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  if (!window.isDestroyed()) window.webContents.postMessage('counterfoil:port', null, [port2]);
  return port1;
}

export type SuperviseInput = {
  readonly app: App;
  readonly dataDir: string;
  readonly window: BrowserWindow;
  readonly customer: CustomerWindow;
  readonly spawn: () => CounterChild<MessagePortMain>;
  readonly log: Log;
};

/**
 * Hands the first counter process its start message and keeps one running. A module of its own, loaded while that
 * process starts and the window is made: the schemas it takes along would hold up both by some 25 ms.
 */
export function superviseCounter(input: SuperviseInput): CounterSupervisor {
  const { dataDir, window, customer, spawn, log } = input;
  const shop = startOfShop(input);
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
  const first = takeUpAfterTraining(shop, input);
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

function startOfShop({ app, dataDir, log }: SuperviseInput): StartCounter {
  const { keyPath, databasePath } = dataPaths(dataDir);
  const vault = createSafeStorageVault();
  const key = readOrMakeDatabaseKey({ keyPath, databasePath, vault, randomBytes });
  log('database-key', { state: key.state, keyProtection: key.keyProtection });
  // Only a key that was read: one that Chromium has just made is not on the disk yet.
  if (process.platform === 'win32' && key.state === 'read') keepKeyOfChromium(dataDir, log);
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

function keepKeyOfChromium(dataDir: string, log: Log): void {
  try {
    keepOsCryptKey(osCryptPaths(dataPaths(dataDir)));
  } catch (error) {
    log('chromium-key-not-kept', errorFields(error));
  }
}

/** The app always starts in the shop's own database; where it ended in training it says so. */
function takeUpAfterTraining(shop: StartCounter, { dataDir, log }: SuperviseInput): StartCounter {
  if (!wasTrainingCut(dataDir)) return shop;
  try {
    removeTrainingFolder(dataDir);
  } catch (error) {
    log('training-not-removed', errorFields(error));
  }
  return { ...shop, opening: 'training-cut' };
}
