import { mkdir, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** Whose file it is: a process of a machine, by a name that no other start of it ever had. */
export type SpoolOwner = {
  readonly host: string;
  readonly pid: number;
  /** When the process began: a pid is given again. */
  readonly startedMs: number;
  /** Letters and digits. */
  readonly instance: string;
};

/** A folder that processes share, each with files of its own. */
export type SpoolFolder = {
  /** A new file of one's own, open for appending; its name is on disk when this resolves. */
  readonly create: () => Promise<{ readonly path: string; readonly handle: FileHandle }>;
  /** Whether the file at `path` is still the one that `handle` writes to. */
  readonly isOwn: (file: {
    readonly path: string;
    readonly handle: FileHandle;
  }) => Promise<boolean>;
  /** Says that this process lives; see `takeOver`. */
  readonly beat: () => Promise<void>;
  /** Whether there is anything of this process in it. */
  readonly isUsed: () => boolean;
  /** Makes files of dead processes one's own; the oldest first. */
  readonly takeOver: () => Promise<string[]>;
  /** Takes away what says that this process lives, and the folder when nothing is left in it. */
  readonly leave: () => Promise<void>;
};

/** How long a process may be silent; it says that it lives every few seconds. */
export const silentMsMax = 60_000;

const namePattern = /^(.+)\.(\d+)\.(\d+)\.([a-z0-9]+)\.(?:(\d{6,})\.spool|alive)$/;

/**
 * The files of `folder`. A process whose file was taken over while it slept finds out by `isOwn` after its
 * next write and before it answers for it: whoever took the file renamed it first and reads it afterwards, so
 * what was written before the renaming is read, and the rest was not answered for.
 */
export function openSpoolFolder(
  folder: string,
  owner: SpoolOwner,
  isRunning: (pid: number) => boolean,
): SpoolFolder {
  const host = owner.host.replace(/[^A-Za-z0-9-]/g, '_');
  const startedMs = Math.round(owner.startedMs);
  const ownName = `${host}.${owner.pid}.${startedMs}.${owner.instance}`;
  const alivePath = path.join(folder, `${ownName}.alive`);
  let serial = 0;
  const nextPath = (): string => {
    serial += 1;
    return path.join(folder, `${ownName}.${String(serial).padStart(6, '0')}.spool`);
  };
  const beat = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // The file system's clock says when, for all who look.
    await writeFile(alivePath, 'alive\n', { mode: 0o600 });
  };
  const isDead = async (name: Found): Promise<boolean> => {
    if (name.host === host) {
      const isOwnPid = name.pid === owner.pid;
      if (isOwnPid ? name.startedMs !== startedMs : !isRunning(name.pid)) return true;
    }
    const its = await modifiedMs(path.join(folder, `${name.process}.alive`));
    if (its === null) return true;
    await beat();
    return ((await modifiedMs(alivePath)) ?? its) - its > silentMsMax;
  };
  return {
    create: async () => {
      if (serial === 0) await beat();
      const file = nextPath();
      return { path: file, handle: await createFile(folder, file) };
    },
    isOwn: async ({ path: file, handle }) => {
      const [there, own] = await Promise.all([stat(file).catch(() => null), handle.stat()]);
      return there !== null && there.ino === own.ino;
    },
    beat,
    isUsed: () => serial > 0,
    takeOver: async () => {
      const dead = await listDead(folder, ownName, isDead);
      const taken: string[] = [];
      for (const one of dead.filter(({ kind }) => kind === 'spool')) {
        const own = nextPath();
        if (serial === 1) await beat();
        // Of two who try, one gets it.
        const isMine = await rename(path.join(folder, one.name), own).then(
          () => true,
          () => false,
        );
        if (isMine) taken.push(own);
      }
      if (taken.length > 0) await syncFolder(folder);
      for (const { name } of dead.filter(({ kind }) => kind === 'alive'))
        await rm(path.join(folder, name), { force: true });
      return taken;
    },
    leave: async () => {
      await rm(alivePath, { force: true });
      await rmdir(folder).catch(() => undefined);
    },
  };
}

type Found = {
  readonly name: string;
  readonly process: string;
  readonly host: string;
  readonly pid: number;
  readonly startedMs: number;
  readonly kind: 'alive' | 'spool';
};

/** Everything of processes that are no more; each is asked about once. */
async function listDead(
  folder: string,
  ownName: string,
  isDead: (one: Found) => Promise<boolean>,
): Promise<Found[]> {
  const others = (await listFound(folder)).filter(({ process }) => process !== ownName);
  const dead = new Map<string, boolean>();
  for (const one of others) if (!dead.has(one.process)) dead.set(one.process, await isDead(one));
  return others.filter(({ process }) => dead.get(process) === true);
}

async function createFile(folder: string, file: string): Promise<FileHandle> {
  const handle = await open(file, 'ax', 0o600);
  try {
    await syncFolder(folder);
    return handle;
  } catch (error) {
    await handle.close();
    await rm(file, { force: true });
    throw error;
  }
}

/** In the order in which each process wrote them. */
async function listFound(folder: string): Promise<Found[]> {
  const names = await readdir(folder).catch(() => []);
  const sorted = names.toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.flatMap((name): Found[] => {
    const [, host = '', pid, started, instance, number] = namePattern.exec(name) ?? [];
    if (instance === undefined) return [];
    const kind = number === undefined ? 'alive' : 'spool';
    const process = `${host}.${pid}.${started}.${instance}`;
    return [{ name, process, host, pid: Number(pid), startedMs: Number(started), kind }];
  });
}

async function modifiedMs(file: string): Promise<number | null> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

/** A new name is safe from a power cut only when its folder is; not every system can do that. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOSPC') throw error;
  }
}

/** Whether a process of this machine runs. */
export function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There, but of somebody else.
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
