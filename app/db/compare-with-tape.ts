import type { InstallId } from '../domain/ids.ts';
import { lastTaped, tapedThrough, type TapeContents, type TapedLink } from './read-tape.ts';
import type { TapeSource } from './tape-source.ts';

/** Links of the tape that the database does not have just so, in the order they were made. */
export function listLost(source: TapeSource, { house, links }: TapeContents): readonly TapedLink[] {
  const held = new Map(
    [...links].map(([installId, ofInstall]) => {
      const first = [...ofInstall.keys()].reduce((min, seq) => Math.min(min, seq), Infinity);
      const hashes = source.hashes(installId, first).map(({ seq, hash }) => [seq, hash] as const);
      return [installId, new Map(hashes)];
    }),
  );
  const madeAt = new Map(
    (house?.tables['install'] ?? []).map((row) => [
      row['install_id'],
      Number(row['created_at_ms']),
    ]),
  );
  return [...links.values()]
    .flatMap((ofInstall) => [...ofInstall.values()])
    .filter(({ inst, seq, hash }) => held.get(inst)?.get(seq) !== hash)
    .sort((a, b) =>
      a.inst === b.inst ? a.seq - b.seq : (madeAt.get(a.inst) ?? 0) - (madeAt.get(b.inst) ?? 0),
    );
}

/** What of the tape must be written anew; an unfinished end need not be, it is written over. */
export function damageOf(tape: TapeContents, source: TapeSource): string | null {
  const { troubles, segments } = tape;
  const last = segments.at(-1)?.name;
  const bad = troubles.find(({ kind, segment }) => kind !== 'torn' || segment !== last);
  if (bad !== undefined) return `${bad.kind} ${bad.segment}:${bad.line}`;
  const headless = segments.find(({ head, isSpared }) => head === null && !isSpared);
  if (headless !== undefined) return `torn ${headless.name}:1`;
  if (segments.length === 0) return source.isBegun() ? 'gone' : null;
  for (const { installId, baseSeq, ackedSeq } of source.installs()) {
    // What HQ has may have been let go; of the rest nothing may be missing before the end.
    const seq = firstMissing(tape, installId, Math.max(baseSeq, ackedSeq));
    if (seq !== null) return `missing seq ${seq}`;
  }
  return null;
}

/** The first seq after one, and before the last that is taped, that is on no segment. */
function firstMissing(
  { segments, links }: TapeContents,
  installId: InstallId,
  afterSeq: number,
): number | null {
  const runs = segments
    .filter(({ isSpared }) => isSpared)
    .flatMap((segment) => segment.runs.get(installId) ?? []);
  const taped = links.get(installId);
  const end = lastTaped(segments, installId);
  let seq = afterSeq + 1;
  while (seq < end) {
    const at = seq;
    const run = runs.find(({ from, to }) => from <= at && at <= to);
    if (run === undefined && taped?.has(seq) !== true) return seq;
    seq = (run?.to ?? seq) + 1;
  }
  return null;
}

/** How many links the database has behind the tape's end. */
export function untapedOf(tape: TapeContents, source: TapeSource): number {
  if (tape.segments.length === 0) return 0;
  return source
    .installs()
    .reduce((sum, one) => sum + Math.max(0, one.lastSeq - tapedThrough(tape, one)), 0);
}

/**
 * Whether database and tape fit together so far as a part of the tape shows, with nothing to be put right on either:
 * the links that were read stand in the database, and of each segment that was not, the last. The hashes are a chain,
 * so what comes before is the same too. Else everything has to be read.
 */
export function isBorneOut(tape: TapeContents, source: TapeSource): boolean {
  const { house, segments, troubles } = tape;
  if (house === null || troubles.length > 0) return false;
  const areSame = segments.every(
    ({ isSpared, runs }) =>
      !isSpared || [...runs].every(([inst, { to, hash }]) => source.hashAt(inst, to) === hash),
  );
  if (!areSame || house.rev > source.state().houseRev) return false;
  return damageOf(tape, source) === null && listLost(source, tape).length === 0;
}
