import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { StaffId } from '../domain/ids.ts';

/** OWASP's figures for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
export const pinCost = { memorySize: 19 * 1024, iterations: 2, parallelism: 1 };
export type PinCost = typeof pinCost;
export const pinSaltBytes = 16;
const hashLength = 32;
/** Which way a stored hash was made; the next way gets the next number. */
const version = 'a1';

/**
 * A PIN as it is stored: `a1:` + HMAC-SHA256, under the secret of this PC, of its argon2id hash (RFC 9106) and
 * whose it is. A million PINs are tried through in hours whatever each costs; without the secret, which is not in
 * the database, there is nothing to try them against. Takes tens of milliseconds: never inside a transaction.
 */
export async function hashPin(given: {
  readonly pin: string;
  /** Base64url, of `pinSaltBytes` bytes. */
  readonly salt: string;
  readonly staffId: StaffId;
  readonly deviceSecret: Uint8Array;
  /** Left out = `pinCost`. */
  readonly cost?: PinCost | undefined;
}): Promise<string> {
  // Loaded with the first PIN: a start need not wait for it.
  const { argon2id } = await import('hash-wasm');
  const slow = await argon2id({
    password: given.pin,
    salt: Buffer.from(given.salt, 'base64url'),
    hashLength,
    outputType: 'binary',
    ...(given.cost ?? pinCost),
  });
  const keyed = createHmac('sha256', given.deviceSecret)
    .update(`counterfoil pin ${version} ${given.staffId}\n`)
    .update(slow);
  return `${version}:${keyed.digest('base64url')}`;
}

/** Whether two stored hashes are the same, in time that does not tell where they differ. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** What is kept of a badge's code. With 100 random bits in it a plain hash cannot be searched. */
export function hashBadge(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
