import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workbookWorkerOptions } from '../../app/counter/workbook-thread.ts';
import { snapshotWorkerOptions } from '../../app/db/snapshot-worker-calls.ts';
import {
  composeCounter,
  type ComposedCounter,
  type ComposeDeps,
} from '../../main/compose-counter.ts';

const workerPath = join(import.meta.dirname, '../../app/db/snapshot-worker.ts');
const workbookPath = join(import.meta.dirname, '../../app/counter/workbook-worker.ts');

/** A fixed key, so that the rig can open what a counter left behind. Nothing real is under it. */
export const rigDatabaseKeyHex = '5c'.repeat(32);

/** The counter as the app composes it, in plain Node: same database, engine, sync and scanners. */
export async function startNodeCounter(
  dataDir: string,
  also: Partial<ComposeDeps> = {},
): Promise<ComposedCounter> {
  return composeCounter({
    dataDir,
    databaseKeyHex: rigDatabaseKeyHex,
    keyProtection: 'file',
    appVersion: '0.0.0-rig',
    hostName: 'rig',
    sqliteBindingPath: null,
    fetch: (url, init) => fetch(url, init),
    nowMs: () => Date.now(),
    scanClockMs: () => performance.timeOrigin + performance.now(),
    monoMs: () => performance.now(),
    startSnapshotWorker: () => new Worker(workerPath, snapshotWorkerOptions),
    startWorkbookWorker: () => new Worker(workbookPath, workbookWorkerOptions),
    randomBytes: (length) => randomBytes(length),
    timers: {
      setTimer: (delayMs, fn) => {
        const timer = setTimeout(fn, delayMs);
        return () => clearTimeout(timer);
      },
    },
    ...also,
  });
}
