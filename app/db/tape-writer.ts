import type { InstallId } from '../domain/ids.ts';
import { diskTrouble } from './disk-trouble.ts';
import { tapedThrough, type FoundSegment, type TapeContents } from './read-tape.ts';
import { segmentName, type OpenSegment, type TapeDisk } from './tape-disk.ts';
import { makeSegmentHead, nonceLength, saltLength, sealLine } from './tape-format.ts';
import type { SegmentHead } from './tape-format.ts';
import type { EventRecord, MarkRecord, TapeLook, TapeRecord } from './tape-records.ts';
import type { SourceState, TapeSource } from './tape-source.ts';

/** How the tape does: `failing` = what was recorded is safe in the database, but not yet on the tape. */
export type TapeHealth =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failing'; readonly trouble: 'full' | 'read-only' | 'failing' };

export type TapeWriter = {
  /** Writes what the database has and the tape has not. Never throws: see `health`. */
  readonly catchUp: () => void;
  readonly health: () => TapeHealth;
  /** Marks the tape as closed in order. After the database is closed. */
  readonly close: () => void;
};

export type TapeSizes = {
  /**
   * Written ahead with zeros: then a sync need not make the file longer, which costs as much again. The
   * cost of writing it falls on one sale in some 250.
   */
  readonly roomBytes: number;
  /** A segment is ended when it has grown beyond this. */
  readonly segmentBytes: number;
  /** Ended segments are read at each opening while they are not more than this in all. */
  readonly alwaysReadBytes: number;
};

export type TapeWriterInput = {
  readonly disk: TapeDisk;
  readonly source: TapeSource;
  readonly keyHex: string;
  readonly randomBytes: (length: number) => Uint8Array;
  /** What is on the tape already; null = a new tape is begun, behind the segments that are there. */
  readonly found: TapeContents | null;
  readonly sizes?: TapeSizes | undefined;
  /** Noted with the first mark; null = nothing new to note. */
  readonly look: TapeLook | null;
  /** For the log. */
  readonly onTrouble: (error: unknown) => void;
};

/** Reading takes some 20 ms for each MiB. */
export const usualSizes: TapeSizes = {
  roomBytes: 1024 * 1024,
  segmentBytes: 4 * 1024 * 1024,
  alwaysReadBytes: 8 * 1024 * 1024,
};

/** Links read and written at a time while catching up. */
const linksPerWrite = 500;

/** Where the next line goes. */
type Place = { readonly place: number; readonly offset: number };

type Segment = {
  readonly head: SegmentHead;
  readonly file: OpenSegment;
  /** Bytes the file has. */
  room: number;
  /** What was written. */
  at: Place;
  /** What is known to be on the disk. */
  safe: Place;
};

type Known = {
  readonly seqs: Map<InstallId, number>;
  houseRev: number;
  mark: Pick<SourceState, 'timeline' | 'cursor' | 'wal'> | null;
};

type State = {
  readonly input: Omit<TapeWriterInput, 'found' | 'look'>;
  /** Until it is on the disk. */
  look: TapeLook | null;
  /** The segment found at the opening that can be gone on with; null once it is, or is full. */
  found: FoundSegment | null;
  segment: Segment | null;
  readonly known: Known;
  health: TapeHealth;
};

/** The tape beside a running database. One writer per tape. */
export function createTapeWriter({ found, look, ...input }: TapeWriterInput): TapeWriter {
  const { source } = input;
  const state: State = {
    input,
    look,
    found: found?.segments.at(-1) ?? null,
    segment: null,
    known: knownOf(found, source),
    health: { kind: 'ok' },
  };
  return {
    catchUp: () =>
      guarded(state, () => {
        if (state.health.kind === 'ok' && state.segment !== null) writeNews(state);
        else writeAll(state);
      }),
    health: () => state.health,
    close: () => {
      guarded(state, () => writeClosing(state));
      source.close();
    },
  };
}

