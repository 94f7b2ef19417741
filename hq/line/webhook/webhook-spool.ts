import { open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { SpoolFolder } from './spool-folder.ts';
import { encodeSpoolLine, readSpoolLines } from './spool-line.ts';
import type { SpoolRecord } from './spool-line.ts';

/** `kept`: on disk. `full`: too much waits already. `failed`: the disk did not take it. */
export type Kept = 'kept' | 'full' | 'failed';

/** What is to be worked next, in the order it came. */
export type SpoolBatch = {
  readonly records: readonly SpoolRecord[];
  /** Lines passed over: half written when the power went, never answered for. */
  readonly damaged: number;
  /** It is worked off and will not be given again, unless this process dies first. */
  readonly done: () => Promise<void>;
};

/** Webhooks between their answer and their effect. */
export type WebhookSpool = {
  /** Resolves when the record is on disk, or will not be. */
  readonly append: (record: SpoolRecord) => Promise<Kept>;
  /** Null when nothing waits. The same again until it is done. */
  readonly next: () => Promise<SpoolBatch | null>;
  /** Files of processes that are no more are worked off by this one. */
  readonly takeOver: () => Promise<void>;
  /** Files that are worked off are removed, however small. */
  readonly tidy: () => Promise<void>;
  /** Says that this process lives, so that nobody takes its files over; often enough, see `silentMsMax`. */
  readonly beat: () => Promise<void>;
  readonly waitingBytes: () => number;
  readonly close: () => Promise<void>;
};

export type SpoolLimits = {
  /** Of all that waits. */
  readonly waitingBytesMax: number;
  /** A file larger than this is closed and a new one begun. */
  readonly fileBytesMax: number;
  /** Of what is worked at once. */
  readonly batchBytesMax: number;
};

export const spoolLimits: SpoolLimits = {
  waitingBytesMax: 256 * 1024 * 1024,
  fileBytesMax: 8 * 1024 * 1024,
  batchBytesMax: 1024 * 1024,
};
/** Of what waits for the disk: requests hold it in memory. */
const queuedBytesMax = 32 * 1024 * 1024;
/** Written with one fsync. */
const togetherBytesMax = 4 * 1024 * 1024;
/** The longest line: a body of 1 MB in which every character is escaped. */
const lineBytesMax = 8 * 1024 * 1024;

type SpoolFile = {
  readonly path: string;
  /** Null once nothing is added any more. */
  handle: FileHandle | null;
  /** On disk and answered for. */
  bytes: number;
  worked: number;
};

function isWorked({ bytes, worked }: SpoolFile): boolean {
  return worked >= bytes;
}

type Waiting = { readonly line: Buffer; readonly settle: (kept: Kept) => void };

/**
 * A spool in files of `folder`: appended to, with one fsync for all who wait at that moment, and read from
 * the front. Nothing is made on disk before the first record.
 */
export function openWebhookSpool(
  folder: SpoolFolder,
  limits: SpoolLimits = spoolLimits,
): WebhookSpool {
  const files: SpoolFile[] = [];
  const writer = createWriter(folder, limits, files);
  const waitingBytes = (): number =>
    files.reduce((sum, { bytes, worked }) => sum + bytes - worked, writer.queuedBytes());
  const finish = async (file: SpoolFile): Promise<void> => await removeFile(files, file);
  const takeOver = async (): Promise<void> => {
    const taken: SpoolFile[] = [];
    for (const path of await folder.takeOver()) {
      const { size } = await stat(path);
      taken.push({ path, handle: null, bytes: size, worked: 0 });
    }
    files.unshift(...taken);
    for (const file of files.filter(({ bytes, worked, handle }) => bytes === worked && !handle))
      await finish(file);
  };
  let taking: Promise<void> | null = null;
  return {
    append: async (record) => {
      const line = encodeSpoolLine(record);
      const isFull =
        writer.queuedBytes() + line.length > queuedBytesMax ||
        waitingBytes() + line.length > limits.waitingBytesMax;
      return isFull ? 'full' : await writer.append(line);
    },
    next: async () => {
      for (;;) {
        const file = files.find(({ bytes, worked }) => worked < bytes);
        if (file === undefined) return null;
        const read = await readBatch(file, limits.batchBytesMax);
        const done = async (): Promise<void> => {
          file.worked += read.bytes;
          if (file.worked >= file.bytes && file.handle === null) await finish(file);
        };
        if (read.records.length > 0 || read.damaged > 0)
          return { records: read.records, damaged: read.damaged, done };
        await done();
      }
    },
    takeOver: async () => {
      taking ??= takeOver().finally(() => {
        taking = null;
      });
      await taking;
    },
    tidy: async () => {
      for (const file of files.filter(isWorked))
        if (isWorked(file) && !writer.isWriting()) await finish(file);
    },
    beat: async () => {
      if (folder.isUsed()) await folder.beat();
    },
    waitingBytes,
    close: async () => {
      await writer.close();
      for (const file of files.filter(isWorked)) await finish(file);
      await folder.leave();
    },
  };
}

/** Adds to the last file, some records at once. */
function createWriter(folder: SpoolFolder, limits: SpoolLimits, files: SpoolFile[]) {
  const queue: Waiting[] = [];
  let queued = 0;
  let isWriting = false;
  let isClosed = false;
  let last: Promise<void> = Promise.resolve();

  const writeAll = async (): Promise<void> => {
    while (queue.length > 0) {
      const some = takeTogether(queue);
      const bytes = some.reduce((sum, { line }) => sum + line.length, 0);
      const kept = await writeSome(some.map(({ line }) => line));
      queued -= bytes;
      for (const { settle } of some) settle(kept);
    }
    isWriting = false;
  };
  const writeSome = async (lines: readonly Buffer[]): Promise<Kept> => {
    let file = files.at(-1);
    try {
      if (file === undefined || file.handle === null) {
        const made = await folder.create();
        file = { ...made, bytes: 0, worked: 0 };
        files.push(file);
      }
      const { handle, path } = file;
      if (handle === null) return 'failed';
      const all = Buffer.concat(lines);
      await handle.appendFile(all);
      await handle.datasync();
      if (!(await folder.isOwn({ path, handle }))) throw new Error('taken over by another process');
      file.bytes += all.length;
      if (file.bytes >= limits.fileBytesMax) await closeFile(file);
      return 'kept';
    } catch {
      // What it holds beyond is not answered for; nothing is added behind it.
      if (file === undefined) return 'failed';
      await closeFile(file);
      if (file.worked >= file.bytes) await removeFile(files, file);
      return 'failed';
    }
  };
  return {
    append: async (line: Buffer): Promise<Kept> => {
      if (isClosed) return 'failed';
      queued += line.length;
      return await new Promise<Kept>((settle) => {
        queue.push({ line, settle });
        if (isWriting) return;
        isWriting = true;
        last = writeAll();
      });
    },
    queuedBytes: () => queued,
    isWriting: () => isWriting,
    close: async (): Promise<void> => {
      isClosed = true;
      await last;
      for (const file of files) await closeFile(file);
    },
  };
}

async function closeFile(file: SpoolFile): Promise<void> {
  const { handle } = file;
  file.handle = null;
  await handle?.close().catch(() => undefined);
}

async function removeFile(files: SpoolFile[], file: SpoolFile): Promise<void> {
  const at = files.indexOf(file);
  if (at >= 0) files.splice(at, 1);
  await closeFile(file);
  await rm(file.path, { force: true });
}

function takeTogether(queue: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < queue.length && (count === 0 || bytes < togetherBytesMax)) {
    bytes += queue[count]?.line.length ?? 0;
    count += 1;
  }
  return queue.splice(0, count);
}

/** Whole lines from where the work stands; a file that is gone or ends within a line has no more of them. */
async function readBatch(file: SpoolFile, batchBytesMax: number) {
  const handle = await open(file.path, 'r').catch(() => null);
  const rest = file.bytes - file.worked;
  // Another process has it and works it off.
  if (handle === null) return { records: [], damaged: 0, bytes: rest };
  try {
    for (let bytes = Math.min(rest, batchBytesMax); ; bytes = Math.min(rest, bytes * 2)) {
      const chunk = Buffer.alloc(bytes);
      const { bytesRead } = await handle.read(chunk, 0, bytes, file.worked);
      const lines = readSpoolLines(chunk.subarray(0, bytesRead));
      if (lines.bytes > 0) return lines;
      if (bytes >= rest || bytes >= lineBytesMax || bytesRead < bytes)
        return { records: [], damaged: 1, bytes: rest };
    }
  } finally {
    await handle.close();
  }
}
