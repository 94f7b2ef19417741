/** One scan of a transcript: when after the start, by which scanner, which bytes. */
export type TranscriptEntry = {
  /** Whole milliseconds after the start, never less than that of the entry before. */
  readonly atMs: number;
  readonly device: string;
  readonly bytes: Uint8Array;
};

export type ParsedTranscript =
  | { readonly kind: 'transcript'; readonly entries: readonly TranscriptEntry[] }
  | { readonly kind: 'bad-line'; readonly line: number; readonly why: TranscriptFault };

export type TranscriptFault =
  'form' | 'time' | 'name' | 'escape' | 'too-long' | 'too-many' | 'empty';

/** Enough for an hour of training; a file of anything else stops here. */
export const transcriptEntriesMax = 500;
export const transcriptDevicesMax = 16;
const charactersMax = 1024 * 1024;
const bytesMax = 4096;
const lastMsMax = 3_600_000;

const escapes: Readonly<Record<string, number>> = { r: 13, n: 10, t: 9, '\\': 92, '"': 34 };

/**
 * Reads a transcript: each line `seconds "scanner" bytes`, `#` begins a comment line, empty lines are
 * free. Bytes are written as they are (anything beyond ASCII as UTF-8) with `\r \n \t \\ \" \xHH` for the
 * rest; blanks around them do not count. The form is described in docs/scanners.md.
 */
export function parseTranscript(text: string): ParsedTranscript {
  if (text.length > charactersMax) return bad(1, 'too-long');
  const entries: TranscriptEntry[] = [];
  const devices = new Set<string>();
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const entry = parseLine(line, entries.at(-1)?.atMs ?? 0);
    if (typeof entry === 'string') return bad(index + 1, entry);
    devices.add(entry.device);
    entries.push(entry);
    if (entries.length > transcriptEntriesMax || devices.size > transcriptDevicesMax) {
      return bad(index + 1, 'too-many');
    }
  }
  return entries.length === 0 ? bad(1, 'empty') : { kind: 'transcript', entries };
}

function bad(line: number, why: TranscriptFault): ParsedTranscript {
  return { kind: 'bad-line', line, why };
}

function parseLine(line: string, lastMs: number): TranscriptEntry | TranscriptFault {
  const match = /^(\d{1,4}(?:\.\d{1,3})?)\s+"([^"]*)"\s+(\S.*)$/.exec(line);
  if (match === null) return 'form';
  const [, seconds = '', device = '', escaped = ''] = match;
  const atMs = Math.round(Number(seconds) * 1000);
  if (atMs < lastMs || atMs > lastMsMax) return 'time';
  if (device.trim() === '' || device.length > 40) return 'name';
  const bytes = unescape(escaped);
  if (bytes === null) return 'escape';
  return bytes.length > bytesMax ? 'too-long' : { atMs, device, bytes };
}

function unescape(escaped: string): Uint8Array | null {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const part of escaped.matchAll(/\\x([0-9a-fA-F]{2})|\\(.?)|([^\\]+)/gsu)) {
    const [, hex, sign, plain] = part;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (plain !== undefined) bytes.push(...encoder.encode(plain));
    else {
      const byte = escapes[String(sign)];
      if (byte === undefined) return null;
      bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

/** Writes a transcript that `parseTranscript` reads back byte for byte; `comments` come first. */
export function formatTranscript(
  entries: readonly TranscriptEntry[],
  comments: readonly string[] = [],
): string {
  const head = comments.map((comment) => `# ${comment.replace(/\s+/g, ' ')}`);
  const lines = entries.map(({ atMs, device, bytes }) => {
    const name =
      device
        .replace(/["\p{Cc}]/gu, ' ')
        .trim()
        .slice(0, 40) || '-';
    return `${(atMs / 1000).toFixed(3)} "${name}" ${escapeBytes(bytes)}`;
  });
  return `${[...head, ...lines].join('\n')}\n`;
}

const names: Readonly<Record<number, string>> = { 13: '\\r', 10: '\\n', 9: '\\t', 92: '\\\\' };

function escapeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte, at) => {
    const named = names[byte];
    if (named !== undefined) return named;
    const isEdge = at === 0 || at === bytes.length - 1;
    const isPlain = byte > 0x20 && byte < 0x7f;
    if (isPlain || (byte === 0x20 && !isEdge)) return String.fromCharCode(byte);
    return `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}
