import { open, type FileHandle } from 'node:fs/promises';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  compressedBytes: number;
  headerOffset: number;
  /** Unix mode, 0 when the archive was not made on Unix. */
  mode: number;
}

/**
 * Unpacks a zip file made on Unix, with modes and symbolic links. Own small reader because the
 * machine need not have `unzip`. Format: PKWARE APPNOTE 6.3.10 §4.3; no zip64, no encryption.
 * @throws Error on a damaged archive or an entry that points outside the folder
 */
export async function extractZip(zipFile: string, folder: string): Promise<void> {
  const handle = await open(zipFile, 'r');
  try {
    for (const entry of await readDirectory(handle)) await extractEntry(handle, entry, folder);
  } finally {
    await handle.close();
  }
}

async function extractEntry(handle: FileHandle, entry: ZipEntry, folder: string): Promise<void> {
  const target = path.resolve(folder, entry.name);
  if (target !== path.resolve(folder) && !target.startsWith(path.resolve(folder) + path.sep)) {
    throw new Error(`zip entry points outside the folder: ${entry.name}`);
  }
  if (entry.name.endsWith('/')) {
    mkdirSync(target, { recursive: true });
    return;
  }
  const content = await readContent(handle, entry);
  mkdirSync(path.dirname(target), { recursive: true });
  const fileType = entry.mode & 0o170000;
  if (fileType === 0o120000) {
    symlinkSync(content.toString('utf8'), target);
    return;
  }
  writeFileSync(target, content);
  if (entry.mode & 0o777) chmodSync(target, entry.mode & 0o777);
}

async function readContent(handle: FileHandle, entry: ZipEntry): Promise<Buffer> {
  // The lengths of name and extra field in the local header may differ from the directory's.
  const header = await readAt(handle, entry.headerOffset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw new Error(`damaged zip entry: ${entry.name}`);
  const dataOffset = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const data = await readAt(handle, dataOffset, entry.compressedBytes);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new Error(`zip method ${entry.method} is not supported: ${entry.name}`);
  }
  const content = entry.method === 0 ? data : inflateRawSync(data);
  if (crc32(content) !== entry.crc) throw new Error(`checksum of zip entry differs: ${entry.name}`);
  return content;
}

async function readDirectory(handle: FileHandle): Promise<ZipEntry[]> {
  const { size } = await handle.stat();
  const tailBytes = Math.min(size, 22 + 0xffff);
  const tail = await readAt(handle, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error('not a zip file: no end record');
  const directory = await readAt(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0, left = tail.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error('damaged zip directory');
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      compressedBytes: directory.readUInt32LE(at + 20),
      mode: directory.readUInt16LE(at + 4) >> 8 === 3 ? directory.readUInt32LE(at + 38) >>> 16 : 0,
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('zip file ends too early');
  return buffer;
}
