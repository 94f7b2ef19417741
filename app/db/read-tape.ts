import { safeParse } from '../contract/safe-parse.ts';
import type { InstallId } from '../domain/ids.ts';
import { openLine, readSegmentHead, type SegmentHead } from './tape-format.ts';
import {
  tapeRecordSchema,
  type EventRecord,
  type HouseRecord,
  type MarkRecord,
} from './tape-records.ts';
import { segmentName, type TapeDisk } from './tape-disk.ts';
import type { SourceInstall } from './tape-source.ts';

/** Something on the tape that is not as it was written. */
export type TapeTrouble = {
  readonly segment: string;
  /** From 1; line 1 is the head. 0 = the whole segment. */
  readonly line: number;
  /**
   * `torn`: the end of a segment that a power cut or a full disk left unfinished. `damaged`: bytes
   * changed. `missing`: lines or segments are gone before this one. `foreign`: whole, but not sealed with
   * this key for this place (moved, copied from elsewhere, another key). `unknown`: of a later version.
   */
  readonly kind: 'torn' | 'damaged' | 'missing' | 'foreign' | 'unknown';
};

/** A segment as it was found. */
export type FoundSegment = {
  readonly name: string;
  /** Null when its first line cannot be read. */
  readonly head: SegmentHead | null;
  /** The last place in use, and the bytes up to the end of the last good line. */
  readonly lastPlace: number;
  readonly length: number;
  /** The last seq of each install on it, and when its last event was recorded; 0 without events. */
  readonly ends: ReadonlyMap<InstallId, number>;
  readonly newestAtMs: number;
};

/**
 * A link and where on the tape it stands. Its event is read when it is wanted: a counter's year of them is
 * half a gigabyte, and most starts want none.
 */
export type TapedLink = Pick<EventRecord, 'inst' | 'seq' | 'hash'> & {
  readonly segment: string;
  /** Bytes. */
  readonly offset: number;
  readonly length: number;
};

export type TapeContents = {
  readonly segments: readonly FoundSegment[];
  /** The newest; null on an empty tape. */
  readonly house: HouseRecord | null;
  readonly mark: MarkRecord | null;
  /** Links by install, by seq; of one written twice the later. */
  readonly links: ReadonlyMap<InstallId, ReadonlyMap<number, TapedLink>>;
  readonly troubles: readonly TapeTrouble[];
  /** The link whole. Only until the tape is written on; quick in the order of the tape. Throws what the disk throws. */
  readonly read: (link: TapedLink) => EventRecord;
};

/**
 * The last seq of an install that is on the tape, or was and has been let go: of one that recorded nothing for
 * long no segment may be left.
 */
export function tapedThrough(
  { segments, links }: TapeContents,
  { installId, baseSeq, ackedSeq, isCurrent }: SourceInstall,
): number {
  const [oldest] = segments;
  const isCutShort = oldest !== undefined && oldest.name !== segmentName(1);
  const taped = lastTaped(links.get(installId));
  if (taped === 0 && isCutShort && isCurrent === 0) return Math.max(baseSeq, ackedSeq);
  return Math.max(baseSeq, taped);
}

/** The last seq of the links; 0 without any. */
export function lastTaped(links: ReadonlyMap<number, TapedLink> | undefined): number {
  return [...(links?.keys() ?? [])].reduce((max, seq) => Math.max(max, seq), 0);
}

type Gathered = {
  house: HouseRecord | null;
  mark: MarkRecord | null;
  readonly links: Map<InstallId, Map<number, TapedLink>>;
  readonly troubles: TapeTrouble[];
};

/** Reads a whole tape and says what of it is not as it was written. Throws only what the disk throws. */
export function readTape(disk: TapeDisk, keyHex: string): TapeContents {
  const all: Gathered = { house: null, mark: null, links: new Map(), troubles: [] };
  const segments: FoundSegment[] = [];
  let expectedNo: number | null = null;
  for (const name of disk.list()) {
    const no = Number(name.slice(0, 6));
    // Older segments may have been let go, but none between two.
    if (expectedNo !== null && no !== expectedNo)
      all.troubles.push({ segment: segmentName(expectedNo), line: 0, kind: 'missing' });
    expectedNo = no + 1;
    segments.push(readSegment(name, disk.read(name), keyHex, all));
  }
  return { segments, ...all, read: linkReader(disk, segments) };
}

