import type { InstallId } from '../domain/ids.ts';
import {
  readSegment,
  type FoundSegment,
  type SegmentContents,
  type TapedLink,
  type TapeTrouble,
} from './read-segment.ts';
import { segmentName, type TapeDisk } from './tape-disk.ts';
import { openLine } from './tape-format.ts';
import {
  tapeRecordSchema,
  type EventRecord,
  type HouseRecord,
  type MarkRecord,
  type TapeLook,
} from './tape-records.ts';
import type { SourceInstall } from './tape-source.ts';

export type { FoundSegment, TapedLink, TapeTrouble } from './read-segment.ts';

export type TapeContents = {
  readonly segments: readonly FoundSegment[];
  /** The newest; null on an empty tape. */
  readonly house: HouseRecord | null;
  readonly mark: MarkRecord | null;
  /** The newest that was noted. */
  readonly look: TapeLook | null;
  /** Links by install, by seq; of one written twice the later. Without those of spared segments. */
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
  { segments }: Pick<TapeContents, 'segments'>,
  { installId, baseSeq, ackedSeq, isCurrent }: SourceInstall,
): number {
  const [oldest] = segments;
  const isCutShort = oldest !== undefined && oldest.name !== segmentName(1);
  const taped = lastTaped(segments, installId);
  if (taped === 0 && isCutShort && isCurrent === 0) return Math.max(baseSeq, ackedSeq);
  return Math.max(baseSeq, taped);
}

/** The last seq of an install on these segments; 0 without any. */
export function lastTaped(segments: readonly FoundSegment[], installId: InstallId): number {
  return segments.reduce((max, { runs }) => Math.max(max, runs.get(installId)?.to ?? 0), 0);
}

/**
 * Whether the segments that a look found whole and that lie as it noted them need not be read again: so many bytes,
 * under this newest mark.
 */
export type MaySpare = (look: TapeLook, mark: MarkRecord | null, bytes: number) => boolean;

/**
 * Reads a tape and says what of it is not as it was written: all of it, but for what may be spared. Throws only what
 * the disk throws.
 */
export function readTape(
  disk: TapeDisk,
  keyHex: string,
  maySpare: MaySpare = () => false,
): TapeContents {
  const read: SegmentContents[] = [];
  let spared: ReadonlyMap<string, FoundSegment> = new Map();
  let mark: MarkRecord | null = null;
  let look: TapeLook | null = null;
  const names = disk.list();
  // From the end: there it stands whether the rest has to be read.
  for (const name of names.toReversed()) {
    const known = spared.get(name);
    const one =
      known === undefined
        ? readSegment({ name, measure: disk.measure(name), keyHex }, disk.read(name))
        : { found: known, house: null, mark: null, look: null, links: [], troubles: [] };
    read.push(one);
    mark ??= one.mark;
    if (look !== null || one.look === null) continue;
    look = one.look;
    const there = sparable(disk, new Set(names), look);
    const bytes = there.reduce((sum, { measure }) => sum + measure.bytes, 0);
    if (maySpare(look, mark, bytes)) spared = new Map(there.map((found) => [found.name, found]));
  }
  return joined(disk, read.reverse(), { mark, look });
}

/** The noted segments that are still there; none at all where one does not lie as it did. */
function sparable(
  disk: TapeDisk,
  names: ReadonlySet<string>,
  { segments }: TapeLook,
): readonly FoundSegment[] {
  const there = segments.filter(({ no }) => names.has(segmentName(no)));
  const found = there.map(({ no, runs, newestAtMs }): FoundSegment => {
    const name = segmentName(no);
    return {
      name,
      measure: disk.measure(name),
      isSpared: true,
      head: null,
      lastPlace: 0,
      length: 0,
      runs: new Map(
        runs.map(([installId, from, to, hash]) => [installId, { from, to, hash, isWhole: true }]),
      ),
      newestAtMs,
    };
  });
  const isAsNoted = found.every(
    ({ measure }, i) =>
      measure.bytes === there[i]?.bytes && measure.changedMs === there[i]?.changedMs,
  );
  return isAsNoted ? found : [];
}

function joined(
  disk: TapeDisk,
  read: readonly SegmentContents[],
  newest: Pick<TapeContents, 'mark' | 'look'>,
): TapeContents {
  const links = new Map<InstallId, Map<number, TapedLink>>();
  const troubles: TapeTrouble[] = [];
  let house: HouseRecord | null = null;
  let expectedNo: number | null = null;
  for (const one of read) {
    const no = Number(one.found.name.slice(0, 6));
    // Older segments may have been let go, but none between two.
    if (expectedNo !== null && no !== expectedNo)
      troubles.push({ segment: segmentName(expectedNo), line: 0, kind: 'missing' });
    expectedNo = no + 1;
    troubles.push(...one.troubles);
    house = one.house ?? house;
    for (const link of one.links) {
      const ofInstall = links.get(link.inst) ?? new Map<number, TapedLink>();
      links.set(link.inst, ofInstall.set(link.seq, link));
    }
  }
  const segments = read.map(({ found }) => found);
  return { segments, house, ...newest, links, troubles, read: linkReader(disk, segments) };
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
