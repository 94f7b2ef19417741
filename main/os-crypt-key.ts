import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from './write-whole.ts';

/*
 * On Windows safeStorage seals with a key that Chromium keeps in its own `Local State`, itself sealed by the system
 * for this user (DPAPI). Chromium writes that file all the time, and makes a new key where it is gone: after a power
 * cut the shop's database would be shut for good. The sealed key is kept a second time, beside what it opens.
 * No zod here: this runs before the window is made.
 */

export type OsCryptPaths = {
  /** The key of the database; see `readOrMakeDatabaseKey`. */
  readonly keyPath: string;
  readonly localStatePath: string;
  readonly copyPath: string;
};

export function osCryptPaths(paths: {
  readonly keyPath: string;
  readonly chromiumDir: string;
}): OsCryptPaths {
  const { keyPath, chromiumDir } = paths;
  const copyPath = join(dirname(keyPath), 'database-key-seal.json');
  return { keyPath, localStatePath: join(chromiumDir, 'Local State'), copyPath };
}

/** Keeps Chromium's key with the seal it has just opened. `none`: nothing is sealed, or no key is there. */
export function keepOsCryptKey(paths: OsCryptPaths): 'kept' | 'same' | 'none' {
  const sealed = readSealed(paths);
  const encryptedKey = keyOf(readObject(paths.localStatePath));
  if (sealed === null || encryptedKey === null) return 'none';
  const copy = readObject(paths.copyPath);
  if (copy['sealed'] === sealed && copy['encryptedKey'] === encryptedKey) return 'same';
  writeWhole(paths.copyPath, JSON.stringify({ v: 1, sealed, encryptedKey }));
  return 'kept';
}

/**
 * Before Chromium reads its file: puts the key back that opens the database's. Only for the very seal it was kept
 * with: a database key sealed anew since is under another, which stays.
 */
export function putBackOsCryptKey(paths: OsCryptPaths): 'put-back' | 'same' | 'none' {
  const { sealed, encryptedKey } = readObject(paths.copyPath);
  if (typeof encryptedKey !== 'string' || sealed !== readSealed(paths)) return 'none';
  const state = readObject(paths.localStatePath);
  if (keyOf(state) === encryptedKey) return 'same';
  const crypt = asObject(state['os_crypt']);
  const whole = { ...state, os_crypt: { ...crypt, encrypted_key: encryptedKey } };
  writeWhole(paths.localStatePath, JSON.stringify(whole));
  return 'put-back';
}

/** Null where the file's permissions alone protect the key. */
function readSealed({ keyPath }: OsCryptPaths): string | null {
  const { keyProtection, sealed } = readObject(keyPath);
  return keyProtection === 'os' && typeof sealed === 'string' ? sealed : null;
}

/** The key as Chromium writes it, base64 that begins with `DPAPI`; null = none. */
function keyOf(state: Readonly<Record<string, unknown>>): string | null {
  const key = asObject(state['os_crypt'])['encrypted_key'];
  if (typeof key !== 'string') return null;
  return Buffer.from(key, 'base64').toString('latin1').startsWith('DPAPI') ? key : null;
}

/** What a file holds; an empty object where it is gone or broken. */
function readObject(path: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}
