import {
  chmodSync,
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** An open segment. Every function throws what the system throws. */
export type OpenSegment = {
  /** Writes at this place, over what stands there. */
  readonly writeAt: (offset: number, bytes: Uint8Array) => void;
  /** What was written is on the disk afterwards. */
  readonly sync: () => void;
  readonly truncate: (length: number) => void;
  readonly close: () => void;
};

/** What tells a segment that somebody touched from one that lies as it did. */
export type SegmentMeasure = { readonly bytes: number; readonly changedMs: number };

/** Where a tape lies. A port, so that a simulation can have a disk of its own. */
export type TapeDisk = {
  /** Names of the segments, oldest first. */
  readonly list: () => readonly string[];
  readonly read: (name: string) => Uint8Array;
  /** Without reading it. */
  readonly measure: (name: string) => SegmentMeasure;
  /** Opens a segment to write on; `fresh` = it must not be there yet, and its name is on the disk. */
  readonly open: (name: string, how: 'fresh' | 'existing') => OpenSegment;
  /** Takes segments off the tape without losing a byte: they get another name. */
  readonly setAside: (names: readonly string[], why: string) => void;
  readonly remove: (name: string) => void;
};

const segmentPattern = /^\d{6}\.tape$/;

/** The name of a segment's file. */
export function segmentName(no: number): string {
  return `${String(no).padStart(6, '0')}.tape`;
}

/** The folder of the tape that belongs to a database file. */
export function tapeFolderOf(databasePath: string): string {
  return `${databasePath}-tape`;
}

/** A tape in a folder of its own, readable by this user alone. */
export function folderTapeDisk(folder: string): TapeDisk {
  return {
    list: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((name) => segmentPattern.test(name))
            .sort()
        : [],
    read: (name) => readFileSync(join(folder, name)),
    measure: (name) => {
      const { size: bytes, mtimeMs: changedMs } = statSync(join(folder, name));
      return { bytes, changedMs };
    },
    open: (name, how) => {
      if (how === 'fresh' && !existsSync(folder)) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        syncFolder(dirname(folder));
      }
      const path = join(folder, name);
      const fd = openSync(path, how === 'fresh' ? 'wx' : 'r+', 0o600);
      if (how === 'existing') return openSegment(fd);
      try {
        chmodSync(path, 0o600);
        syncFolder(folder);
      } catch (error) {
        closeSync(fd);
        rmSync(path, { force: true });
        throw error;
      }
      return openSegment(fd);
    },
    setAside: (names, why) => {
      for (const name of names) renameSync(join(folder, name), freeName(join(folder, name), why));
      if (names.length > 0) syncFolder(folder);
    },
    remove: (name) => rmSync(join(folder, name), { force: true }),
  };
}

function openSegment(fd: number): OpenSegment {
  return {
    writeAt: (offset, bytes) => {
      let written = 0;
      while (written < bytes.length)
        written += writeSync(fd, bytes, written, bytes.length - written, offset + written);
    },
    sync: () => fdatasyncSync(fd),
    truncate: (length) => ftruncateSync(fd, length),
    close: () => closeSync(fd),
  };
}

/** The first name `path.why-1`, `path.why-2` … that is not taken. */
export function freeName(path: string, why: string): string {
  for (let n = 1; ; n += 1) {
    const name = `${path}.${why}-${n}`;
    if (!existsSync(name)) return name;
  }
}

/** Makes new, renamed and removed names of a folder last. */
export function syncFolder(folder: string): void {
  // Windows has no handle for a folder; its names are in the journal.
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
