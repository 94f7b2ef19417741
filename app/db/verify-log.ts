import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAgainstTape } from './check-against-tape.ts';
import { checkBalances } from './check-balances.ts';
import { closeDatabase } from './handles.ts';
import { openFile, type OpenedFile } from './open-database.ts';
import { readTape, tapedThrough, type TapeContents, type TapeTrouble } from './read-tape.ts';
import type { TapeDisk } from './tape-disk.ts';
import {
  createTapeSource,
  readWalName,
  type SourceInstall,
  type TapeSource,
} from './tape-source.ts';
import { verifyChain } from './verify-chain.ts';

/** Something in the log of a counter that is not as it was recorded. */
export type LogFault =
  | { readonly code: 'tape-line'; readonly trouble: TapeTrouble }
  | { readonly code: 'tape-empty' }
  /** The tape was shut in order and says so no more: its end is gone. */
  | { readonly code: 'tape-cut' }
  | { readonly code: 'database-unreadable'; readonly detail: string }
  | { readonly code: 'chain-broken'; readonly seq: number }
  | { readonly code: 'database-differs'; readonly detail: string }
  | { readonly code: 'balances-wrong'; readonly members: number }
  | { readonly code: 'tape-lacks'; readonly seq: number; readonly events: number }
  | { readonly code: 'database-lacks'; readonly seq: number; readonly events: number }
  | { readonly code: 'histories-differ'; readonly seq: number }
  /** HQ has confirmed more than is here. */
  | { readonly code: 'below-anchor'; readonly ackedSeq: number; readonly lastSeq: number };

export type LogCheck = {
  readonly faults: readonly LogFault[];
  /** What was compared. */
  readonly segments: number;
  readonly links: number;
  /** The last seq of the current install that HQ has confirmed; 0 = none. */
  readonly anchoredSeq: number;
};

/**
 * Checks a counter's database and tape, each by itself and one against the other, without changing a
 * byte of either: the database is looked at in a copy. Finds any change, removal, swap or cut; what was
 * cut from the end of both alike is noticed only as far as HQ has confirmed it.
 */
export async function verifyLog(input: {
  readonly databasePath: string;
  readonly disk: TapeDisk;
  readonly keyHex: string;
}): Promise<LogCheck> {
  const tape = readTape(input.disk, input.keyHex);
  const faults: LogFault[] = tape.troubles.map((trouble) => ({ code: 'tape-line', trouble }));
  if (tape.segments.length === 0) faults.push({ code: 'tape-empty' });
  if (isCut(input.databasePath, tape)) faults.push({ code: 'tape-cut' });
  const count = { segments: tape.segments.length, links: 0, anchoredSeq: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-verify-'));
  try {
    const file = openCopy(input, folder);
    if (file.kind === 'refused') {
      const detail = `${file.code} ${file.detail}`;
      return { faults: [...faults, { code: 'database-unreadable', detail }], ...count };
    }
    const source = createTapeSource(file, join(folder, 'copy.db-wal'));
    try {
      faults.push(...(await faultsOf(file, source, tape)));
      const installs = source.installs();
      const links = installs.reduce((sum, { lastSeq, baseSeq }) => sum + lastSeq - baseSeq, 0);
      const current = source.state().installId;
      const anchoredSeq = installs.find((one) => one.installId === current)?.ackedSeq ?? 0;
      return { faults, ...count, links, anchoredSeq };
    } finally {
      source.close();
      await closeDatabase(file.db);
    }
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { faults: [...faults, { code: 'database-unreadable', detail }], ...count };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isCut(databasePath: string, { mark, segments }: TapeContents): boolean {
  if (mark === null) return segments.length > 0;
  const wal = readWalName(`${databasePath}-wal`);
  return mark.closed ? wal !== '' : wal !== mark.wal;
}

function openCopy(
  { databasePath, keyHex }: { readonly databasePath: string; readonly keyHex: string },
  folder: string,
): ReturnType<typeof openFile> {
  if (!existsSync(databasePath))
    return { kind: 'refused', code: 'database-unreadable', detail: 'file-gone' };
  const filePath = join(folder, 'copy.db');
  copyFileSync(databasePath, filePath);
  if (existsSync(`${databasePath}-wal`)) copyFileSync(`${databasePath}-wal`, `${filePath}-wal`);
  return openFile({ filePath, keyHex });
}

async function faultsOf(
  { db, raw }: OpenedFile,
  source: TapeSource,
  tape: TapeContents,
): Promise<readonly LogFault[]> {
  const faults: LogFault[] = [];
  const chain = await verifyChain(db);
  if (chain.kind === 'broken') faults.push({ code: 'chain-broken', seq: chain.seq });
  const { wrong } = await checkBalances(db);
  if (wrong.length > 0) faults.push({ code: 'balances-wrong', members: wrong.length });
  const detail = checkAgainstTape(raw, source, tape);
  if (detail !== null) faults.push({ code: 'database-differs', detail });
  for (const install of source.installs()) faults.push(...compareInstall(install, source, tape));
  const known = new Set(source.installs().map(({ installId }) => installId));
  for (const [installId, links] of tape.links)
    if (!known.has(installId)) faults.push({ code: 'database-lacks', seq: 1, events: links.size });
  return faults;
}

function compareInstall(
  install: SourceInstall,
  source: TapeSource,
  tape: TapeContents,
): readonly LogFault[] {
  const { installId, baseSeq, ackedSeq, lastSeq } = install;
  const faults: LogFault[] = [];
  const held = new Map(source.hashes(installId).map(({ seq, hash }) => [seq, hash]));
  const taped = tape.links.get(installId) ?? new Map<number, { readonly hash: string }>();
  const differs = [...held].find(([seq, hash]) => (taped.get(seq)?.hash ?? hash) !== hash);
  if (differs !== undefined) faults.push({ code: 'histories-differ', seq: differs[0] });
  // The oldest segments may have been let go, once HQ had all of them.
  const begin = lowest(taped.keys(), lastSeq + 1);
  const gone = taped.size > 0 ? ackedSeq : tapedThrough(tape, install);
  const isLetGo = (seq: number): boolean => seq < begin && seq <= gone;
  const untaped = [...held.keys()]
    .filter((seq) => !taped.has(seq) && !isLetGo(seq))
    .sort((a, b) => a - b);
  const [firstUntaped] = untaped;
  if (firstUntaped !== undefined)
    faults.push({ code: 'tape-lacks', seq: firstUntaped, events: untaped.length });
  const unheld = [...taped.keys()].filter((seq) => seq > baseSeq && !held.has(seq));
  if (unheld.length > 0)
    faults.push({
      code: 'database-lacks',
      seq: lowest(unheld, Infinity),
      events: unheld.length,
    });
  if (ackedSeq > lastSeq || (ackedSeq > baseSeq && !held.has(ackedSeq)))
    faults.push({ code: 'below-anchor', ackedSeq, lastSeq });
  return faults;
}

/** Of any number: as arguments of one call 125,000 would be too many. */
function lowest(seqs: Iterable<number>, atMost: number): number {
  let min = atMost;
  for (const seq of seqs) min = Math.min(min, seq);
  return min;
}
