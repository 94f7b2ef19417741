import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { checkAgainstTape } from './check-against-tape.ts';
import { damageOf, isBorneOut, listLost, untapedOf } from './compare-with-tape.ts';
import { closeDatabase, inTransaction, type Db, type Trx } from './handles.ts';
import {
  openFile,
  type OpenDatabaseInput,
  type OpenedFile,
  type OpenRefusal,
} from './open-database.ts';
import { letGoOfSegments } from './let-go-of-segments.ts';
import { putBackEvents } from './put-back-events.ts';
import { putBackHouse, raiseAcked } from './put-back-house.ts';
import { snapshotPaths, type SnapshotTarget } from './snapshot-port.ts';
import { snapshotTargetOf } from './snapshot-target.ts';
import { removeFresh, type SwapStep } from './swap-in-snapshot.ts';
import { readTape, type MaySpare, type TapeContents, type TapedLink } from './read-tape.ts';
import { folderTapeDisk, freeName, syncFolder, tapeFolderOf, type TapeDisk } from './tape-disk.ts';
import { isSparing, maySpareFor, nextLook } from './tape-look.ts';
import type { EventRecord } from './tape-records.ts';
import { createTapeSource, readWalName, type TapeSource } from './tape-source.ts';
import {
  createTapeWriter,
  type TapeHealth,
  type TapeSizes,
  type TapeWriter,
} from './tape-writer.ts';

export type OpenWithTapeInput = OpenDatabaseInput & {
  /** A strong source: salts and nonces. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Where the tape lies; left out = in the folder beside the database file. */
  readonly tapeDisk?: TapeDisk;
  /** Other sizes than the usual ones: a test of many disks wants little. */
  readonly tapeSizes?: TapeSizes;
  /** This PC's wall clock; without it no old segment is let go. */
  readonly nowMs?: () => number;
  /** Told where a swap of the file has got to: for fault runs. */
  readonly onSwapStep?: (step: SwapStep) => void;
  /** For the log: a tape that cannot be written. What was recorded is safe. */
  readonly onTapeTrouble?: (error: unknown) => void;
};

/** What was found at the opening and put right; said to people, once per run. */
export type TapeFinding =
  /** The database was gone or damaged; it was made anew from the tape. */
  | { readonly kind: 'database-rebuilt'; readonly events: number; readonly detail: string }
  /** The database had lost the last events (damaged log file, old copy); they are back. */
  | { readonly kind: 'events-put-back'; readonly events: number }
  /** The database had lost what came from HQ, or settings; HQ gives it again. */
  | { readonly kind: 'rolled-back' }
  /** The tape was damaged or gone; it was written anew from the database. */
  | { readonly kind: 'tape-rewritten'; readonly detail: string }
  /** The tape's end was unfinished, or lacked more than a power cut explains; the database filled it up. */
  | { readonly kind: 'tape-mended'; readonly events: number }
  /** Tape and database tell two histories; every event of both is kept. */
  | { readonly kind: 'histories-differ'; readonly moved: number };

export type Tape = {
  readonly findings: readonly TapeFinding[];
  readonly health: () => TapeHealth;
};

export type OpenedWithTape = {
  readonly kind: 'open';
  readonly db: Db;
  readonly tape: Tape;
  /** How a snapshot of HQ takes the file's place. */
  readonly snapshot: SnapshotTarget;
};

/**
 * Opens the database together with its tape and makes the two agree: what one lost the other gives back,
 * and neither ever shrinks to the other. A database that is gone or cannot be read is set aside under
 * another name and made anew from the tape; a damaged tape is set aside and written anew from the
 * database. From then on every commit is followed onto the tape before it is known to anyone. The
 * refusals of `openDatabase` that remain are those no tape can help with.
 */
export async function openWithTape(
  input: OpenWithTapeInput,
): Promise<OpenedWithTape | OpenRefusal> {
  const { keyHex } = input;
  if (keyHex === null) return openFile(input) as OpenRefusal;
  removeFresh(snapshotPaths(input.filePath).fresh);
  const disk = input.tapeDisk ?? folderTapeDisk(tapeFolderOf(input.filePath));
  const maySpare = maySpareFor(input, readWalName(`${input.filePath}-wal`));
  const tape = readWhatIsThere(disk, keyHex, maySpare);
  if (!isSparing(tape)) return await openWith(input, disk, tape);
  return (
    (await openSparing(input, disk, tape)) ??
    (await openWith(input, disk, readWhatIsThere(disk, keyHex)))
  );
}

/** After an orderly end, on the new part of the tape alone. Null = everything has to be read, and no file is open. */
async function openSparing(
  input: OpenWithTapeInput,
  disk: TapeDisk,
  tape: TapeContents,
): Promise<OpenedWithTape | null> {
  if (!existsSync(input.filePath)) return null;
  const file = openFile(input, { isOrderly: true });
  if (file.kind === 'refused') return null;
  const source = createTapeSource(file, `${input.filePath}-wal`);
  const opening: Opening = { input, disk, tape, file, source, walAtOpening: '' };
  try {
    if (isBorneOut(tape, source)) return await agree(opening, true);
  } catch (error) {
    await giveUp(opening);
    if (!isDamage(error)) throw error;
    return null;
  }
  await giveUp(opening);
  return null;
}

