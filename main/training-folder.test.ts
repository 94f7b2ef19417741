import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appearanceDefaults } from '../app/contract/appearance.ts';
import type { StartCounter } from '../app/contract/process-messages.ts';
import { defaultWedgeSettings } from '../app/domain/wedge-settings.ts';
import { removeTrainingFolder, startOfTraining, wasTrainingCut } from './training-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'training-folder-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const setup = {
  language: 'zh-TW',
  calendar: 'gregory',
  appearance: appearanceDefaults,
  wedge: defaultWedgeSettings,
  customerWindow: false,
  customerLanguage: null,
  serialDevices: [],
} as const;

const keys = {
  randomBytes,
  vault: {
    isProtected: () => false,
    seal: () => new Uint8Array(),
    unseal: () => '',
  },
};

function shopStart(): StartCounter {
  return {
    kind: 'start',
    dataDir: folder,
    databaseKeyHex: '5a'.repeat(32),
    keyProtection: 'os',
    appVersion: '1',
    hostName: 'pc',
    sqliteBindingPath: null,
  };
}

test('a folder and a key of its own, anew at each beginning; the shop’s files stay', async () => {
  await writeFile(join(folder, 'counterfoil.db'), 'the shop');
  const trainingDir = join(folder, 'training');
  await mkdir(trainingDir);
  await writeFile(join(trainingDir, 'counterfoil.db'), 'of last time');
  const first = startOfTraining(shopStart(), { ...setup, serialDevices: [] }, keys);
  const left = existsSync(join(trainingDir, 'counterfoil.db'));
  const second = startOfTraining(shopStart(), { ...setup, serialDevices: [] }, keys);
  expect({ first, left, cut: wasTrainingCut(folder) }).toMatchObject({
    first: {
      dataDir: trainingDir,
      keyProtection: 'file',
      opening: 'training-begun',
      training: { language: 'zh-TW' },
    },
    left: false,
    cut: true,
  });
  const made = [first?.databaseKeyHex, second?.databaseKeyHex, shopStart().databaseKeyHex];
  expect([new Set(made).size, made.includes(null)]).toEqual([3, false]);
  if (process.platform !== 'win32') expect((await stat(trainingDir)).mode & 0o777).toBe(0o700);
  removeTrainingFolder(folder);
  expect([
    existsSync(trainingDir),
    wasTrainingCut(folder),
    await readFile(join(folder, 'counterfoil.db'), 'utf8'),
  ]).toEqual([false, false, 'the shop']);
});

test('where the folder cannot be made the shop goes on', async () => {
  const notAFolder = join(folder, 'file');
  await writeFile(notAFolder, '');
  expect(startOfTraining({ ...shopStart(), dataDir: notAFolder }, setup as never, keys)).toBe(null);
});
