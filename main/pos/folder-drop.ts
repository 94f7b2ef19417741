import { constants, watch, type FSWatcher } from 'node:fs';
import { access, lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { folderPosName } from '../../app/contract/pos-api.ts';
import type { PosHouseView } from '../../app/contract/pos-settings.ts';
import type { PosDesk } from '../../app/counter/create-pos-desk.ts';
import type { PosAnswer } from '../../app/counter/pos-answer.ts';
import type { TimersPort } from '../../app/sync/ports.ts';
import { formatDropResults, isSettledResult, type DropResult } from './drop-results.ts';
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

type Drop = FolderDropDeps & {
  readonly seen: Map<string, Seen>;
  /** By the file's name. */
  readonly open: Map<string, Answered>;
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
  const drop: Drop = { ...deps, seen: new Map(), open: new Map(), at: 'watching' };
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
      if (!isStopped) await takeFiles(drop);
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
      if (!isStopped) await takeFiles(drop);
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

/** Takes every file that is whole, one after the other. */
async function takeFiles(drop: Drop): Promise<void> {
  const names = (await readdir(drop.folder)).filter((name) => formatOf(name) !== null);
  for (const folder of ['done', 'failed'])
    await mkdir(join(drop.folder, folder), { recursive: true });
  drop.at = 'watching';
  for (const name of drop.seen.keys()) if (!names.includes(name)) drop.seen.delete(name);
  for (const name of names.sort().slice(0, filesPerPassMax)) await takeFile(drop, name);
}

/** Null: not a file for us. What is still being written should have another ending (`.tmp`) until it is done. */
function formatOf(name: string): 'json' | 'csv' | null {
  if (/^[.~]/.test(name) || /\.result\.(json|csv)$/i.test(name)) return null;
  const ending = /\.(json|csv)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === 'json' || ending === 'csv' ? ending : null;
}

async function takeFile(drop: Drop, name: string): Promise<void> {
  const path = join(drop.folder, name);
  const format = formatOf(name);
  const stats = await lstat(path).catch(() => null);
  if (format === null || stats === null || !stats.isFile()) return;
  const nowMs = drop.nowMs();
  const seen = drop.seen.get(name);
  const isSame = seen?.size === stats.size && seen.mtimeMs === stats.mtimeMs;
  if (seen === undefined || !isSame) {
    const { size, mtimeMs } = stats;
    drop.seen.set(name, { size, mtimeMs, sinceMs: nowMs });
    return;
  }
  const restedMs = nowMs - seen.sinceMs;
  if (restedMs < stableMs) return;
  const content: DropFile =
    stats.size > fileBytesMax
      ? { kind: 'refused', code: 'file-too-large', unfinished: false }
      : readDropFile(format, await readFile(path));
  if (content.kind === 'refused' && content.unfinished && restedMs < unfinishedMsMax) return;
  const results =
    content.kind === 'refused'
      ? [{ posSaleNo: '', error: content.code, reason: null, sale: null }]
      : await doAll(drop, name, content.orders);
  if (results === null) return;
  const isFailed = results.some((result) => result.error !== null);
  await answer(drop, name, { format, results });
  await moveAway(drop, name, isFailed ? 'failed' : 'done');
  drop.seen.delete(name);
}

/** Null: the counter has no room now; the file is taken at a later pass. */
async function doAll(
  { desk }: Drop,
  file: string,
  orders: readonly DropOrder[],
): Promise<readonly DropResult[] | null> {
  const results: DropResult[] = [];
  for (const order of orders) {
    if (order.kind === 'bad') {
      const { posSaleNo, code, reason } = order;
      results.push({ posSaleNo, error: code, reason, sale: null });
      continue;
    }
    const answered = await doOne(desk, file, order);
    if (answered.kind === 'refused' && isPassing(answered.code)) return null;
    results.push(resultOf(order.posSaleNo, answered));
  }
  return results;
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
  await writeWhole(resultPath(drop, file), text);
  if (results.every(isSettledResult)) drop.open.delete(file);
  else drop.open.set(file, { format, results, text });
  if (drop.open.size > openFilesMax) {
    const [oldest] = drop.open.keys();
    if (oldest !== undefined) drop.open.delete(oldest);
  }
}

function resultPath({ folder }: Drop, file: string): string {
  const ending = formatOf(file) ?? 'json';
  return join(folder, `${file.replace(/\.(json|csv)$/i, '')}.result.${ending}`);
}

/** Under its name there is never half a file. */
async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.tmp`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
}

async function moveAway({ folder, nowMs }: Drop, name: string, into: string): Promise<void> {
  const stamp = new Date(nowMs() + 8 * 3_600_000)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .slice(0, 15);
  for (let n = 1; n < 1_000; n += 1) {
    const free = join(folder, into, `${stamp}-${n}-${safeName(name)}`);
    if ((await lstat(free).catch(() => null)) !== null) continue;
    await rename(join(folder, name), free);
    return;
  }
}

/** A name that every system takes, the ending kept. */
function safeName(name: string): string {
  const ending = name.slice(name.lastIndexOf('.'));
  const stem = name
    .slice(0, name.lastIndexOf('.'))
    .replace(/[<>:"/\\|?*]|\p{Cc}/gu, '_')
    .slice(0, 100)
    .replace(/[. ]+$/, '');
  return `${stem}${ending}`;
}

/** Results of sales that are open, where they have changed. */
async function answerAnew(drop: Drop): Promise<void> {
  for (const [file, { format, results, text }] of drop.open) {
    const fresh: DropResult[] = [];
    for (const result of results) {
      if (isSettledResult(result)) fresh.push(result);
      else {
        const key = { posName: folderPosName, posSaleNo: result.posSaleNo };
        fresh.push(resultOf(result.posSaleNo, await drop.desk.get(key)));
      }
    }
    if (formatDropResults(format, { file, results: fresh }) !== text)
      await answer(drop, file, { format, results: fresh });
  }
}

/** After a start: results that were not brought up to date before the end of the last run. */
async function catchUp(drop: Drop): Promise<void> {
  const all = (await drop.listFiles()).toReversed();
  for (const file of new Set(all.map((one) => one.file))) {
    const sales = all.filter((one) => one.file === file);
    const format = formatOf(file);
    const written = await readFile(resultPath(drop, file), 'utf8').catch(() => null);
    // Taken away by the POS, which had read it, or never written: then the file is still here.
    if (format === null || written === null) continue;
    const results: DropResult[] = [];
    for (const { posSaleNo } of sales)
      results.push(resultOf(posSaleNo, await drop.desk.get({ posName: folderPosName, posSaleNo })));
    const isOpen = !results.every(isSettledResult);
    if (isOpen || formatDropResults(format, { file, results }) !== written)
      await answer(drop, file, { format, results });
  }
}
