import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { snapshotChunkBytes, type ReadySnapshot } from '../contract/snapshot.ts';
import { openDatabase } from './open-database.ts';
import { closeDatabase } from './handles.ts';
import { receiveSnapshot } from './receive-snapshot.ts';
import { getSyncState } from './sync-state.ts';
import { tempFolder, testKeyHex } from './test-database.ts';
import { createSnapshotFile, snapshotSchemaVersion } from './write-snapshot.ts';

const hqKeyHex = '3c'.repeat(32);
const timeline = '01980000-0000-7000-8000-0000000000d1';
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** A file of HQ of a little more than one chunk, and what HQ says of it. */
function makeFile(path: string): { readonly bytes: Buffer; readonly snapshot: ReadySnapshot } {
  const file = createSnapshotFile({ filePath: path, keyHex: hqKeyHex });
  const insert = file.inserter('store', ['store_id', 'name', 'tax_id']);
  for (let i = 0; i < 900; i += 1) insert([`s${i}`, randomBytes(2_500).toString('hex'), '']);
  file.finish({ cursor: 9, mark: null, timeline });
  const bytes = readFileSync(path);
  const parts = [bytes.subarray(0, snapshotChunkBytes), bytes.subarray(snapshotChunkBytes)];
  const digests = parts.map((part) => digest(part));
  return {
    bytes,
    snapshot: {
      kind: 'ready',
      id: '01980000-0000-4000-8000-0000000000d2',
      cursor: 9,
      mark: null,
      schemaVersion: snapshotSchemaVersion,
      cipher: 'aegis',
      keyHex: hqKeyHex,
      bytes: bytes.length,
      chunkBytes: snapshotChunkBytes,
      chunkSha256: digests.map((one) => one.toString('base64url')),
      sha256: digest(Buffer.concat(digests)).toString('base64url'),
    },
  };
}

test('a file that was cut off goes on with the chunks that are whole, and ends under the own key only', async () => {
  const temp = tempFolder();
  const { bytes, snapshot } = makeFile(`${temp.folder}/hq.db`);
  const partPath = `${temp.folder}/part`;
  const freshPath = temp.filePath;
  const [first, second] = [
    bytes.subarray(0, snapshotChunkBytes),
    bytes.subarray(snapshotChunkBytes),
  ];
  try {
    const begun = receiveSnapshot({ partPath, snapshot });
    expect(begun.have()).toEqual([false, false]);
    expect(begun.write(0, second)).toBe(false);
    expect([begun.write(0, first), begun.have()]).toEqual([true, [true, false]]);
    expect(begun.write(1, second)).toBe(true);
    begun.close();
    // The power was cut before the second chunk was on the disk.
    const fd = openSync(partPath, 'r+');
    writeSync(fd, Buffer.from([1, 2, 3]), 0, 3, snapshotChunkBytes + 7);
    closeSync(fd);
    const again = receiveSnapshot({ partPath, snapshot });
    expect(again.have()).toEqual([true, false]);
    expect(again.write(1, second)).toBe(true);
    const finish = { freshPath, keyHex: testKeyHex, sqliteBindingPath: null };
    expect(again.finish(finish)).toBe(null);
    expect(existsSync(partPath)).toBe(false);
    const underHqKey = openDatabase({ filePath: freshPath, keyHex: hqKeyHex });
    expect(underHqKey).toMatchObject({ kind: 'refused', code: 'database-unreadable' });
    const own = openDatabase({ filePath: freshPath, keyHex: testKeyHex });
    if (own.kind !== 'open') throw new Error('the file was refused');
    expect(await getSyncState(own.db)).toMatchObject({ cursor: 9, timeline });
    await closeDatabase(own.db);
    // What HQ says of the file as a whole does not fit its chunks.
    const other = receiveSnapshot({ partPath, snapshot: { ...snapshot, sha256: 'A'.repeat(43) } });
    other.write(0, first);
    other.write(1, second);
    expect(other.finish(finish)).toBe('digests');
  } finally {
    temp.remove();
  }
});
