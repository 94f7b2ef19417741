import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { snapshotChunkBytes, snapshotChunksMax } from '../../app/contract/snapshot.ts';
import type { ReadySnapshot, SnapshotAnswer } from '../../app/contract/snapshot.ts';
import type { BuildJob, BuiltSnapshot } from './build-snapshot.ts';

/**
 * What this process of HQ keeps ready for fresh counters: one file, built when somebody asks, and the one before
 * it for those who are fetching that.
 */
export type SnapshotShelf = {
  /**
   * The file that is ready, or that one is being built; never waits. One that is a little behind is handed out
   * while its successor is being built: the rest by rows takes a counter no longer than waiting would.
   */
  readonly ask: (now: StreamEnd) => SnapshotAnswer['outcome'];
  /** A part of the file of that id; null when it is not (or no longer) here. */
  readonly readChunk: (id: string, n: number) => Promise<LentChunk | null>;
  /** Ends a build that is under way and removes the files. */
  readonly close: () => Promise<void>;
};

/** Bytes that are the caller's until given back: 4 MiB made anew for each answer cost more in GC than in reading. */
export type LentChunk = { readonly bytes: Uint8Array; readonly giveBack: () => void };

/** Where HQ's stream ends now. */
export type StreamEnd = { readonly pos: number; readonly timeline: string };

/** A build under way, and how to end it early. */
export type RunningBuild = { readonly built: Promise<BuiltSnapshot>; readonly stop: () => void };

export type ShelfDeps = {
  /** A folder of HQ's; each process has one of its own in it. */
  readonly folder: string;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly startBuild: (
    job: Pick<BuildJob, 'filePath' | 'id' | 'keyHex' | 'nowMs'>,
  ) => RunningBuild;
  readonly log: (line: string) => void;
};

/** After so long the next is built … */
const keptMs = 24 * 3_600_000;
/** … and when the stream has gone on by more than this: rows a counter fetches in some seconds. */
const rowsBehindMax = 20_000;
/** Meanwhile it is handed out up to this: what a counter fetches in the time a build of a million members takes. */
const rowsBehindMost = 60_000;
/** Nor is it when nothing was built in its place for another day. */
const keptMsMost = 2 * keptMs;
/** How long the one before stays for those who are fetching it: an hour for a gigabyte is 2 Mbit/s. */
const beforeMs = 3_600_000;
/** After a build failed nobody else tries for so long; counters go by rows. */
const failedMs = 10 * 60_000;
/** How soon a counter that waits for a build asks again. */
const retryAfterMs = 500;
/** Memory kept for the next chunks: for two counters at a time. */
const spareMax = 4;

type Kept = { readonly file: ReadySnapshot; readonly timeline: string; readonly atMs: number };

type Shelf = {
  readonly deps: ShelfDeps;
  readonly ownFolder: string;
  ready: Kept | null;
  before: { readonly file: ReadySnapshot; readonly untilMs: number } | null;
  building: RunningBuild | null;
  failedAtMs: number;
  isClosed: boolean;
  readonly spare: Buffer[];
};

/** An empty shelf. What an earlier process left in the folder goes: its keys are forgotten. */
export function createSnapshotShelf(deps: ShelfDeps): SnapshotShelf {
  const shelf: Shelf = {
    deps,
    ownFolder: join(deps.folder, deps.newId()),
    ready: null,
    before: null,
    building: null,
    failedAtMs: -Infinity,
    isClosed: false,
    spare: [],
  };
  return {
    ask: (now) => ask(shelf, now),
    readChunk: (id, n) => readChunk(shelf, id, n),
    close: async () => {
      shelf.isClosed = true;
      shelf.building?.stop();
      await shelf.building?.built.catch(() => undefined);
      await rm(shelf.ownFolder, { recursive: true, force: true });
    },
  };
}

function ask(shelf: Shelf, now: StreamEnd): SnapshotAnswer['outcome'] {
  const { ready, deps } = shelf;
  const nowMs = deps.nowMs();
  if (shelf.before !== null && nowMs >= shelf.before.untilMs) dropBefore(shelf);
  const isOf = (rowsMax: number, ageMsMax: number): boolean =>
    ready !== null &&
    ready.timeline === now.timeline &&
    nowMs - ready.atMs < ageMsMax &&
    now.pos - ready.file.cursor <= rowsMax;
  if (ready !== null && isOf(rowsBehindMax, keptMs)) return ready.file;
  if (shelf.building === null && nowMs - shelf.failedAtMs >= failedMs) begin(shelf);
  if (ready !== null && isOf(rowsBehindMost, keptMsMost)) return ready.file;
  return shelf.building === null
    ? { kind: 'none', why: 'failed' }
    : { kind: 'building', retryAfterMs };
}