/** By itself: what the writer's own functions see lives as long as the counter runs, and `found` need not. */
function knownOf(found: TapeContents | null, source: TapeSource): Known {
  const seqs = new Map<InstallId, number>();
  if (found !== null)
    for (const one of source.installs()) seqs.set(one.installId, tapedThrough(found, one));
  return { seqs, houseRev: found?.house?.rev ?? 0, mark: null };
}

function sizesOf({ sizes }: State['input']): TapeSizes {
  return sizes ?? usualSizes;
}

/** A tape that fails takes nothing from what is recorded: it is said, and tried again next time. */
function guarded(state: State, work: () => void): void {
  try {
    work();
    state.health = { kind: 'ok' };
  } catch (error) {
    if (state.health.kind === 'ok') state.input.onTrouble(error);
    state.health = { kind: 'failing', trouble: troubleOf(error) };
    rollBack(state);
  }
}

function troubleOf(error: unknown): 'full' | 'read-only' | 'failing' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'full';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'read-only';
  return diskTrouble(error) ?? 'failing';
}

/** What is not known to be on the disk is written again: a failed sync may have dropped it silently. */
function rollBack(state: State): void {
  state.known.mark = null;
  state.known.houseRev = 0;
  if (state.segment !== null) state.segment.at = state.segment.safe;
}

/** After opening or trouble: every install, not only the current one. */
function writeAll(state: State): void {
  const { source } = state.input;
  const now = source.state();
  writeHouse(state, now);
  for (const { installId, lastSeq } of source.installs()) writeLinks(state, installId, lastSeq);
  writeMark(state, now, 'first');
}

function writeNews(state: State): void {
  const now = state.input.source.state();
  writeHouse(state, now);
  const { installId, lastSeq } = now;
  const isBehind = installId !== null && (state.known.seqs.get(installId) ?? 0) < lastSeq;
  // Where links follow, one sync takes both to the disk.
  writeMark(state, now, isBehind ? 'later' : 'news');
  if (isBehind) writeLinks(state, installId, lastSeq);
}

function writeHouse(state: State, now: SourceState): void {
  const { known, input } = state;
  segmentFor(state);
  if (known.houseRev === now.houseRev) return;
  append(state, [input.source.house()]);
  sync(state);
  known.houseRev = now.houseRev;
}

function writeLinks(state: State, installId: InstallId, lastSeq: number): void {
  const { known, input } = state;
  let seq = known.seqs.get(installId) ?? 0;
  while (seq < lastSeq) {
    const links: readonly EventRecord[] = input.source.links(installId, seq, linksPerWrite);
    const last = links.at(-1);
    if (last === undefined) throw new Error('the chain is shorter than its install says');
    append(state, links);
    sync(state);
    seq = last.seq;
    known.seqs.set(installId, seq);
  }
}

/** Cheap and not worth waiting for, but for a new log file: see `MarkRecord`. */
function writeMark(state: State, now: SourceState, when: 'first' | 'news' | 'later'): void {
  const { timeline, cursor, wal, houseRev } = now;
  const before = state.known.mark;
  const isSame = before?.timeline === timeline && before.cursor === cursor && before.wal === wal;
  if (isSame && when !== 'first') return;
  const mark: MarkRecord = { kind: 'mark', v: 1, timeline, cursor, houseRev, wal, closed: false };
  append(state, [when === 'first' && state.look !== null ? { ...mark, look: state.look } : mark]);
  // A place that was gone back from may not come to light again after a power cut: it would pass for a loss.
  const isBack = before?.timeline === timeline && cursor < before.cursor;
  if (when === 'first' || isBack || (when === 'news' && before?.wal !== wal)) sync(state);
  if (when === 'first') state.look = null;
  state.known.mark = { timeline, cursor, wal };
}