async function openWith(
  input: OpenWithTapeInput,
  disk: TapeDisk,
  tape: TapeContents,
): Promise<OpenedWithTape | OpenRefusal> {
  const canRebuild = tape.house !== null;
  const wasThere = existsSync(input.filePath);
  const walAtOpening = readWalName(`${input.filePath}-wal`);
  const isOrderly = cameToRest(walAtOpening, tape);
  const file = openFile(input, { isOrderly });
  if (file.kind === 'refused') {
    if (file.code !== 'database-unreadable' || !canRebuild) return file;
    return await rebuild(input, { disk, tape, detail: file.detail });
  }
  const source = createTapeSource(file, `${input.filePath}-wal`);
  const opening: Opening = { input, disk, tape, file, source, walAtOpening };
  if (!wasThere && canRebuild) return await rebuildInto(opening, 'file-gone');
  try {
    const wrong = isOrderly || !canRebuild ? null : checkAgainstTape(file.raw, source, tape);
    if (wrong === null) return await agree(opening, isOrderly);
    await giveUp(opening);
    return await rebuild(input, { disk, tape, detail: wrong });
  } catch (error) {
    await giveUp(opening);
    if (!canRebuild || !isDamage(error)) throw error;
    return await rebuild(input, { disk, tape, detail: detailOf(error) });
  }
}

type Opening = {
  readonly input: OpenWithTapeInput;
  readonly disk: TapeDisk;
  readonly tape: TapeContents;
  readonly file: OpenedFile;
  readonly source: TapeSource;
  /** The name of the log file that was found; '' without one. */
  readonly walAtOpening: string;
};

/** A tape that cannot even be listed is an empty one: writing on it will say what is wrong. */
function readWhatIsThere(disk: TapeDisk, keyHex: string, maySpare?: MaySpare): TapeContents {
  try {
    return readTape(disk, keyHex, maySpare);
  } catch {
    const read = (): never => {
      throw new Error('there is nothing on the tape');
    };
    const none = { segments: [], house: null, mark: null, look: null };
    return { ...none, links: new Map(), troubles: [], read };
  }
}

/**
 * Whether the files lie as the last run left them: shut in order, or killed with the very log file the
 * tape names. Otherwise somebody moved files, or a write was lost, and a closer look is due.
 */
function cameToRest(wal: string, { mark, segments }: TapeContents): boolean {
  if (mark === null) return segments.length === 0;
  return mark.closed && wal === '';
}

async function agree(opening: Opening, isOrderly: boolean): Promise<OpenedWithTape> {
  const { file, tape, source } = opening;
  const before = source.state();
  const found: TapeFinding[] = [];
  const lost = listLost(source, tape);
  const isHouseOld = (tape.house?.rev ?? 0) > before.houseRev;
  if (lost.length > 0 || isHouseOld) {
    const back = await inTransaction(file.db, (trx) => putBack(trx, tape, lost, isHouseOld));
    if (back.moved > 0) found.push({ kind: 'histories-differ', moved: back.moved });
    if (back.events > back.moved)
      found.push({ kind: 'events-put-back', events: back.events - back.moved });
  }
  const { mark } = tape;
  const isBehind =
    mark !== null && mark.timeline === before.timeline && mark.cursor > before.cursor;
  if (isHouseOld || isBehind) found.push({ kind: 'rolled-back' });
  const isStrangeLog = !isOrderly && mark !== null && isOtherLog(opening);
  if (isStrangeLog) await inTransaction(file.db, readStreamAnew);
  return await followed(opening, found);
}

/** The log file is not the one the tape names: what came from HQ may be in part of another day. */
function isOtherLog({ tape: { mark }, walAtOpening }: Opening): boolean {
  return mark !== null && !mark.closed && mark.wal !== '' && walAtOpening !== mark.wal;
}

async function readStreamAnew(trx: Trx): Promise<void> {
  // What came with a snapshot has no events that could be met again: it goes first.
  await sql`UPDATE sync_state SET cursor = 0, pulled_rows = 0, caught_up_at_ms = NULL,
    dropping = iif(snapshot_pos IS NULL, dropping, 1)`.execute(trx);
}

async function putBack(
  trx: Trx,
  { house, read }: TapeContents,
  lost: readonly TapedLink[],
  withHouse: boolean,
) {
  if (withHouse && house !== null) await putBackHouse(trx, house);
  const back = await putBackEvents(trx, whole(lost, read));
  if (house !== null) await raiseAcked(trx, house);
  return back;
}

/** One at a time: of a database that is gone it is every event there ever was. */
function* whole(links: readonly TapedLink[], read: TapeContents['read']): Generator<EventRecord> {
  for (const link of links) yield read(link);
}

