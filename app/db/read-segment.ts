import { safeParse } from '../contract/safe-parse.ts';
import type { InstallId } from '../domain/ids.ts';
import { segmentName, type SegmentMeasure } from './tape-disk.ts';
import { openLine, readSegmentHead, type SegmentHead } from './tape-format.ts';
import {
  tapeRecordSchema,
  type EventRecord,
  type HouseRecord,
  type MarkRecord,
  type TapeLook,
} from './tape-records.ts';

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

/** The links of one install on a segment. */
export type Run = {
  readonly from: number;
  readonly to: number;
  /** Of the last. */
  readonly hash: string;
  /** None is missing in between. */
  readonly isWhole: boolean;
};

/** A segment as it was found. */
export type FoundSegment = {
  readonly name: string;
  /** Before it was read. */
  readonly measure: SegmentMeasure;
  /** It lies as a look of earlier noted it, and was not read: its links are known by `runs` alone. */
  readonly isSpared: boolean;
  /** Null when its first line cannot be read, or was not. */
  readonly head: SegmentHead | null;
  /** The last place in use, and the bytes up to the end of the last good line. */
  readonly lastPlace: number;
  readonly length: number;
  /** By install, and when its last event was recorded; 0 without events. */
  readonly runs: ReadonlyMap<InstallId, Run>;
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

/** What stands on one segment. */
export type SegmentContents = {
  readonly found: FoundSegment;
  /** The newest; null without any. */
  readonly house: HouseRecord | null;
  readonly mark: MarkRecord | null;
  readonly look: TapeLook | null;
  /** In the order they were written. */
  readonly links: readonly TapedLink[];
  readonly troubles: readonly TapeTrouble[];
};

type Gathered = {
  house: HouseRecord | null;
  mark: MarkRecord | null;
  look: TapeLook | null;
  newestAtMs: number;
  readonly links: TapedLink[];
  readonly troubles: TapeTrouble[];
};

/** Reads a segment and says what of it is not as it was written. */
export function readSegment(
  { name, measure, keyHex }: Pick<FoundSegment, 'name' | 'measure'> & { readonly keyHex: string },
  bytes: Uint8Array,
): SegmentContents {
  const lines = withoutRoom(bytes).toString('latin1').split('\n');
  // What follows the last line end: '' of a whole segment.
  const rest = lines.pop() ?? '';
  const all: Gathered = {
    house: null,
    mark: null,
    look: null,
    newestAtMs: 0,
    links: [],
    troubles: [],
  };
  const headLine = lines[0];
  const head = headLine === undefined ? null : readSegmentHead(headLine, keyHex);
  const found = { name, measure, isSpared: false };
  if (head === null || segmentName(head.no) !== name) {
    const kind = lines.length === 0 ? 'torn' : 'damaged';
    const none = { head: null, lastPlace: 0, length: 0, runs: new Map(), newestAtMs: 0 };
    const troubles = [{ segment: name, line: 1, kind } as const];
    return { ...all, found: { ...found, ...none }, troubles };
  }
  const end = gatherLines(all, head, lines.slice(1));
  if (rest !== '') all.troubles.push({ segment: name, line: lines.length + 1, kind: 'damaged' });
  const troubles = all.troubles.map((one) =>
    // What is wrong after the last good line is an unfinished end; before it, damage.
    one.kind === 'damaged' && one.line > end.line ? ({ ...one, kind: 'torn' } as const) : one,
  );
  const { lastPlace, length } = end;
  const { newestAtMs } = all;
  const runs = runsOf(all.links);
  return { ...all, found: { ...found, head, lastPlace, length, runs, newestAtMs }, troubles };
}

/** Where the last good line is, and ends. */
function gatherLines(all: Gathered, head: SegmentHead, lines: readonly string[]) {
  const segment = segmentName(head.no);
  let offset = head.line.length + 1;
  const end = { line: 1, lastPlace: 0, length: offset };
  for (const [i, text] of lines.entries()) {
    const at = { segment, line: i + 2, offset, length: text.length };
    offset += text.length + 1;
    const read = openLine(head, text);
    if (read.kind !== 'record') {
      all.troubles.push({ segment, line: at.line, kind: read.kind });
      continue;
    }
    if (read.place !== end.lastPlace + 1 && all.troubles.at(-1)?.line !== at.line - 1)
      all.troubles.push({ segment, line: at.line, kind: 'missing' });
    Object.assign(end, { line: at.line, lastPlace: read.place, length: offset });
    gather(all, read.record, at);
  }
  return end;
}

/** Puts a record where it belongs. */
function gather(
  all: Gathered,
  text: string,
  at: Pick<TapeTrouble, 'line'> & Pick<TapedLink, 'segment' | 'offset' | 'length'>,
): void {
  const parsed = safeParse(tapeRecordSchema, JSON.parse(text) as unknown);
  const { segment, line, offset, length } = at;
  if (!parsed.success) {
    all.troubles.push({ segment, line, kind: 'unknown' });
    return;
  }
  const record = parsed.data;
  if (record.kind === 'house') all.house = record;
  else if (record.kind === 'mark') {
    all.mark = record;
    all.look = record.look ?? all.look;
  } else {
    const { inst, seq, hash, atMs } = record;
    all.links.push({ inst, seq, hash, segment, offset, length });
    all.newestAtMs = Math.max(all.newestAtMs, atMs);
  }
}

function runsOf(links: readonly TapedLink[]): ReadonlyMap<InstallId, Run> {
  const byInstall = new Map<InstallId, Map<number, string>>();
  for (const { inst, seq, hash } of links) {
    const hashes = byInstall.get(inst) ?? new Map<number, string>();
    byInstall.set(inst, hashes.set(seq, hash));
  }
  return new Map(
    [...byInstall].map(([installId, hashes]) => {
      const seqs = [...hashes.keys()];
      const from = seqs.reduce((min, seq) => Math.min(min, seq), Infinity);
      const to = seqs.reduce((max, seq) => Math.max(max, seq), 0);
      const isWhole = hashes.size === to - from + 1;
      return [installId, { from, to, hash: hashes.get(to) ?? '', isWhole }];
    }),
  );
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
