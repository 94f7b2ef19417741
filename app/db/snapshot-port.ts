import { rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReadySnapshot } from '../contract/snapshot.ts';
import type { InstallId } from '../domain/ids.ts';
import type { Db } from './handles.ts';
import { migrations } from './migrations/index.ts';
import {
  callWorker,
  type SnapshotWorker,
  type WorkerPort,
  type WrittenChunk,
} from './snapshot-worker-calls.ts';
import { removeFresh, type SwapOutcome } from './swap-in-snapshot.ts';

/** The newest schema of this version: a snapshot of another one is of no use. */
export const ownSchemaVersion = migrations.at(-1)?.version ?? 0;

/** What takes a snapshot in and puts it in the place of the database. */
export type SnapshotPort = {
  /** Whether the disk has room for it, the database beside it and a little more. */
  readonly hasRoom: (bytes: number) => Promise<boolean>;
  /** Begins or goes on; which chunks are here. Rejects when the disk fails. */
  readonly open: (snapshot: ReadySnapshot) => Promise<readonly boolean[]>;
  /** Takes a chunk, the first `length` bytes of this memory, which is given away and comes back. */
  readonly write: (n: number, length: number, memory: ArrayBuffer) => Promise<WrittenChunk>;
  /** Makes the file ready under this counter's key; why it is no use, or null. */
  readonly finish: () => Promise<string | null>;
  /** Puts it in the place of the database: some 50 ms in which the till waits. */
  readonly swap: (snapshot: ReadySnapshot, as: SwapAs) => Promise<SwapOutcome>;
  /** Ends the thread; `keep` = the part that is here stays for the next start. */
  readonly end: (what: 'keep' | 'drop') => Promise<void>;
};

export type SwapAs = { readonly installId: InstallId; readonly timeline: string };

/** The opened database with its tape, as far as a snapshot has to do with it. */
export type SnapshotTarget = {
  readonly db: Db;
  readonly filePath: string;
  readonly keyHex: string;
  readonly sqliteBindingPath: string | null;
  /** `swapInSnapshot` with the tape following; the connection must be the caller's. */
  readonly swap: (snapshot: ReadySnapshot, as: SwapAs) => SwapOutcome;
};

/** Left free besides the snapshot, so that sales never find the disk full for its sake. */
const spareBytes = 128 * 1024 * 1024;

/** Where the file lies while it comes in, and when it is whole. */
export function snapshotPaths(filePath: string): { readonly part: string; readonly fresh: string } {
  return { part: `${filePath}.snapshot`, fresh: `${filePath}.fresh` };
}

/** `startWorker` starts the thread of `snapshot-worker.ts`. */
export function createSnapshotPort(
  target: SnapshotTarget,
  startWorker: () => WorkerPort,
): SnapshotPort {
  const paths = snapshotPaths(target.filePath);
  let worker: SnapshotWorker | null = null;
  const call: SnapshotWorker['call'] = (request) => {
    worker ??= callWorker(startWorker());
    return worker.call(request);
  };
  return {
    hasRoom: async (bytes) => {
      const { bavail, bsize } = await statfs(dirname(target.filePath));
      return bavail * bsize > bytes + spareBytes;
    },
    open: async (snapshot) =>
      (await call({ kind: 'open', input: { partPath: paths.part, snapshot } })) as boolean[],
    write: async (n, length, memory) =>
      (await call({ kind: 'write', n, length, memory })) as WrittenChunk,
    finish: async () => {
      const { keyHex, sqliteBindingPath } = target;
      const input = { freshPath: paths.fresh, keyHex, sqliteBindingPath };
      return (await call({ kind: 'finish', input })) as string | null;
    },
    swap: async (snapshot, as) =>
      // Holding the connection: no transaction is open, and nobody begins one.
      await target.db.connection().execute(async () => target.swap(snapshot, as)),
    end: async (what) => {
      await worker?.end();
      worker = null;
      if (what === 'keep') return;
      rmSync(paths.part, { force: true });
      removeFresh(paths.fresh);
    },
  };
}