/**
 * Sets the damaged files aside and makes the database anew. Where that fails the files come back under
 * their names: the next start, or a later version, finds them as they were.
 */
async function rebuild(
  input: OpenWithTapeInput,
  given: { readonly disk: TapeDisk; readonly tape: TapeContents; readonly detail: string },
): Promise<OpenedWithTape | OpenRefusal> {
  const { disk, tape, detail } = given;
  const bringBack = setFilesAside(input.filePath);
  try {
    const file = openFile(input);
    if (file.kind === 'refused') {
      bringBack();
      return file;
    }
    const source = createTapeSource(file, `${input.filePath}-wal`);
    return await rebuildInto({ input, disk, tape, file, source, walAtOpening: '' }, detail);
  } catch (error) {
    bringBack();
    throw error;
  }
}

async function rebuildInto(opening: Opening, detail: string): Promise<OpenedWithTape> {
  const { file, tape, source } = opening;
  try {
    const lost = listLost(source, tape);
    const { events } = await inTransaction(file.db, (trx) => putBack(trx, tape, lost, true));
    return await followed(opening, [{ kind: 'database-rebuilt', events, detail }]);
  } catch (error) {
    await giveUp(opening);
    throw error;
  }
}

/** Gives the files of a database other names; what it returns undoes that. */
function setFilesAside(filePath: string): () => void {
  const suffixes = ['-wal', '-shm', '-journal', ''];
  const moved = suffixes.flatMap((suffix) => {
    const path = filePath + suffix;
    if (!existsSync(path)) return [];
    const to = freeName(path, 'damaged');
    renameSync(path, to);
    return [{ path, to }];
  });
  syncFolder(dirname(filePath));
  return () => {
    for (const suffix of suffixes) rmSync(filePath + suffix, { force: true });
    for (const { path, to } of moved) renameSync(to, path);
    syncFolder(dirname(filePath));
  };
}

/** Puts the tape behind the database's commits, written anew where it was not whole. */
async function followed(
  opening: Opening,
  findings: readonly TapeFinding[],
): Promise<OpenedWithTape> {
  const { input, disk, file, source } = opening;
  const { tape } = opening;
  const found = [...findings];
  const differs = findings.some(({ kind }) => kind === 'histories-differ');
  const damage = damageOf(tape, source);
  const isAnew = damage !== null || differs;
  const make = (contents: TapeContents | null): TapeWriter =>
    createTapeWriter({
      disk,
      source,
      keyHex: input.keyHex ?? '',
      randomBytes: input.randomBytes,
      sizes: input.tapeSizes,
      found: contents,
      look: nextLook(input, tape, { isAnew }),
      onTrouble: input.onTapeTrouble ?? (() => {}),
    });
  const writer = make(isAnew ? null : tape);
  const before = isAnew ? tape.segments.map(({ name }) => name) : [];
  if (!isAnew && isShort(opening))
    found.push({ kind: 'tape-mended', events: untapedOf(tape, source) });
  writer.catchUp();
  if (isAnew && writer.health().kind === 'ok') {
    disk.setAside(before, differs ? 'differs' : 'damaged');
    if (damage !== null) found.push({ kind: 'tape-rewritten', detail: damage });
  }
  if (!source.isBegun() && writer.health().kind === 'ok')
    await inTransaction(
      file.db,
      async (trx) => void (await sql`UPDATE tape_state SET begun = 1`.execute(trx)),
    );
  if (!isAnew && writer.health().kind === 'ok' && input.nowMs !== undefined)
    await letGoOfSegments({ disk, tape, source, db: file.db, nowMs: input.nowMs() });
  file.followed.afterCommit = writer.catchUp;
  const closeFile = file.db.closeFile;
  const db = Object.assign(file.db, {
    closeFile: () => {
      closeFile();
      writer.close();
    },
  });
  return {
    kind: 'open',
    db,
    tape: { findings: found, health: writer.health },
    snapshot: snapshotTargetOf(input, { db, file, source, writer }),
  };
}

/** A kill between a commit and its line on the tape leaves one event untaped; more is a loss. */
function isShort({ tape, source, walAtOpening }: Opening): boolean {
  const isTorn = tape.troubles.some(({ kind }) => kind === 'torn');
  const { mark } = tape;
  // Shut in order there is no log, and the tape says so.
  const isCut = mark !== null && !mark.closed && mark.wal !== '' && walAtOpening === '';
  return isTorn || isCut || untapedOf(tape, source) > 1;
}

async function giveUp({ file, source }: Opening): Promise<void> {
  source.close();
  await closeDatabase(file.db);
}

/** Whether a database that opened turned out not to be one, as opposed to a disk that is full. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(CORRUPT|NOTADB|CONSTRAINT|ERROR|IOERR_(DATA|SHORT_READ|CORRUPTFS)|ABORT)/.test(
    code,
  );
}

function detailOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
