import { readdir, readFile } from 'node:fs/promises';

/** A process and all that came of it. */
export async function listProcessTree(pid: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The command's name stands in brackets and may hold anything.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const tree = new Set([pid]);
  for (let before = 0; before < tree.size;) {
    before = tree.size;
    for (const [child, parent] of parents) if (tree.has(parent)) tree.add(child);
  }
  return [...tree];
}

/** Which process of the app it is, by its command line. */
export type ProcessRole = 'main' | 'renderer' | 'gpu' | 'counter' | 'network' | 'zygote' | 'other';

export type ProcessMemory = {
  readonly pid: number;
  readonly role: ProcessRole;
  /** Proportional set size: a page shared by n processes counts 1/n for each. */
  readonly pssBytes: number;
};

/** Memory of a process and all that came of it (Linux). Processes that end meanwhile are left out. */
export async function readTreeMemory(pid: number): Promise<readonly ProcessMemory[]> {
  const found = await Promise.all(
    (await listProcessTree(pid)).map(async (one): Promise<ProcessMemory | null> => {
      const rollup = await readFile(`/proc/${one}/smaps_rollup`, 'utf8').catch(() => '');
      const kib = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
      if (kib === undefined) return null;
      const command = await readFile(`/proc/${one}/cmdline`, 'utf8').catch(() => '');
      const role = one === pid ? 'main' : roleOf(command);
      return { pid: one, role, pssBytes: Number(kib) * 1024 };
    }),
  );
  return found.filter((one) => one !== null);
}

function roleOf(command: string): ProcessRole {
  if (command.includes('--type=renderer')) return 'renderer';
  if (command.includes('--type=gpu-process')) return 'gpu';
  if (command.includes('--utility-sub-type=node.mojom.NodeService')) return 'counter';
  if (command.includes('--utility-sub-type=network')) return 'network';
  return command.includes('--type=zygote') ? 'zygote' : 'other';
}

/** Sum of the proportional set sizes, MiB. */
export function totalMib(all: readonly ProcessMemory[]): number {
  return all.reduce((sum, { pssBytes }) => sum + pssBytes, 0) / 1024 ** 2;
}
