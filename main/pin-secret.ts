import { hkdfSync } from 'node:crypto';

/**
 * The secret under which PINs are kept: derived from the key of the database (64 hex digits) by HKDF-SHA256
 * (RFC 5869), so that it lies where that key does, in the vault of this PC's user, and never in the database.
 * Whoever has a copy of the database and not this has nothing to try PINs against. The same key always gives the
 * same secret: PINs come back with a database that was put back.
 */
export function pinSecret(databaseKeyHex: string): Uint8Array {
  const key = Buffer.from(databaseKeyHex, 'hex');
  return new Uint8Array(hkdfSync('sha256', key, '', 'counterfoil staff pins 1', 32));
}
