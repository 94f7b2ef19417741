import { readdir, readFile, readlink } from 'node:fs/promises';

/** The far end of one TCP connection held by a process. */
export type FarEnd = { readonly address: string; readonly port: number };

/**
 * Far ends of every TCP connection that `pid` and its descendants have opened and hold right now,
 * read from the kernel's own tables (Linux). Connections that came in to a port on which one of
 * these processes listens (the inspector of a test runner) are left out.
 */
export async function listFarEnds(pid: number): Promise<readonly FarEnd[]> {
  return (await listConnections(pid)).map(({ far }) => far);
}

/** A connection and the port it was opened from: the next one to the same far end has another. */
export type Connection = { readonly localPort: number; readonly far: FarEnd };

/** The same, each told apart from the ones before it. */
export async function listConnections(pid: number): Promise<readonly Connection[]> {
  const connections: Connection[] = [];
  const listeningPorts = new Set<number>();
  for (const each of await listDescendants(pid)) {
    const inodes = await socketInodesOf(each);
    if (inodes.size === 0) continue;
    for (const table of ['tcp', 'tcp6']) {
      const text = await readFile(`/proc/${each}/net/${table}`, 'utf8').catch(() => '');
      for (const line of text.split('\n').slice(1)) {
        const columns = line.trim().split(/\s+/);
        const [, local, far, state] = columns;
        if (local === undefined || far === undefined || !inodes.has(columns[9] ?? '')) continue;
        const localPort = parseEnd(local).port;
        if (state === '0A') listeningPorts.add(localPort);
        else connections.push({ localPort, far: parseEnd(far) });
      }
    }
  }
  return connections.filter((c) => !listeningPorts.has(c.localPort));
}

/** `pid` and all processes below it, from /proc. */
export async function listDescendants(pid: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The command name stands in brackets and may hold spaces: read from behind the last one.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(Number(name), parent);
  }
  const all = [pid];
  for (let i = 0; i < all.length; i += 1) {
    for (const [child, parent] of parents) if (parent === all[i]) all.push(child);
  }
  return all;
}

async function socketInodesOf(pid: number): Promise<ReadonlySet<string>> {
  const inodes = new Set<string>();
  for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [] as string[])) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

/** `0100007F:1F90` → 127.0.0.1:8080; IPv6 is kept as hex. */
function parseEnd(text: string): FarEnd {
  const [hex = '', portHex = '0'] = text.split(':');
  const port = Number.parseInt(portHex, 16);
  if (hex.length !== 8) return { address: hex.endsWith('0100007F') ? '127.0.0.1' : hex, port };
  const bytes = hex.match(/../g) ?? [];
  return {
    address: bytes
      .map((b) => Number.parseInt(b, 16))
      .reverse()
      .join('.'),
    port,
  };
}
