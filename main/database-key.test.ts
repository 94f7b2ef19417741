import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOrMakeDatabaseKey, type KeyVault } from './database-key.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'database-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const firstKey = '07'.repeat(32);
const noVault: KeyVault = {
  isProtected: () => false,
  seal: () => {
    throw new Error('no keyring');
  },
  unseal: () => {
    throw new Error('no keyring');
  },
};
/** Seals for one user: another user's vault cannot unseal. */
const vaultOf = (user: number): KeyVault => ({
  isProtected: () => true,
  seal: (text) => Uint8Array.of(user, ...Buffer.from(text).map((byte) => byte ^ user)),
  unseal: (sealed) => {
    if (sealed[0] !== user) throw new Error('sealed by another user');
    return Buffer.from(sealed.subarray(1).map((byte) => byte ^ user)).toString();
  },
});

function read(vault: KeyVault, fill = 7) {
  return readOrMakeDatabaseKey({
    keyPath: join(folder, 'key.json'),
    databasePath: join(folder, 'counter.db'),
    vault,
    randomBytes: (length) => new Uint8Array(length).fill(fill),
  });
}
const keyText = () => readFileSync(join(folder, 'key.json'), 'utf8');

test('the first run makes the key, sealed; every later run reads the same one', () => {
  expect(read(vaultOf(9))).toEqual({
    databaseKeyHex: firstKey,
    keyProtection: 'os',
    state: 'made',
  });
  expect(keyText()).not.toContain(firstKey);
  expect(read(vaultOf(9), 8)).toEqual({
    databaseKeyHex: firstKey,
    keyProtection: 'os',
    state: 'read',
  });
  expect(existsSync(join(folder, 'key.json.new'))).toBe(false);
});

test('without a keyring the key lies in a file of this user alone, and says so', () => {
  expect(read(noVault)).toEqual({ databaseKeyHex: firstKey, keyProtection: 'file', state: 'made' });
  expect(statSync(join(folder, 'key.json')).mode & 0o777).toBe(0o600);
  // A keyring that appears later changes nothing: it may be gone again tomorrow.
  expect(read(vaultOf(9), 8)).toMatchObject({ databaseKeyHex: firstKey, keyProtection: 'file' });
});

test('a keyring that breaks while sealing counts as none', () => {
  expect(read({ ...noVault, isProtected: () => true })).toMatchObject({
    databaseKeyHex: firstKey,
    keyProtection: 'file',
  });
});

test('a key sealed by another user, or a damaged key file: no key, and the file is left alone', () => {
  read(vaultOf(9));
  const before = keyText();
  expect(read(vaultOf(10))).toEqual({
    databaseKeyHex: null,
    keyProtection: 'os',
    state: 'unreadable',
  });
  expect(keyText()).toBe(before);
  for (const damaged of ['', '{', '{"v":1,"keyProtection":"file","keyHex":"00"}', '{"v":2}']) {
    writeFileSync(join(folder, 'key.json'), damaged);
    expect(read(noVault)).toMatchObject({ databaseKeyHex: null, state: 'unreadable' });
    expect(keyText()).toBe(damaged);
  }
});

test.each(['counter.db', 'counter.db-wal'])('%s without its key never gets a new key', (left) => {
  writeFileSync(join(folder, left), 'rows');
  expect(read(vaultOf(9))).toEqual({ databaseKeyHex: null, keyProtection: 'file', state: 'gone' });
  expect(existsSync(join(folder, 'key.json'))).toBe(false);
});

test('a half-written draft of a first run that was killed is replaced', () => {
  writeFileSync(join(folder, 'key.json.new'), '{"v":1,"keyProt');
  expect(read(noVault)).toMatchObject({ databaseKeyHex: firstKey, state: 'made' });
});

test('a key that cannot be stored is not used', () => {
  const keyPath = join(folder, 'counter.db-file', 'key.json');
  writeFileSync(join(folder, 'counter.db-file'), 'a file where the folder should be');
  const input = { keyPath, databasePath: join(folder, 'counter.db'), vault: noVault };
  const randomBytes = (length: number) => new Uint8Array(length);
  expect(readOrMakeDatabaseKey({ ...input, randomBytes })).toMatchObject({
    databaseKeyHex: null,
    state: 'not-stored',
  });
});
