import Database from 'better-sqlite3';

/** Which file, under which key, through which build of the addon. */
export type FileAccess = {
  readonly filePath: string;
  /** 32 bytes as 64 hex digits. */
  readonly keyHex: string;
  /** Where a build of the addon for this runtime lies; null or left out = the one inside the package. */
  readonly sqliteBindingPath?: string | null | undefined;
};

/**
 * How the pages of a file are encrypted, each with a tag that authenticates it: AEGIS-256 (the CFRG's
 * draft-irtf-cfrg-aegis-aead), several times as fast where the processor has AES, which every commit and
 * the opening of a file of a million members feel. `chacha20`: files made before 0.4, which stay so.
 */
export type Cipher = 'chacha20' | 'aegis';
export const ciphers: readonly Cipher[] = ['aegis', 'chacha20'];

/** How long a restart waits for the process before it to let go of the file. */
const busyTimeoutMs = 2_000;

/** A connection that has the key but has read nothing yet. */
export function connectDatabase(
  { filePath, keyHex, sqliteBindingPath }: FileAccess,
  { cipher, readonly = false }: { readonly cipher: Cipher; readonly readonly?: boolean },
): Database.Database {
  const raw = new Database(filePath, {
    readonly,
    timeout: busyTimeoutMs,
    ...(sqliteBindingPath ? { nativeBinding: sqliteBindingPath } : {}),
  });
  raw.pragma(`cipher = '${cipher}'`);
  // The raw form skips the password derivation (50 ms): the key already has 256 random bits.
  raw.pragma(`key = 'raw:${keyHex}'`);
  return raw;
}
