import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { snapshotChunkBytes } from '../../app/contract/snapshot.ts';
import type { ReadySnapshot } from '../../app/contract/snapshot.ts';
import { createSnapshotFile, snapshotSchemaVersion } from '../../app/db/write-snapshot.ts';
import type { SnapshotPlace, SnapshotWriter } from '../../app/db/write-snapshot.ts';
import { openReading } from '../db/copy-rows.ts';
import type { ActingAs } from '../db/hq-db.ts';
import { fillSnapshot } from './fill-snapshot.ts';

/** What the builder is told. */
export type BuildJob = {
  readonly databaseUrl: string;
  readonly acting: ActingAs;
  readonly filePath: string;
  readonly id: string;
  readonly keyHex: string;
  readonly nowMs: number;
};

/** What came of it. `empty`: HQ has told nothing yet. */
export type BuiltSnapshot =
  | { readonly kind: 'built'; readonly snapshot: ReadySnapshot; readonly timeline: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly detail: string };

/** Builds the file of a snapshot from PostgreSQL and hashes it. A file that did not become whole is removed. */
export async function buildSnapshot(job: BuildJob): Promise<BuiltSnapshot> {
  const { databaseUrl, acting, filePath, keyHex } = job;
  const file = createSnapshotFile({ filePath, keyHex });
  let isWhole = false;
  try {
    const place = await readPast({ databaseUrl, acting }, file, job.nowMs);
    if (place === null) return { kind: 'empty' };
    file.finish(place);
    isWhole = true;
    const { cursor, mark, timeline } = place;
    const snapshot: ReadySnapshot = {
      kind: 'ready',
      id: job.id,
      cursor,
      mark,
      schemaVersion: snapshotSchemaVersion,
      cipher: 'aegis',
      keyHex,
      chunkBytes: snapshotChunkBytes,
      ...(await hashChunks(filePath)),
    };
    return { kind: 'built', snapshot, timeline };
  } finally {
    if (!isWhole) {
      file.abandon();
      rmSync(filePath, { force: true });
    }
  }
}

/** Over two connections that see the same moment. */
async function readPast(
  from: Pick<BuildJob, 'databaseUrl' | 'acting'>,
  file: SnapshotWriter,
  nowMs: number,
): Promise<SnapshotPlace | null> {
  const reading = await openReading(from);
  try {
    const beside = await openReading({ ...from, moment: await reading.momentOf() });
    try {
      return await fillSnapshot([reading, beside], file, nowMs);
    } finally {
      await beside.end();
    }
  } finally {
    await reading.end();
  }
}

/** Digests of the chunks, and of these together. */
async function hashChunks(
  filePath: string,
): Promise<Pick<ReadySnapshot, 'bytes' | 'chunkSha256' | 'sha256'>> {
  const all = createHash('sha256');
  const chunkSha256: string[] = [];
  let bytes = 0;
  let chunk = createHash('sha256');
  let inChunk = 0;
  const end = (): void => {
    const digest = chunk.digest();
    all.update(digest);
    chunkSha256.push(digest.toString('base64url'));
    chunk = createHash('sha256');
    inChunk = 0;
  };
  // A chunk is a whole number of readings.
  const stream = createReadStream(filePath, { highWaterMark: 1024 * 1024 });
  for await (const part of stream as AsyncIterable<Buffer>) {
    chunk.update(part);
    bytes += part.length;
    inChunk += part.length;
    if (inChunk === snapshotChunkBytes) end();
  }
  if (inChunk > 0) end();
  return { bytes, chunkSha256, sha256: all.digest('base64url') };
}