function linkReader(disk: TapeDisk, segments: readonly FoundSegment[]): TapeContents['read'] {
  const heads = new Map(segments.map(({ name, head }) => [name, head]));
  let last: { readonly name: string; readonly bytes: Buffer } | null = null;
  return ({ segment: name, offset, length }) => {
    if (last?.name !== name) last = { name, bytes: Buffer.from(disk.read(name)) };
    const head = heads.get(name) ?? null;
    const line = last.bytes.toString('latin1', offset, offset + length);
    const read = head === null ? null : openLine(head, line);
    const record = read?.kind === 'record' ? tapeRecordSchema.parse(JSON.parse(read.record)) : null;
    if (record?.kind !== 'event') throw new Error('the tape changed while it was read');
    return record;
  };
}

function readSegment(name: string, bytes: Uint8Array, keyHex: string, all: Gathered): FoundSegment {
  const lines = withoutRoom(bytes).toString('latin1').split('\n');
  // What follows the last line end: '' of a whole segment.
  const rest = lines.pop() ?? '';
  const troubles: TapeTrouble[] = [];
  const headLine = lines[0];
  const head = headLine === undefined ? null : readSegmentHead(headLine, keyHex);
  if (head === null || segmentName(head.no) !== name) {
    const kind = lines.length === 0 ? 'torn' : 'damaged';
    all.troubles.push({ segment: name, line: 1, kind });
    return { name, head: null, lastPlace: 0, length: 0, ends: new Map(), newestAtMs: 0 };
  }
  let length = head.line.length + 1;
  const ends = new Map<InstallId, number>();
  let newestAtMs = 0;
  let lastPlace = 0;
  let lastGoodLine = 1;
  let offset = length;
  for (const [i, line] of lines.slice(1).entries()) {
    offset += line.length + 1;
    const read = openLine(head, line);
    if (read.kind === 'record') {
      if (read.place !== lastPlace + 1 && troubles.at(-1)?.line !== i + 1)
        troubles.push({ segment: name, line: i + 2, kind: 'missing' });
      lastPlace = read.place;
      lastGoodLine = i + 2;
      length = offset;
      const event = gather(all, troubles, read.record, {
        segment: name,
        line: i + 2,
        offset: offset - line.length - 1,
        length: line.length,
      });
      if (event !== null) {
        ends.set(event.inst, Math.max(ends.get(event.inst) ?? 0, event.seq));
        newestAtMs = Math.max(newestAtMs, event.atMs);
      }
    } else troubles.push({ segment: name, line: i + 2, kind: read.kind });
  }
  if (rest !== '') troubles.push({ segment: name, line: lines.length + 1, kind: 'damaged' });
  for (const one of troubles) {
    // What is wrong after the last good line is an unfinished end; before it, damage.
    const isEnd = one.kind === 'damaged' && one.line > lastGoodLine;
    all.troubles.push(isEnd ? { ...one, kind: 'torn' } : one);
  }
  return { name, head, lastPlace, length, ends, newestAtMs };
}

/** What is looked at in one go for whether it is all room. */
const roomBytes = Buffer.alloc(64 * 1024);

/** A power cut leaves the room made ahead behind the last line, and holes in a line that was not whole. */
function withoutRoom(bytes: Uint8Array): Buffer {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = all.length;
  // Megabytes of it, while a start waits: byte by byte only where it ends.
  const step = roomBytes.length;
  while (end >= step && all.subarray(end - step, end).equals(roomBytes)) end -= step;
  while (end > 0 && all[end - 1] === 0) end -= 1;
  return all.subarray(0, end);
}

/** Puts a record where it belongs; the event, if it is one. */
function gather(
  all: Gathered,
  troubles: TapeTrouble[],
  text: string,
  at: Pick<TapeTrouble, 'segment' | 'line'> & Pick<TapedLink, 'offset' | 'length'>,
): EventRecord | null {
  const parsed = safeParse(tapeRecordSchema, JSON.parse(text) as unknown);
  if (!parsed.success) {
    troubles.push({ segment: at.segment, line: at.line, kind: 'unknown' });
    return null;
  }
  const record = parsed.data;
  if (record.kind === 'house') all.house = record;
  else if (record.kind === 'mark') all.mark = record;
  if (record.kind !== 'event') return null;
  const { inst, seq, hash } = record;
  const { segment, offset, length } = at;
  const links = all.links.get(inst) ?? new Map<number, TapedLink>();
  all.links.set(inst, links.set(seq, { inst, seq, hash, segment, offset, length }));
  return record;
}
