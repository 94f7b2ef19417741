import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extractZip } from './extract-zip.ts';

interface Entry {
  name: string;
  content: string;
  mode: number;
  crc?: number;
}

/** A zip as Unix tools write it: deflated entries, then the directory, then the end record. */
function makeZip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode, crc = crc32(content) } of entries) {
    const data = deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(3 << 8, 4);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(nameBytes.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, nameBytes, data);
    directory.push(central, nameBytes);
    offset += local.length + nameBytes.length + data.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function extract(zip: Buffer): Promise<string> {
  writeFileSync(path.join(folder, 'a.zip'), zip);
  await extractZip(path.join(folder, 'a.zip'), path.join(folder, 'out'));
  return path.join(folder, 'out');
}

test('files, modes and links come out as they went in', async () => {
  const out = await extract(
    makeZip([
      { name: 'app/', content: '', mode: 0o040755 },
      { name: 'app/run', content: '會員\n'.repeat(1000), mode: 0o100755 },
      { name: 'app/deep/er/note', content: '', mode: 0o100640 },
      { name: 'app/link', content: 'deep/er/note', mode: 0o120777 },
    ]),
  );
  expect({
    run: readFileSync(path.join(out, 'app/run'), 'utf8') === '會員\n'.repeat(1000),
    runMode: lstatSync(path.join(out, 'app/run')).mode & 0o777,
    note: readFileSync(path.join(out, 'app/deep/er/note'), 'utf8'),
    link: readlinkSync(path.join(out, 'app/link')),
  }).toEqual({ run: true, runMode: 0o755, note: '', link: 'deep/er/note' });
});

const entry = { name: 'a', content: 'x', mode: 0o100644 };

test.each([
  ['an entry outside the folder', makeZip([{ ...entry, name: '../a' }]), 'outside the folder'],
  ['a wrong checksum', makeZip([{ ...entry, crc: 1 }]), 'checksum'],
  ['something else', Buffer.from('no zip at all, just text'), 'not a zip file'],
  ['a cut directory', makeZip([entry]).subarray(40), 'ends too early'],
])('%s is refused', async (_what, zip, said) => {
  await expect(extract(zip)).rejects.toThrow(said);
});
