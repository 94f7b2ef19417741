import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { snapshotChunkBytes } from '../../app/contract/snapshot.ts';
import type { SnapshotAnswer } from '../../app/contract/snapshot.ts';
import { tempFolder } from '../../app/db/test-database.ts';
import { newTestId } from '../test-rig/test-events.ts';
import type { BuiltSnapshot } from './build-snapshot.ts';
import { createSnapshotShelf } from './snapshot-shelf.ts';
import type { SnapshotShelf } from './snapshot-shelf.ts';

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const timeline: string = newTestId();
const hourMs = 3_600_000;

type Rig = {
  readonly shelf: SnapshotShelf;
  readonly folder: string;
  readonly clock: { nowMs: number };
  /** Lets the build under way end; `false`: it fails. */
  readonly end: (pos: number, isWell?: boolean) => Promise<void>;
  readonly builds: () => number;
};

/** A shelf whose files are of two chunks, built when the test says so. */
function startShelf(): Rig {
  const temp = tempFolder();
  cleanUps.push(() => temp.remove());
  const clock = { nowMs: 1_795_000_000_000 };
  let endOne: ((pos: number, isWell: boolean) => void) | null = null;
  let builds = 0;
  const shelf = createSnapshotShelf({
    folder: temp.folder,
    nowMs: () => clock.nowMs,
    newId: newTestId,
    randomBytes: (count) => randomBytes(count),
    log: () => {},
    startBuild: ({ filePath, id, keyHex }) => {
      builds += 1;
      const built = new Promise<BuiltSnapshot>((resolve) => {
        endOne = (pos, isWell) =>
          resolve(isWell ? ready({ filePath, id, keyHex }, pos) : { kind: 'failed', detail: '' });
      });
      return { built, stop: () => endOne?.(0, false) };
    },
  });
  cleanUps.push(() => shelf.close());
  const end = async (pos: number, isWell = true): Promise<void> => {
    while (endOne === null) await sleep(1);
    endOne(pos, isWell);
    endOne = null;
    await sleep(20);
  };
  return { shelf, folder: temp.folder, clock, end, builds: () => builds };
}

function ready(
  { filePath, id, keyHex }: { filePath: string; id: string; keyHex: string },
  cursor: number,
): BuiltSnapshot {
  const bytes = randomBytes(snapshotChunkBytes + 10);
  writeFileSync(filePath, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('base64url');
  const facts = { id, cursor, mark: null, schemaVersion: 1, keyHex, sha256 };
  const snapshot = { kind: 'ready', cipher: 'aegis', chunkBytes: snapshotChunkBytes } as const;
  const chunkSha256 = [sha256, sha256];
  return {
    kind: 'built',
    timeline,
    snapshot: { ...snapshot, ...facts, bytes: bytes.byteLength, chunkSha256 },
  };
}

const said = (outcome: SnapshotAnswer['outcome']): string | number =>
  outcome.kind === 'ready' ? outcome.cursor : outcome.kind === 'none' ? outcome.why : 'building';

test('one that is a little behind is handed out while the next is built; too far behind, nobody gets it', async () => {
  const { shelf, clock, end, builds } = startShelf();
  const ask = (pos: number, of = timeline) => said(shelf.ask({ pos, timeline: of }));
  const seen = [ask(100)];
  await end(100);
  seen.push(ask(100), ask(20_100), builds(), ask(20_101), ask(60_101));
  await end(60_101);
  seen.push(ask(60_101), builds());
  clock.nowMs += 24 * hourMs;
  seen.push(ask(60_102));
  await end(0, false);
  // What failed is not tried again at once; the old one serves another day.
  seen.push(ask(60_102), builds());
  clock.nowMs += 24 * hourMs;
  seen.push(ask(60_102));
  await end(60_102);
  seen.push(ask(60_102), ask(60_102, newTestId()));
  const before = [100, 100, 1, 100, 'building', 60_101, 2, 60_101, 60_101, 3];
  expect(seen).toEqual(['building', ...before, 'building', 60_102, 'building']);
  await end(1);
});

test('who is fetching the one before finishes; it goes after an hour, or when another one comes', async () => {
  const { shelf, folder, clock, end } = startShelf();
  const ask = (pos: number) => shelf.ask({ pos, timeline });
  const idOf = (outcome: SnapshotAnswer['outcome']): string =>
    outcome.kind === 'ready' ? outcome.id : '';
  const lengths = async (id: string): Promise<(number | undefined)[]> => {
    const chunks = [await shelf.readChunk(id, 0), await shelf.readChunk(id, 1)];
    for (const chunk of chunks) chunk?.giveBack();
    return chunks.map((chunk) => chunk?.bytes.byteLength);
  };
  const files = (): number => readdirSync(join(folder, readdirSync(folder)[0] ?? '')).length;
  ask(1);
  await end(1);
  const first = idOf(ask(1));
  ask(30_000);
  await end(30_000);
  const second = idOf(ask(30_000));
  const whole = [snapshotChunkBytes, 10];
  const none = [undefined, undefined];
  expect([await lengths(first), await lengths(second), files()]).toEqual([whole, whole, 2]);
  clock.nowMs += hourMs;
  ask(30_000);
  await sleep(20);
  expect([await lengths(first), await lengths(second), files()]).toEqual([none, whole, 1]);
  expect(await shelf.readChunk(second, 2)).toBe(null);
});

test('memory that was given back is used for the next chunk, and never while somebody has it', async () => {
  const { shelf, end } = startShelf();
  shelf.ask({ pos: 1, timeline });
  await end(1);
  const outcome = shelf.ask({ pos: 1, timeline });
  const id = outcome.kind === 'ready' ? outcome.id : '';
  const [first, second] = [await shelf.readChunk(id, 0), await shelf.readChunk(id, 0)];
  const memory = first?.bytes.buffer;
  first?.giveBack();
  const third = await shelf.readChunk(id, 0);
  expect([second?.bytes.buffer === memory, third?.bytes.buffer === memory]).toEqual([false, true]);
  expect(third?.bytes).toEqual(second?.bytes);
});
