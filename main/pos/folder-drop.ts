import { constants, watch, type FSWatcher } from 'node:fs';
import { access, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { folderPosName } from '../../app/contract/pos-api.ts';
import type { PosHouseView } from '../../app/contract/pos-settings.ts';
import type { PosDesk } from '../../app/counter/create-pos-desk.ts';
import type { PosAnswer } from '../../app/counter/pos-answer.ts';
import type { TimersPort } from '../../app/sync/ports.ts';
import { formatOf, moveAway, resultPath, writeWhole } from './drop-places.ts';
import {
  formatDropResults,
  isSettledResult,
  readDropResults,
  type DropResult,
} from './drop-results.ts';
import { readDropFile, type DropFile, type DropOrder } from './read-drop-file.ts';

export type FolderDropDeps = {
  readonly folder: string;
  readonly desk: PosDesk;
  /** Sales that came in files and were touched last, with the file of each. */
  readonly listFiles: () => Promise<
    readonly { readonly posSaleNo: string; readonly file: string }[]
  >;
  readonly nowMs: () => number;
  readonly timers: TimersPort;
  readonly onTrouble: (error: unknown) => void;
};

export type FolderDrop = {
  readonly state: () => NonNullable<PosHouseView['folder']>;
  /** Something at the counter may have changed: results are written anew where they differ. */
  readonly changed: () => void;
  readonly stop: () => Promise<void>;
};

/** Change notices are missing on network drives: the folder is also looked at this often. */
const pollMs = 1_000;
/** A file that nobody wrote to for so long is taken. */
const stableMs = 900;
/** One that reads as cut off is given so much longer before it is refused. */
const unfinishedMsMax = 10_000;
const fileBytesMax = 1024 * 1024;
const filesPerPassMax = 200;
/** Files whose sales are still open, and so may get another result. */
const openFilesMax = 200;

type Seen = { readonly size: number; readonly mtimeMs: number; readonly sinceMs: number };
type Answered = {
  readonly format: 'json' | 'csv';
  readonly results: readonly DropResult[];
  readonly text: string;
};

/** What was done for a file that still lies there; its orders are not done anew. */
type Worked = {
  readonly format: 'json' | 'csv';
  readonly of: Seen;
  readonly results: DropResult[];
  isAnswered: boolean;
};

type Drop = FolderDropDeps & {
  readonly seen: Map<string, Seen>;
  /** By the file's name, as is what follows. */
  readonly worked: Map<string, Worked>;
  readonly open: Map<string, Answered>;
  /** Files that could not be taken, with the code of the trouble: each is told once. */
  readonly held: Map<string, string>;
  /** The same of results that could not be written; the next pass tries again. */
  readonly late: Map<string, string>;
  at: NonNullable<PosHouseView['folder']>;
};

/** Whether files can be taken from there and answered. */
export async function isDropFolder(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  try {
    if (!(await stat(path)).isDirectory()) return false;
    await access(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Watches a folder for sales of a POS that can write files and nothing else. Each file is answered by
 * `<name>.result.json` (or `.csv`) and moved to `done` or `failed`; while a sale of it is open its result is
 * written anew at each change. A file found again after a crash is answered the same: its numbers count once.
 */
export async function createFolderDrop(deps: FolderDropDeps): Promise<FolderDrop> {
  const files = { seen: new Map(), worked: new Map(), open: new Map() };
  const drop: Drop = { ...deps, ...files, held: new Map(), late: new Map(), at: 'watching' };
  let isStopped = false;
  let working: Promise<void> = Promise.resolve();
  let cancelTimer = (): void => {};
  let isDue = false;
  const work = (task: () => Promise<void>): void => {
    working = working.then(task).catch((error: unknown) => {
      drop.at = stateAfter(error);
      if (drop.at === 'watching') deps.onTrouble(error);
    });
  };
  const pass = (): void => {
    cancelTimer();
    work(async () => {
      if (!isStopped) await takeFiles(drop, 'all');
    });
    work(async () => {
      if (!isStopped) cancelTimer = deps.timers.setTimer(pollMs, pass);
    });
  };
  const watcher = watchFolder(deps.folder, () => {
    if (isDue || isStopped) return;
    isDue = true;
    work(async () => {
      isDue = false;
      if (!isStopped) await takeFiles(drop, 'untroubled');
    });
  });
  work(() => catchUp(drop));
  pass();
  return {
    state: () => drop.at,
    changed: () => {
      if (drop.open.size > 0) work(() => answerAnew(drop));
    },
    stop: async () => {
      isStopped = true;
      cancelTimer();
      watcher?.close();
      await working;
    },
  };
}

/** Null where the system gives no notices: then it is polled only. */
function watchFolder(folder: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

function stateAfter(error: unknown): Drop['at'] {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENETUNREACH') return 'missing';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOSPC')
    return 'not-writable';
  return 'watching';
}

/**
 * Takes every file that is whole, one after the other; one that cannot be taken holds up none. What is in trouble is
 * tried again by the timer alone: each try changes the folder itself.
 */
async function takeFiles(drop: Drop, which: 'all' | 'untroubled'): Promise<void> {
  const names = (await readdir(drop.folder)).filter((name) => formatOf(name) !== null);
  for (const folder of ['done', 'failed'])
    await mkdir(join(drop.folder, folder), { recursive: true });
  const here = new Set(names);
  for (const kept of [drop.seen, drop.worked, drop.held])
    for (const name of kept.keys()) if (!here.has(name)) kept.delete(name);
  let at: Drop['at'] = 'watching';
  for (const name of names.sort().slice(0, filesPerPassMax)) {
    if (which === 'untroubled' && drop.held.has(name)) at = drop.at;
    else {
      const state = await trying(drop, [drop.held, name], () => takeFile(drop, name));
      if (state !== 'watching') at = state;
    }
  }
  drop.at = at;
  if (which === 'all' && drop.late.size > 0) await answerAnew(drop);
}

/**
 * Does something for one file. On Windows a file that another program holds open can be neither read, moved
 * nor replaced: that is noted once, and tried again at the next pass.
 */
async function trying(
  { onTrouble }: Drop,
  [troubled, name]: readonly [Map<string, string>, string],
  work: () => Promise<void>,
): Promise<Drop['at']> {
  try {
    await work();
    troubled.delete(name);
    return 'watching';
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code ?? 'unknown');
    if (troubled.get(name) !== code) onTrouble(error);
    troubled.set(name, code);
    // Whether the folder itself is there is seen by the next pass.
    return stateAfter(error) === 'not-writable' ? 'not-writable' : 'watching';
  }
}

async function takeFile(drop: Drop, name: string): Promise<void> {
  const path = join(drop.folder, name);
  const format = formatOf(name);
  const stats = await lstat(path).catch(() => null);
  if (format === null || stats === null || !stats.isFile()) return;
  const nowMs = drop.nowMs();
  const seen = drop.seen.get(name);
  if (seen === undefined || !isSameFile(seen, stats)) {
    const { size, mtimeMs } = stats;
    drop.seen.set(name, { size, mtimeMs, sinceMs: nowMs });
    return;
  }
  const restedMs = nowMs - seen.sinceMs;
  if (restedMs < stableMs) return;
  const known = drop.worked.get(name);
  const isKnown = known !== undefined && isSameFile(known.of, seen);
  const content = await contentOf(path, { format, size: stats.size });
  if (content.unfinished && restedMs < unfinishedMsMax) return;
  const worked = isKnown ? known : { format, of: seen, results: [], isAnswered: false };
  drop.worked.set(name, worked);
  if (!worked.isAnswered && !(await workOff(drop, name, { content, worked }))) return;
  if (!worked.isAnswered) await answer(drop, name, worked);
  worked.isAnswered = true;
  const isFailed = worked.results.some((result) => result.error !== null);
  await moveAway({ folder: drop.folder, nowMs }, name, isFailed ? 'failed' : 'done');
  drop.seen.delete(name);
  drop.worked.delete(name);
}

function isSameFile(a: Pick<Seen, 'size' | 'mtimeMs'>, b: Pick<Seen, 'size' | 'mtimeMs'>): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs;
}

async function contentOf(
  path: string,
  { format, size }: { readonly format: 'json' | 'csv'; readonly size: number },
): Promise<DropFile> {
  if (size > fileBytesMax) return { kind: 'refused', code: 'file-too-large', unfinished: false };
  return readDropFile(format, await readFile(path));
}

/**
 * Does what a file asks for, from where an earlier pass came to; what that one did may have changed since. False:
 * the counter has no room now; the rest is done at a later pass.
 */
async function workOff(
  drop: Drop,
  file: string,
  { content, worked: { results } }: { readonly content: DropFile; readonly worked: Worked },
): Promise<boolean> {
  if (content.kind === 'refused') {
    results.splice(0, 1, { posSaleNo: '', error: content.code, reason: null, sale: null });
    return true;
  }
  results.splice(0, results.length, ...(await upToDate(drop, results)));
  for (const order of content.orders.slice(results.length)) {
    if (order.kind === 'bad') {
      const { posSaleNo, code, reason } = order;
      results.push({ posSaleNo, error: code, reason, sale: null });
      continue;
    }
    const answered = await doOne(drop.desk, file, order);
    if (answered.kind === 'refused' && isPassing(answered.code)) return false;
    results.push(resultOf(order.posSaleNo, answered));
  }
  return true;
}

/** Trouble of the moment, not of the file. */
function isPassing(code: string): boolean {
  return [
    'queue-full',
    'not-recorded',
    'internal',
    'sale-changed',
    'sale-queued',
    'setup-first',
  ].includes(code);
}

async function doOne(
  desk: PosDesk,
  file: string,
  order: Exclude<DropOrder, { kind: 'bad' }>,
): Promise<PosAnswer> {
  const key = { posName: folderPosName, posSaleNo: order.posSaleNo };
  switch (order.kind) {
    case 'cancel':
      return await desk.cancel(key);
    case 'void':
      return await desk.undo(key, order.why);
    case 'open':
      return await desk.put({ key, request: order.sale, sourceFile: file });
    case 'settle': {
      const put = await desk.put({ key, request: order.sale, sourceFile: file });
      if (put.kind === 'refused') return put;
      const { paidMinor, paidWith } = order;
      return await desk.settle(key, { paidMinor, invoice: paidWith });
    }
  }
}

function resultOf(posSaleNo: string, answered: PosAnswer): DropResult {
  if (answered.kind === 'view')
    return { posSaleNo, error: null, reason: null, sale: answered.view };
  const { code, reason = null, view = null } = answered;
  return { posSaleNo, error: code, reason, sale: view };
}

async function answer(
  drop: Drop,
  file: string,
  { format, results }: Omit<Answered, 'text'>,
): Promise<void> {
  const text = formatDropResults(format, { file, results });
  await writeWhole(resultPath(drop.folder, file), text);
  if (results.every(isSettledResult)) drop.open.delete(file);
  else drop.open.set(file, { format, results, text });
  if (drop.open.size > openFilesMax) {
    const [oldest] = drop.open.keys();
    if (oldest !== undefined) drop.open.delete(oldest);
  }
}

/** Results of sales that are open, where they have changed; one that cannot be written holds up no other. */
async function answerAnew(drop: Drop): Promise<void> {
  for (const name of drop.late.keys()) if (!drop.open.has(name)) drop.late.delete(name);
  for (const [file, { format, results, text }] of drop.open)
    await trying(drop, [drop.late, file], async () => {
      const fresh = await upToDate(drop, results);
      if (formatDropResults(format, { file, results: fresh }) !== text)
        await answer(drop, file, { format, results: fresh });
    });
}

/** As they stand now. */
async function upToDate({ desk }: Drop, results: readonly DropResult[]): Promise<DropResult[]> {
  const fresh: DropResult[] = [];
  for (const result of results) {
    const { posSaleNo } = result;
    if (isSettledResult(result)) fresh.push(result);
    else fresh.push(resultOf(posSaleNo, await desk.get({ posName: folderPosName, posSaleNo })));
  }
  return fresh;
}

/**
 * After a start: results that were not brought up to date before the end of the last run. A POS may use one name
 * for all its sales: the written result alone tells which of them its last file was about. What it says of a
 * refusal, or of a sale that is over, stays as it is.
 */
async function catchUp(drop: Drop): Promise<void> {
  const all = (await drop.listFiles()).toReversed();
  for (const file of new Set(all.map((one) => one.file))) {
    const format = formatOf(file);
    const text = await readFile(resultPath(drop.folder, file), 'utf8').catch(() => null);
    // Taken away by the POS, which had read it, or never written: then the file is still here.
    if (format === null || text === null) continue;
    const results = readDropResults(format, text);
    if (!results.every(isSettledResult)) drop.open.set(file, { format, results, text });
  }
  await answerAnew(drop);
}
