import { isDeepStrictEqual } from 'node:util';
import { isLongAgo } from './look-through.ts';
import type { FoundSegment, MaySpare, TapeContents } from './read-tape.ts';
import type { TapeLook } from './tape-records.ts';
import { usualSizes, type TapeSizes } from './tape-writer.ts';

// A shop without HQ keeps its tape for ever, and reading 100,000 events takes some seconds. An ended segment changes no
// more: when an opening has read all of them, it notes on the tape how they lie and what is on them, and a start after
// an orderly end reads what was written since. After any other end, and once a week, everything is read again.

export type TapeLookInput = {
  /** This PC's wall clock; without it the whole tape is read each time, and nothing noted. */
  readonly nowMs?: () => number;
  readonly tapeSizes?: TapeSizes;
};

/** Whether noted segments need not be read at a start that found the database's log file by this name. */
export function maySpareFor({ nowMs, tapeSizes }: TapeLookInput, walAtOpening: string): MaySpare {
  const { alwaysReadBytes } = tapeSizes ?? usualSizes;
  return ({ atMs }, mark, bytes) =>
    nowMs !== undefined &&
    mark?.closed === true &&
    walAtOpening === '' &&
    bytes > alwaysReadBytes &&
    !isLongAgo(atMs, nowMs());
}

/** Whether this is a part of a tape only. */
export function isSparing({ segments }: TapeContents): boolean {
  return segments.some(({ isSpared }) => isSpared);
}

/**
 * What is to be noted of a tape that was found in order; null = nothing that is not noted already, or it is small.
 * Where the tape is written `anew`, that nothing before is to be relied on.
 */
export function nextLook(
  { nowMs, tapeSizes }: TapeLookInput,
  tape: TapeContents,
  { isAnew }: { readonly isAnew: boolean },
): TapeLook | null {
  if (nowMs === undefined) return null;
  const ended = tape.segments.slice(0, -1);
  const bytes = ended.reduce((sum, { measure }) => sum + measure.bytes, 0);
  if (!isAnew && bytes <= (tapeSizes ?? usualSizes).alwaysReadBytes) return null;
  const isKnown = !isAnew && ended.every(({ runs }) => [...runs.values()].every(isWhole));
  const atMs = isSparing(tape) ? (tape.look?.atMs ?? 0) : Math.round(nowMs());
  const look = { atMs, segments: isKnown ? ended.map(noteOf) : [] };
  return isDeepStrictEqual(look, tape.look) ? null : look;
}

function isWhole(run: { readonly isWhole: boolean }): boolean {
  return run.isWhole;
}

function noteOf({ name, measure, runs, newestAtMs }: FoundSegment): TapeLook['segments'][number] {
  return {
    no: Number(name.slice(0, 6)),
    ...measure,
    newestAtMs,
    runs: [...runs].map(([installId, { from, to, hash }]) => [installId, from, to, hash]),
  };
}
