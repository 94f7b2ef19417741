import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecretKeys } from './secret-key-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterfoil-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const file = () => path.join(folder, 'data', 'line-secret.key');
const open = () => createSecretKeys({ dataDir: path.join(folder, 'data'), isKept: true });

test('the file is made when it is needed, readable by its owner only, and stays the same', () => {
  const keys = open();
  const before = keys.find();
  const made = keys.findOrMake();
  expect([
    before,
    readFileSync(file(), 'utf8').trim(),
    statSync(file()).mode & 0o777,
    keys.find(),
    open().findOrMake(),
    readdirSync(path.join(folder, 'data')),
    open().trouble,
  ]).toEqual([null, made?.text, 0o600, made, made, ['line-secret.key'], null]);
});

test('a file that is no key, or that others can read, is told; it is never written over', () => {
  const made = open().findOrMake();
  chmodSync(file(), 0o644);
  const shared = open();
  const [found, told] = [shared.find(), shared.trouble];
  writeFileSync(file(), 'not a key\n');
  const spoilt = open();
  expect([found, told?.includes('chmod 600')]).toEqual([made, true]);
  expect([spoilt.find(), spoilt.findOrMake(), readFileSync(file(), 'utf8')]).toEqual([
    null,
    null,
    'not a key\n',
  ]);
  expect(spoilt.trouble).toContain('32');
});

test('the key of the environment wins; data in memory has a key in memory; kept data without a place has none', () => {
  const text = randomBytes(32).toString('base64');
  const dataDir = path.join(folder, 'data');
  const given = createSecretKeys({ given: text, dataDir, isKept: true });
  const spoilt = createSecretKeys({ given: 'short', dataDir, isKept: true });
  const memory = createSecretKeys({ dataDir: null, isKept: false });
  const nowhere = createSecretKeys({ dataDir: null, isKept: true });
  expect([
    given.findOrMake()?.text,
    spoilt.findOrMake(),
    spoilt.trouble?.startsWith('HQ_SECRET_KEY'),
    memory.find(),
    memory.findOrMake()?.text.length,
    memory.find() === memory.findOrMake(),
    nowhere.findOrMake(),
    readdirSync(folder),
  ]).toEqual([text, null, true, null, 44, true, null, []]);
});