function writeClosing(state: State): void {
  const { segment, known } = state;
  if (segment === null) return;
  if (known.mark !== null && state.health.kind === 'ok') {
    const { timeline, cursor } = known.mark;
    const { houseRev } = known;
    const mark = { kind: 'mark', v: 1, timeline, cursor, houseRev, wal: '', closed: true } as const;
    // However full it is: another segment would begin with the house, and the database is closed.
    append(state, [mark], segment);
    segment.file.truncate(segment.at.offset);
    sync(state);
  }
  segment.file.close();
  state.segment = null;
}

function append(
  state: State,
  records: readonly TapeRecord[],
  segment: Segment = segmentFor(state),
): void {
  const { head } = segment;
  const { randomBytes } = state.input;
  let { place } = segment.at;
  const lines = records.map((record) => {
    place += 1;
    return `${sealLine(head, place, randomBytes(nonceLength), JSON.stringify(record))}\n`;
  });
  const bytes = Buffer.from(lines.join(''), 'latin1');
  writeBytes(state, segment, bytes);
  segment.at = { place, offset: segment.at.offset + bytes.length };
}

function writeBytes({ input }: State, segment: Segment, bytes: Uint8Array): void {
  const { offset } = segment.at;
  const end = offset + bytes.length;
  if (end <= segment.room) {
    segment.file.writeAt(offset, bytes);
    return;
  }
  const withRoom = new Uint8Array(bytes.length + sizesOf(input).roomBytes);
  withRoom.set(bytes);
  try {
    segment.file.writeAt(offset, withRoom);
    segment.room = offset + withRoom.length;
  } catch {
    // A disk too full for the room may still have some for the line.
    segment.file.writeAt(offset, bytes);
    segment.room = end;
  }
}

function sync(state: State): void {
  const { segment } = state;
  if (segment === null) return;
  segment.file.sync();
  segment.safe = segment.at;
}

/** The segment to write on: the one in use, the last one found while it has room, or a new one. */
function segmentFor(state: State): Segment {
  const { segment } = state;
  const { segmentBytes } = sizesOf(state.input);
  if (segment !== null && segment.at.offset < segmentBytes) return segment;
  if (segment === null) {
    const { found } = state;
    if (found !== null && found.head !== null && found.length < segmentBytes) {
      state.segment = goOn(state, found, found.head);
      state.found = null;
      return state.segment;
    }
  } else {
    sync(state);
    segment.file.truncate(segment.at.offset);
    segment.file.close();
    state.segment = null;
  }
  const next = begin(state);
  state.segment = next;
  // Each segment can stand alone: it says whose it is.
  const house = state.input.source.house();
  append(state, [house]);
  state.known.houseRev = house.rev;
  return next;
}

function goOn({ input }: State, found: FoundSegment, head: SegmentHead): Segment {
  const file = input.disk.open(found.name, 'existing');
  try {
    // An unfinished end, and the room an earlier run had made, go.
    file.truncate(found.length);
  } catch (error) {
    file.close();
    throw error;
  }
  const at = { place: found.lastPlace, offset: found.length };
  return { head, file, room: found.length, at, safe: at };
}

function begin(state: State): Segment {
  const { disk, keyHex, randomBytes } = state.input;
  const no = Math.max(0, ...disk.list().map((name) => Number(name.slice(0, 6)))) + 1;
  const head = makeSegmentHead({ keyHex, no, salt: randomBytes(saltLength) });
  const name = segmentName(no);
  const file = disk.open(name, 'fresh');
  const bytes = Buffer.from(`${head.line}\n`, 'latin1');
  const start = { place: 0, offset: 0 };
  const segment: Segment = { head, file, room: 0, at: start, safe: start };
  try {
    writeBytes(state, segment, bytes);
    file.sync();
  } catch (error) {
    // It is tried again at every commit: none may leave a handle, or a segment without a head, behind.
    file.close();
    disk.remove(name);
    throw error;
  }
  segment.at = { place: 0, offset: bytes.length };
  segment.safe = segment.at;
  return segment;
}
