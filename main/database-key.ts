import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeWhole } from './write-whole.ts';

/** What keeps a secret for this user of this PC (Electron's safeStorage). */
export type KeyVault = {
  /** False where there is no keyring, and where the "keyring" would be a password known to all. */
  readonly isProtected: () => boolean;
  readonly seal: (text: string) => Uint8Array;
  /** Throws when this user on this PC did not seal it. */
  readonly unseal: (sealed: Uint8Array) => string;
};

export type DatabaseKeyInput = {
  readonly keyPath: string;
  readonly databasePath: string;
  readonly vault: KeyVault;
  readonly randomBytes: (length: number) => Uint8Array;
};

export type DatabaseKey = {
  /** 64 hex digits; null when the key of the existing database cannot be had on this PC. */
  readonly databaseKeyHex: string | null;
  /** `os`: sealed by the system for this user; `file`: only the file's permissions protect it. */
  readonly keyProtection: 'os' | 'file';
  /** For the log. */
  readonly state: 'made' | 'read' | 'gone' | 'unreadable' | 'not-stored';
};

const keyHexSchema = z.string().regex(/^[0-9a-f]{64}$/);
const keyFileSchema = z.discriminatedUnion('keyProtection', [
  z.object({ v: z.literal(1), keyProtection: z.literal('os'), sealed: z.base64() }),
  z.object({ v: z.literal(1), keyProtection: z.literal('file'), keyHex: keyHexSchema }),
]);
type KeyFile = z.infer<typeof keyFileSchema>;

/**
 * Gives the key of the database, made at the first run. A database whose key is gone never gets a
 * new one: its rows would be lost for good, and the old key may still be brought back.
 */
export function readOrMakeDatabaseKey(input: DatabaseKeyInput): DatabaseKey {
  if (existsSync(input.keyPath)) return readKey(input);
  const left = ['', '-wal', '-tape'].map((suffix) => input.databasePath + suffix);
  if (left.some((path) => existsSync(path))) {
    return { databaseKeyHex: null, keyProtection: 'file', state: 'gone' };
  }
  return makeKey(input);
}

function readKey({ keyPath, vault }: DatabaseKeyInput): DatabaseKey {
  let keyProtection: 'os' | 'file' = 'file';
  try {
    const file = keyFileSchema.parse(JSON.parse(readFileSync(keyPath, 'utf8')));
    keyProtection = file.keyProtection;
    const keyHex =
      file.keyProtection === 'file'
        ? file.keyHex
        : keyHexSchema.parse(vault.unseal(Buffer.from(file.sealed, 'base64')));
    return { databaseKeyHex: keyHex, keyProtection, state: 'read' };
  } catch {
    return { databaseKeyHex: null, keyProtection, state: 'unreadable' };
  }
}

function makeKey({ keyPath, vault, randomBytes }: DatabaseKeyInput): DatabaseKey {
  const databaseKeyHex = Buffer.from(randomBytes(32)).toString('hex');
  const file = sealKey(databaseKeyHex, vault);
  const { keyProtection } = file;
  try {
    writeWhole(keyPath, JSON.stringify(file));
  } catch {
    // Without a stored key a database must not be begun: it could not be opened tomorrow.
    return { databaseKeyHex: null, keyProtection, state: 'not-stored' };
  }
  return { databaseKeyHex, keyProtection, state: 'made' };
}

/** Sealed where the system can; a keyring that breaks just now counts as none. */
function sealKey(keyHex: string, vault: KeyVault): KeyFile {
  if (!vault.isProtected()) return { v: 1, keyProtection: 'file', keyHex };
  try {
    const sealed = Buffer.from(vault.seal(keyHex)).toString('base64');
    return { v: 1, keyProtection: 'os', sealed };
  } catch {
    return { v: 1, keyProtection: 'file', keyHex };
  }
}
