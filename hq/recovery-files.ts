import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { recoveryKidSchema } from '../app/contract/recovery-key.ts';
import { safeParse } from '../app/contract/safe-parse.ts';
import { tapeBundleSchema, type TapeBundle } from '../app/contract/tape-bundle.ts';
import type { RecoveryKeyPair } from '../app/db/seal-key.ts';

const keyFileSchema = z.object({
  kind: z.literal('counterfoil-recovery-key'),
  v: z.literal(1),
  kid: recoveryKidSchema,
  publicKey: z.string(),
  privateKey: z.string(),
});

/** Writes a file that only its owner may read. Throws when something is there already. */
export function writeSecret(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
}

/** The private recovery key as it is kept by whoever is responsible for recovery. */
export function recoveryKeyFile(pair: RecoveryKeyPair): string {
  const { kid, publicKey, privateKey } = pair;
  const file = { kind: 'counterfoil-recovery-key', v: 1, kid, publicKey, privateKey };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The recovery key in a file; null when there is none in it. */
export function readRecoveryKey(path: string): RecoveryKeyPair | null {
  const read = safeParse(keyFileSchema, readJson(path));
  return read.success ? read.data : null;
}

/** A bundle of `recover-tape`; null when the file is none. */
export function readBundle(path: string): TapeBundle | null {
  const read = safeParse(tapeBundleSchema, readJson(path));
  return read.success ? read.data : null;
}

/** A counter's key file, as the app itself and verify-log and recover-tape read it. */
export function databaseKeyFile(keyHex: string): string {
  return `${JSON.stringify({ v: 1, keyProtection: 'file', keyHex })}\n`;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return null;
  }
}
