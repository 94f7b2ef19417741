import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { net, type MessagePortMain } from 'electron';
import {
  mainMessageSchema,
  type CounterMessage,
  type StartCounter,
} from '../app/contract/process-messages.ts';
import { loadHidSystem } from '../native/hid-system.ts';
import { workbookWorkerOptions } from '../app/counter/workbook-thread.ts';
import { snapshotWorkerOptions } from '../app/db/snapshot-worker-calls.ts';
import { composeCounter, type ComposedCounter } from './compose-counter.ts';
import { createWallClock } from './create-wall-clock.ts';
import { dataPaths } from './data-paths.ts';
import { createElectronFetch } from './electron-fetch.ts';
import { createLogFile, errorFields, type Log } from './log-file.ts';
import type { ScreenPort } from './port-server.ts';
import { startTimer } from './start-timer.ts';

// The entry of the counter process: an Electron utility process that owns the database and the
// devices. It does nothing until main tells it where and with which key.

/** Screens that may ask before the counter is open; there is one window. */
const waitingPortsMax = 8;

const { parentPort } = process;
let log: Log = () => {};
let composing: Promise<ComposedCounter> | null = null;
let composed: ComposedCounter | null = null;
/**
 * Loading the library of USB HID holds this process up for a tenth of a second, which the first screen would wait
 * for: it is loaded when that screen has its view, or when none has asked for one.
 */
const hidDelayMs = { afterScreen: 150, withoutScreen: 2_000 } as const;
let loadHidNow: () => void = () => {};
const hidWanted = new Promise<void>((resolve) => (loadHidNow = resolve));
const waitingPorts: MessagePortMain[] = [];
const waitingCustomers: MessagePortMain[] = [];
/** Whoever waits for main's word on going over to training or back. */
let onTrainingAnswer: (ok: boolean) => void = () => {};

process.on('uncaughtException', die);
process.on('unhandledRejection', die);
parentPort.on('message', ({ data, ports }) => {
  const message = mainMessageSchema.parse(data);
  if (message.kind === 'start') begin(message);
  else if (message.kind === 'screen') attach(ports[0]);
  else if (message.kind === 'customer') attachCustomer(ports[0]);
  else if (message.kind === 'training-answer') onTrainingAnswer(message.ok);
  else if (message.kind === 'customer-window-closed') switchOffCustomerWindow();
  else void stop();
});

/** A broken invariant: this process ends, main starts a fresh one from what is on the disk. */
function die(error: unknown): void {
  log('counter-broke', errorFields(error));
  process.exit(1);
}

function tell(message: CounterMessage): void {
  parentPort.postMessage(message);
}

function begin(start: StartCounter): void {
  if (composing !== null) return;
  // The folder of training goes when training ends; what was noted is kept in the shop's log.
  const logHome = start.training === undefined ? start.dataDir : dirname(start.dataDir);
  log = createLogFile(dataPaths(logHome).counterLogPath, Date.now);
  composing = composeCounter({
    ...start,
    // Follows the system's proxy and certificates, which Node's own fetch does not.
    fetch: createElectronFetch((url, init) => net.fetch(url, init)),
    nowMs: Date.now,
    scanClockMs: createWallClock(Date.now, () => performance.now()),
    monoMs: () => performance.now(),
    randomBytes,
    timers: { setTimer: startTimer },
    loadHidSystem: () => hidWanted.then(loadHidSystem),
    onFatal: die,
    trainingPort: {
      begin: (setup) => askMain({ kind: 'training-begin', setup }),
      end: () => askMain({ kind: 'training-end', failed: false }),
    },
    onCustomerWindow: (on) => tell({ kind: 'customer-window', on }),
    // A bundle of its own beside this one; see build-app.
    startSnapshotWorker: () =>
      new Worker(join(import.meta.dirname, 'snapshot-worker.cjs'), snapshotWorkerOptions),
    startWorkbookWorker: () =>
      new Worker(join(import.meta.dirname, 'workbook-worker.cjs'), workbookWorkerOptions),
    log,
  });
  composing.then((counter) => open(counter, start), die);
  startTimer(hidDelayMs.withoutScreen, loadHidNow);
}

/** What main may take for its answer; it only makes a folder. */
const answerMsMax = 5_000;

function askMain(message: CounterMessage): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = startTimer(answerMsMax, () => resolve(false));
    onTrainingAnswer = (ok) => {
      cancel();
      resolve(ok);
    };
    tell(message);
  });
}

function open(counter: ComposedCounter, { training }: StartCounter): void {
  composed = counter;
  for (const port of waitingPorts.splice(0)) attachScreen(counter, port);
  for (const port of waitingCustomers.splice(0)) counter.attachCustomer(screenPort(port));
  tell({ kind: 'ready' });
  // Nobody shall be stuck in a training that does not open: back to the shop, which says so.
  if (counter.counter === null && training !== undefined)
    tell({ kind: 'training-end', failed: true });
}

function attachCustomer(port: MessagePortMain | undefined): void {
  if (port === undefined) return;
  if (composed !== null) composed.attachCustomer(screenPort(port));
  else {
    waitingCustomers.push(port);
    if (waitingCustomers.length > waitingPortsMax) waitingCustomers.shift()?.close();
  }
}

function switchOffCustomerWindow(): void {
  const off = composed?.counter?.handlers['settings:set-customer-window']({ on: false });
  Promise.resolve(off).catch(die);
}

function attach(port: MessagePortMain | undefined): void {
  if (port === undefined) return;
  if (composed !== null) {
    attachScreen(composed, port);
    return;
  }
  waitingPorts.push(port);
  if (waitingPorts.length > waitingPortsMax) waitingPorts.shift()?.close();
}

function attachScreen(counter: ComposedCounter, port: MessagePortMain): void {
  counter.attachPort(screenPort(port));
  startTimer(hidDelayMs.afterScreen, loadHidNow);
}

/** Electron wraps what arrives in an event; the counter wants the message itself. */
function screenPort<Message>(port: MessagePortMain): ScreenPort<Message> {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (message?: unknown) => void) =>
      event === 'message'
        ? port.on('message', ({ data }) => listener(data))
        : port.on('close', () => listener()),
    start: () => port.start(),
    close: () => port.close(),
  };
}

async function stop(): Promise<void> {
  await (await composing)?.stop();
  tell({ kind: 'stopped' });
  process.exit(0);
}
