import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from 'pg';

/** What a PostgreSQL has used so far: differences tell what some work cost. */
export type ServerUse = {
  /** CPU of all its processes, also of those that ended; NaN where the system does not tell. */
  readonly cpuSeconds: number;
  readonly walBytes: number;
  /** Bytes of tables (with what is stored beside them) and of their indexes. */
  readonly tableBytes: number;
  readonly indexBytes: number;
};

/** Linux tells CPU time in hundredths of a second. */
const ticksPerSecond = 100;

export async function readServerUse(client: Client): Promise<ServerUse> {
  const { rows } = await client.query<Record<'pid' | 'wal' | 'tables' | 'indexes', string>>(`
    SELECT pg_backend_pid() AS pid, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS wal,
      sum(pg_table_size(oid)) AS tables, sum(pg_indexes_size(oid)) AS indexes
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`);
  const [row] = rows;
  if (row === undefined) throw new Error('the server tells nothing');
  return {
    cpuSeconds: cpuOfServer(Number(row.pid)),
    walBytes: Number(row.wal),
    tableBytes: Number(row.tables),
    indexBytes: Number(row.indexes),
  };
}

/** What was used between two looks. */
export function useBetween(before: ServerUse, after: ServerUse): ServerUse {
  return {
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    walBytes: after.walBytes - before.walBytes,
    tableBytes: after.tableBytes - before.tableBytes,
    indexBytes: after.indexBytes - before.indexBytes,
  };
}

/** The server is the parent of every connection's process; what its ended children used it counts itself. */
function cpuOfServer(connectionPid: number): number {
  const server = readProcess(connectionPid)?.parent;
  if (server === undefined) return Number.NaN;
  let ticks = readProcess(server)?.ticks ?? Number.NaN;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const one = readProcess(Number(name));
    if (one?.parent === server) ticks += one.ticks;
  }
  return ticks / ticksPerSecond;
}

/** Of `/proc/<pid>/stat`: the parent, and the CPU time of the process and its ended children (proc(5)). */
function readProcess(pid: number): { readonly parent: number; readonly ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; what is wanted comes after it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [own, system, ended, endedSystem] = fields.slice(11, 15);
    const ticks = (own ?? 0) + (system ?? 0) + (ended ?? 0) + (endedSystem ?? 0);
    return { parent: fields[1] ?? 0, ticks };
  } catch {
    return undefined;
  }
}
