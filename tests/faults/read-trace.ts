import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What a traced process did to the files of one folder, in the order of the kernel. */
export type DiskStep =
  | { readonly kind: 'create'; readonly path: string }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly offset: number;
      readonly bytes: Buffer;
    }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  | { readonly kind: 'sync'; readonly path: string }
  /** A line on standard output: what the cashier was shown. */
  | { readonly kind: 'told'; readonly line: string };

/** What strace is asked for; everything that can change a file or its name, and every sync. */
export const tracedCalls =
  'openat,open,creat,close,pwrite64,pwritev,write,writev,fsync,fdatasync,ftruncate,truncate,' +
  'unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,fallocate,msync,mmap';

/** Calls that would change a file in a way the replay does not know. */
const unknownCalls = new Set(['pwritev', 'writev', 'truncate', 'fallocate', 'msync', 'creat']);

/**
 * Reads the output of `strace -f -y -xx -s …` and keeps what touches `folder`. Throws when a call on it is
 * of a kind that cannot be replayed, so that a change of the recording code cannot slip through.
 */
export async function readTrace(tracePath: string, folder: string): Promise<DiskStep[]> {
  const steps: DiskStep[] = [];
  const unfinished = new Map<string, string>();
  const known = new Set<string>();
  const hexFolder = hexOf(folder);
  const lines = createInterface({
    input: createReadStream(tracePath, 'latin1'),
    crlfDelay: Infinity,
  });
  for await (const line of lines) {
    const at = line.indexOf(' ');
    const pid = line.slice(0, at);
    let call = line.slice(at).trimStart();
    if (call.endsWith('<unfinished ...>')) {
      unfinished.set(pid, call.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(call);
    if (resumed !== null) call = (unfinished.get(pid) ?? '') + call.slice(resumed[0].length);
    const told = toldLine(call);
    if (told !== null) steps.push(...told.map((text) => ({ kind: 'told' as const, line: text })));
    else if (call.includes(hexFolder)) {
      const step = stepOf(call, folder, known);
      if (step !== null) steps.push(step);
    }
  }
  return steps;
}

function hexOf(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

function unhex(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}

function toldLine(call: string): string[] | null {
  const match = /^write\(1<[^>]*>, "([^"]*)"/.exec(call);
  return match === null
    ? null
    : unhex(match[1] ?? '')
        .toString()
        .split('\n')
        .filter(Boolean);
}

function stepOf(call: string, folder: string, known: Set<string>): DiskStep | null {
  const name = call.slice(0, call.indexOf('('));
  const result = /= (-?\d+)[^=]*$/.exec(call)?.[1];
  if (result === undefined) throw new Error(`a call without a result: ${call.slice(0, 80)}`);
  if (Number(result) < 0) return null;
  if (unknownCalls.has(name)) throw new Error(`the replay does not know ${name} on a shop's file`);
  const paths = [...call.matchAll(/[<"]((?:\\x[0-9a-f]{2})+)[>"]/g)].map((match) => match[1] ?? '');
  const inside = (hex: string | undefined): string => {
    const path = unhex(hex ?? '').toString();
    return path.startsWith(folder) ? path.slice(folder.length + 1) : '?';
  };
  switch (name) {
    case 'openat':
    case 'open':
      return opened(call, inside(paths.at(-1)), known);
    case 'mkdir':
    case 'mkdirat':
      return { kind: 'mkdir', path: inside(paths.at(-1)) };
    case 'unlink':
    case 'unlinkat':
      known.delete(inside(paths.at(-1)));
      return { kind: 'unlink', path: inside(paths.at(-1)) };
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const step = {
        kind: 'rename',
        path: inside(paths.at(-2)),
        to: inside(paths.at(-1)),
      } as const;
      known.delete(step.path);
      known.add(step.to);
      return step;
    }
    case 'pwrite64':
      return written(call, inside(paths[0]), Number(result));
    case 'write':
      throw new Error('the replay knows writes at a place only');
    case 'mmap':
      // The index of the log is made anew by whoever opens the file first; nothing rests on it.
      if (/PROT_WRITE.*MAP_SHARED/.test(call) && !inside(paths.at(-1)).endsWith('-shm'))
        throw new Error('a file is written through memory');
      return null;
    case 'ftruncate':
      return {
        kind: 'truncate',
        path: inside(paths[0]),
        length: Number(/, (\d+)\s*\)/.exec(call)?.[1]),
      };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path: inside(paths[0]) };
    default:
      return null;
  }
}

function opened(call: string, path: string, known: Set<string>): DiskStep | null {
  if (!call.includes('O_CREAT') || known.has(path)) return null;
  known.add(path);
  return { kind: 'create', path };
}

function written(call: string, path: string, length: number): DiskStep {
  const match = /, "([^"]*)"(\.\.\.)?, \d+, (\d+)\s*\)\s*= /.exec(call);
  if (match === null || match[2] !== undefined) throw new Error('a write was not traced whole');
  const bytes = unhex(match[1] ?? '').subarray(0, length);
  return { kind: 'write', path, offset: Number(match[3]), bytes };
}
