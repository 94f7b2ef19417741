import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { ReadySnapshot } from '../contract/snapshot.ts';
import { connectDatabase } from './connect-database.ts';
import { applicationId, schemaVersion } from './migrate.ts';

/** The file of a snapshot that is coming in, encrypted as HQ sent it. Runs off the till's thread. */
export type SnapshotReceiver = {
  /** Which chunks are here already, as HQ has them: of a fetch that was cut off. */
  readonly have: () => boolean[];
  /** Takes a chunk; false when it is not what HQ says it is. */
  readonly write: (n: number, bytes: Uint8Array) => boolean;
  /**
   * All chunks are here: puts the file under this counter's own key and moves it to `freshPath`. Answers
   * why it cannot be used, or null.
   */
  readonly finish: (given: FinishInput) => string | null;
  readonly close: () => void;
};

export type ReceiveInput = {
  readonly partPath: string;
  readonly snapshot: ReadySnapshot;
};

export type FinishInput = {
  readonly freshPath: string;
  readonly keyHex: string;
  readonly sqliteBindingPath: string | null;
};

/** Pages kept in memory while the file gets another key, KiB. */
const cacheKib = 8_000;

/** Opens the file, new or begun. */
export function receiveSnapshot({ partPath, snapshot }: ReceiveInput): SnapshotReceiver {
  const { bytes, chunkBytes, chunkSha256 } = snapshot;
  let isEmpty = !existsSync(partPath);
  let fd: number | null = openSync(partPath, isEmpty ? 'wx+' : 'r+', 0o600);
  ftruncateSync(fd, bytes);
  const sizeOf = (n: number): number => Math.min(chunkBytes, bytes - n * chunkBytes);
  const opened = (): number => {
    if (fd === null) throw new Error('the snapshot is closed');
    return fd;
  };
  const close = (): void => {
    if (fd !== null) closeSync(fd);
    fd = null;
  };
  return {
    have: () => {
      // Hashing the holes of a new file takes as long as hashing the file: a second at a million members.
      if (isEmpty) return chunkSha256.map(() => false);
      const chunk = Buffer.alloc(chunkBytes);
      return chunkSha256.map((wanted, n) => {
        const read = readSync(opened(), chunk, 0, sizeOf(n), n * chunkBytes);
        return digestOf(chunk.subarray(0, read)) === wanted;
      });
    },
    write: (n, part) => {
      if (part.byteLength !== sizeOf(n) || digestOf(part) !== chunkSha256[n]) return false;
      isEmpty = false;
      writeSync(opened(), part, 0, part.byteLength, n * chunkBytes);
      return true;
    },
    finish: (given) => {
      close();
      return finish(partPath, snapshot, given);
    },
    close,
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Whether the digests of the chunks are those of the file HQ means. */
function isOneFile({ chunkSha256, sha256 }: ReadySnapshot): boolean {
  const all = createHash('sha256');
  for (const digest of chunkSha256) all.update(Buffer.from(digest, 'base64url'));
  return all.digest('base64url') === sha256;
}

function finish(partPath: string, snapshot: ReadySnapshot, given: FinishInput): string | null {
  if (!isOneFile(snapshot)) return 'digests';
  const { sqliteBindingPath, keyHex, freshPath } = given;
  rmSync(freshPath, { force: true });
  const raw = connectDatabase(
    { filePath: partPath, keyHex: snapshot.keyHex, sqliteBindingPath },
    { cipher: 'aegis' },
  );
  try {
    raw.pragma('locking_mode = exclusive');
    raw.pragma('journal_mode = off');
    raw.pragma('synchronous = off');
    raw.pragma(`cache_size = -${cacheKib}`);
    const owner = Number(raw.pragma('application_id', { simple: true }));
    if (owner !== applicationId || schemaVersion(raw) !== snapshot.schemaVersion) return 'schema';
    // Reads every page by HQ's key, so that one changed byte is found, and writes it by ours. The
    // structure is looked through at the next opening, as of any file.
    raw.pragma(`rekey = 'raw:${keyHex}'`);
    const state = raw
      .prepare<[], { cursor: number; timeline: string | null }>(
        'SELECT cursor, timeline FROM sync_state',
      )
      .get();
    if (state?.cursor !== snapshot.cursor) return 'cursor';
  } finally {
    raw.close();
  }
  const fd = openSync(partPath, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(partPath, freshPath);
  return null;
}
