import { crc32 } from 'node:zlib';

/** A webhook as it lies in a spool file. */
export type SpoolRecord = { readonly receivedAtMs: number; readonly text: string };

const newline = 0x0a;
/** Eight hex digits and a space in front of the JSON. */
const headBytes = 9;

/**
 * One line: a checksum, then `[receivedAtMs, body]` as JSON. What was being written when the power went may
 * be half there, or there with holes: the checksum tells.
 */
export function encodeSpoolLine({ receivedAtMs, text }: SpoolRecord): Buffer {
  const json = Buffer.from(JSON.stringify([receivedAtMs, text]), 'utf8');
  return Buffer.concat([Buffer.from(`${sumOf(json)} `, 'latin1'), json, Buffer.of(newline)]);
}

/** Null for what is no whole line of ours. */
export function decodeSpoolLine(line: Uint8Array): SpoolRecord | null {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const json = bytes.subarray(headBytes);
  if (bytes.subarray(0, headBytes).toString('latin1') !== `${sumOf(json)} `) return null;
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    if (!Array.isArray(value)) return null;
    const [receivedAtMs, text] = value as readonly unknown[];
    return typeof receivedAtMs === 'number' && typeof text === 'string'
      ? { receivedAtMs, text }
      : null;
  } catch {
    return null;
  }
}

function sumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/** What a stretch of a spool file holds. */
export type SpoolLines = {
  readonly records: readonly SpoolRecord[];
  /** Lines that are none: half written, or damaged. */
  readonly damaged: number;
  /** Bytes up to and with the last newline. */
  readonly bytes: number;
};

/** The whole lines at the beginning of `chunk`. */
export function readSpoolLines(chunk: Uint8Array): SpoolLines {
  const records: SpoolRecord[] = [];
  let damaged = 0;
  let at = 0;
  for (;;) {
    const end = chunk.indexOf(newline, at);
    if (end < 0) return { records, damaged, bytes: at };
    const record = decodeSpoolLine(chunk.subarray(at, end));
    if (record === null) damaged += 1;
    else records.push(record);
    at = end + 1;
  }
}
