import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { readSecretKey } from './seal-secret.ts';
import type { SecretKey } from './seal-secret.ts';

/** Where the key comes from. */
export type SecretKeySource = {
  /** `HQ_SECRET_KEY`; wins. */
  readonly given?: string;
  /** Where the key file lies; null = the data is in memory only, and so is the key. */
  readonly dataDir: string | null;
  /** Whether the data outlives this process: then a key in memory is worth nothing. */
  readonly isKept: boolean;
};

/** The key for what HQ keeps sealed. */
export type SecretKeys = {
  /** The key there is, or null. Never makes one. */
  readonly find: () => SecretKey | null;
  /** The key, made now where there is none. Null where it could not be kept. Throws when the disk refuses. */
  readonly findOrMake: () => SecretKey | null;
  /** What is wrong with what was given, in words for the operator; null = nothing. */
  readonly trouble: string | null;
};

const fileName = 'line-secret.key';
const keyBytes = 32;

/**
 * The operator's key: the one of the environment, else the one of the key file, which is made with mode
 * 0600 when the first secret is to be sealed. It is never in the database: who has a copy of that cannot
 * open what is sealed in it.
 */
export function createSecretKeys({ given, dataDir, isKept }: SecretKeySource): SecretKeys {
  if (given !== undefined) {
    const key = readSecretKey(given);
    const trouble = key === null ? notAKey('HQ_SECRET_KEY') : null;
    return { find: () => key, findOrMake: () => key, trouble };
  }
  if (dataDir === null) {
    let key: SecretKey | null = null;
    const make = (): SecretKey | null => (key ??= isKept ? null : newKey());
    return { find: () => key, findOrMake: make, trouble: null };
  }
  const file = path.join(dataDir, fileName);
  return {
    find: () => readKeyFile(file),
    findOrMake: () => readKeyFile(file) ?? (hasFile(file) ? null : makeKeyFile(dataDir, file)),
    trouble: troubleOf(file),
  };
}

function notAKey(what: string): string {
  return (
    `${what} 不是 32 位元組的 base64 金鑰；LINE 的設定無法解開。可用 openssl rand -base64 32 產生一把。\n` +
    `${what} is not a key of 32 bytes in base64: LINE's settings stay closed. Make one with openssl rand -base64 32.`
  );
}

function troubleOf(file: string): string | null {
  if (!hasFile(file)) return null;
  if (readKeyFile(file) === null) return notAKey(fileName);
  // Windows knows no such bits.
  const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
  return isOpen
    ? `${fileName} 其他使用者也能讀取；請改為只有總部的帳號可讀（chmod 600）。\n` +
        `${fileName} can be read by others: let only HQ's own user read it (chmod 600).`
    : null;
}

function hasFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function readKeyFile(file: string): SecretKey | null {
  return hasFile(file) ? readSecretKey(readFileSync(file, 'utf8')) : null;
}

function newKey(): SecretKey {
  return { text: randomBytes(keyBytes).toString('base64') };
}

/** Whole or not at all, and never over another's: two processes may start at the same time. */
function makeKeyFile(dataDir: string, file: string): SecretKey | null {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${newKey().text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKeyFile(file);
}
