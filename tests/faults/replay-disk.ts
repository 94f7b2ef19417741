import { createHash } from 'node:crypto';
import type { Random } from '../../app/seed/random.ts';
import type { DiskStep } from './read-trace.ts';

/** A state a disk may be found in. */
export type DiskImage = {
  /** The same for the same content. */
  readonly key: string;
  /** The files of the folder, by path inside it; built when asked for. */
  readonly files: () => ReadonlyMap<string, Buffer>;
};

type Pending =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number };

/** `version` is another one with each sync: the same version is the same durable content. */
type Inode = { durable: Buffer; version: number; pending: Pending[] };

/** A name that came, went or moved; of one that came, the file behind it. */
type NameStep =
  | { readonly kind: 'create'; readonly path: string; readonly inode: Inode }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string };

/**
 * A disk that keeps what was synced for sure and the rest perhaps. Data of a file is sure after a sync of
 * the file; names (new, renamed, removed) are sure after a sync of their folder, and happen in order.
 */
export type ReplayDisk = {
  readonly take: (step: DiskStep) => void;
  /** What may be found after the power went now; `how` as below. */
  readonly image: (how: ImageKind, random: Random) => DiskImage;
};

/**
 * `none`: only what was synced. `all`: everything. `prefix`: unsynced writes up to one that is torn.
 * `subset`: of each unsynced write any of its sectors, the names up to any point.
 */
export type ImageKind = 'none' | 'all' | 'prefix' | 'subset';

const sectorBytes = 512;

export function createReplayDisk(): ReplayDisk {
  const now = new Map<string, Inode>();
  const sure = new Map<string, Inode>();
  let pendingNames: NameStep[] = [];
  let lastVersion = 0;
  const nextVersion = (): number => (lastVersion += 1);

  function inodeOf(path: string): Inode {
    const inode = now.get(path);
    if (inode === undefined) throw new Error(`${path} was never made`);
    return inode;
  }

  function takeName(step: NameStep): void {
    applyName(now, step);
    pendingNames.push(step);
  }

  function syncNames(folder: string): void {
    const isHere = (path: string): boolean => folderOf(path) === folder;
    for (const step of pendingNames.filter(({ path }) => isHere(path))) applyName(sure, step);
    pendingNames = pendingNames.filter(({ path }) => !isHere(path));
  }

  function takeSync(path: string): void {
    const inode = now.get(path);
    if (inode === undefined) {
      syncNames(path);
      return;
    }
    if (inode.pending.length === 0) return;
    inode.durable = applied(inode.durable, inode.pending);
    inode.version = nextVersion();
    inode.pending = [];
  }

  return {
    take: (step) => {
      const { kind } = step;
      if (kind === 'create') {
        const inode = { durable: Buffer.alloc(0), version: nextVersion(), pending: [] };
        takeName({ kind, path: step.path, inode });
      } else if (kind === 'unlink') takeName({ kind, path: step.path });
      else if (kind === 'rename') takeName(step);
      else if (kind === 'write' || kind === 'truncate') inodeOf(step.path).pending.push(step);
      else if (kind === 'sync') takeSync(step.path);
    },
    image: (how, random) => {
      const names = new Map(sure);
      const namesKept =
        how === 'none'
          ? 0
          : how === 'all'
            ? pendingNames.length
            : random.whole(pendingNames.length + 1);
      for (const step of pendingNames.slice(0, namesKept)) applyName(names, step);
      const parts = [...names].map(([path, { durable, version, pending }]) => {
        return { path, durable, version, late: kept(pending, how, random) };
      });
      return {
        key: parts.map(({ path, version, late }) => `${path} ${version} ${keyOf(late)}`).join('|'),
        files: () =>
          new Map(parts.map(({ path, durable, late }) => [path, applied(durable, late)])),
      };
    },
  };
}

function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

function applyName(names: Map<string, Inode>, step: NameStep): void {
  if (step.kind === 'create') names.set(step.path, step.inode);
  else {
    const inode = names.get(step.path);
    names.delete(step.path);
    if (step.kind === 'rename' && inode !== undefined) names.set(step.to, inode);
  }
}

function keyOf(late: readonly Pending[]): string {
  if (late.length === 0) return '';
  const hash = createHash('sha1');
  for (const one of late) {
    if (one.kind === 'truncate') hash.update(`t${one.length}`);
    else hash.update(`w${one.offset} `).update(one.bytes);
  }
  return hash.digest('base64');
}

function kept(pending: readonly Pending[], how: ImageKind, random: Random): readonly Pending[] {
  if (how === 'none') return [];
  if (how === 'all') return pending;
  if (how === 'prefix') {
    const whole = random.whole(pending.length + 1);
    const torn = pending[whole];
    const rest = torn?.kind === 'write' ? [tornAt(torn, random)] : [];
    return [...pending.slice(0, whole), ...rest];
  }
  return pending.flatMap((one) => {
    if (one.kind === 'truncate') return random.chance(0.5) ? [one] : [];
    return sectorsOf(one).filter(() => random.chance(0.5));
  });
}

function tornAt(write: Pending & { kind: 'write' }, random: Random): Pending {
  const sectors = Math.ceil(write.bytes.length / sectorBytes);
  return { ...write, bytes: write.bytes.subarray(0, random.whole(sectors + 1) * sectorBytes) };
}

/** A write cut where sectors of the disk end. */
function sectorsOf({ offset, bytes }: Pending & { kind: 'write' }): Pending[] {
  const parts: Pending[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + sectorBytes - ((offset + at) % sectorBytes), bytes.length);
    parts.push({ kind: 'write', offset: offset + at, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return parts;
}

function applied(durable: Buffer, pending: readonly Pending[]): Buffer {
  let length = durable.length;
  let room = length;
  for (const one of pending) {
    length = one.kind === 'truncate' ? one.length : Math.max(length, one.offset + one.bytes.length);
    room = Math.max(room, length);
  }
  if (pending.length === 0) return durable;
  const content = Buffer.alloc(room);
  durable.copy(content);
  for (const one of pending) {
    if (one.kind === 'truncate') content.fill(0, one.length);
    else one.bytes.copy(content, one.offset);
  }
  return content.subarray(0, length);
}
