import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { StartCounter } from '../app/contract/process-messages.ts';
import type { TrainingSetup } from '../app/contract/training.ts';
import { dataPaths } from './data-paths.ts';
import { readOrMakeDatabaseKey, type DatabaseKeyInput } from './database-key.ts';

/** What a file that is still being let go of may take on Windows. */
const removing = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

/** Whether the app ended while in training: then it says so at its start, which is in the shop again. */
export function wasTrainingCut(dataDir: string): boolean {
  return existsSync(dataPaths(dataDir).trainingDir);
}

/** Nothing of training is kept. Throws when the disk does not let it go; the next beginning tries again. */
export function removeTrainingFolder(dataDir: string): void {
  rmSync(dataPaths(dataDir).trainingDir, removing);
}

/**
 * The start message for training: a fresh folder inside the shop's, with a key of its own. Null when it
 * cannot be made; then the shop goes on.
 */
export function startOfTraining(
  shop: StartCounter,
  setup: TrainingSetup,
  keys: Pick<DatabaseKeyInput, 'vault' | 'randomBytes'>,
): StartCounter | null {
  const { trainingDir } = dataPaths(shop.dataDir);
  try {
    removeTrainingFolder(shop.dataDir);
    mkdirSync(trainingDir, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(trainingDir, 0o700);
  } catch {
    return null;
  }
  const { keyPath, databasePath } = dataPaths(trainingDir);
  const key = readOrMakeDatabaseKey({ ...keys, keyPath, databasePath });
  if (key.databaseKeyHex === null) return null;
  const { databaseKeyHex, keyProtection } = key;
  const own = { dataDir: trainingDir, databaseKeyHex, keyProtection };
  return { ...shop, ...own, training: setup, opening: 'training-begun' };
}