function dropBefore(shelf: Shelf): void {
  if (shelf.before !== null) void rm(pathOf(shelf, shelf.before.file.id), { force: true });
  shelf.before = null;
}

function begin(shelf: Shelf): void {
  const { deps } = shelf;
  const id = deps.newId();
  const filePath = pathOf(shelf, id);
  const keyHex = Buffer.from(deps.randomBytes(32)).toString('hex');
  let running: RunningBuild | null = null;
  const built = (async (): Promise<BuiltSnapshot> => {
    await removeLeftovers(shelf);
    await mkdir(shelf.ownFolder, { recursive: true, mode: 0o700 });
    if (shelf.isClosed) return { kind: 'empty' };
    running = deps.startBuild({ filePath, id, keyHex, nowMs: deps.nowMs() });
    return await running.built;
  })();
  shelf.building = { built, stop: () => running?.stop() };
  const startedAtMs = deps.nowMs();
  void built
    .catch((error: unknown): BuiltSnapshot => ({ kind: 'failed', detail: String(error) }))
    .then((outcome) => {
      shelf.building = null;
      if (outcome.kind === 'built') take(shelf, outcome, startedAtMs);
      else {
        shelf.failedAtMs = deps.nowMs();
        if (outcome.kind === 'failed') deps.log(`snapshot: ${outcome.detail}`);
      }
    });
}

function take(
  shelf: Shelf,
  { snapshot, timeline }: Extract<BuiltSnapshot, { kind: 'built' }>,
  startedAtMs: number,
): void {
  const { deps, ready: before } = shelf;
  shelf.ready = { file: snapshot, timeline, atMs: startedAtMs };
  dropBefore(shelf);
  if (before?.timeline === timeline)
    shelf.before = { file: before.file, untilMs: deps.nowMs() + beforeMs };
  else if (before !== null) void rm(pathOf(shelf, before.file.id), { force: true });
  const seconds = ((deps.nowMs() - startedAtMs) / 1000).toFixed(1);
  deps.log(`snapshot: position ${snapshot.cursor}, ${snapshot.bytes} bytes, built in ${seconds} s`);
}

/** The newest schema and size are HQ's; whether a counter can use the file is its own look. */
async function readChunk(shelf: Shelf, id: string, n: number): Promise<LentChunk | null> {
  const { ready, before, spare } = shelf;
  const kept = [ready, before].find((one) => one?.file.id === id);
  if (kept == null || n >= kept.file.chunkSha256.length) return null;
  const from = n * snapshotChunkBytes;
  const length = Math.min(snapshotChunkBytes, kept.file.bytes - from);
  const file = await open(pathOf(shelf, id), 'r').catch(() => null);
  if (file === null) return null;
  const memory = spare.pop() ?? Buffer.allocUnsafeSlow(snapshotChunkBytes);
  const giveBack = (): void => {
    if (spare.length < spareMax) spare.push(memory);
  };
  try {
    const { bytesRead } = await file.read(memory, 0, length, from);
    if (bytesRead === length) return { bytes: memory.subarray(0, length), giveBack };
  } finally {
    await file.close();
  }
  giveBack();
  return null;
}

function pathOf(shelf: Shelf, id: string): string {
  return join(shelf.ownFolder, `${id}.db`);
}

/** Folders nobody has written to for two days belong to processes that are gone. */
async function removeLeftovers({ deps, ownFolder }: Shelf): Promise<void> {
  const names = await readdir(deps.folder).catch((): string[] => []);
  for (const name of names) {
    const path = join(deps.folder, name);
    if (path === ownFolder) continue;
    const found = await stat(path).catch(() => null);
    if (found !== null && deps.nowMs() - found.mtimeMs > 2 * keptMs)
      await rm(path, { recursive: true, force: true });
  }
}

/** Whether a counter may be sent a file of this size at all. */
export function isSendable({ bytes }: Pick<ReadySnapshot, 'bytes'>): boolean {
  return bytes <= snapshotChunkBytes * snapshotChunksMax;
}
