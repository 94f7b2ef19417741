import type { Client } from 'pg';

/** The tables that a sale's event adds rows to. */
const tables = ['event', 'entry', 'sale', 'change'] as const;

/** What HQ wrote, and how fast PostgreSQL itself takes the same rows. */
export type CopyLimit = {
  readonly rows: number;
  readonly seconds: number;
  readonly byTable: readonly (readonly [string, number])[];
};

/** Rows in the tables an event writes to. */
export async function countRows(client: Client): Promise<CopyLimit['byTable']> {
  const counts: (readonly [string, number])[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`);
    counts.push([table, Number(rows[0]?.n)]);
  }
  return counts;
}

/**
 * Loads the very rows HQ wrote into empty tables of the same shape, keys and indexes with PostgreSQL's own
 * COPY, in one transaction: the most this server takes of them. The files lie with the server.
 */
export async function measureCopy(client: Client, folder: string): Promise<CopyLimit> {
  const byTable = await countRows(client);
  for (const [table] of byTable) {
    await client.query(`COPY ${table} TO '${folder}/${table}.copy'`);
    await client.query(`CREATE TABLE limit_${table} (LIKE ${table} INCLUDING ALL)`);
  }
  const startedMs = performance.now();
  await client.query('BEGIN');
  for (const [table] of byTable) {
    await client.query(`COPY limit_${table} FROM '${folder}/${table}.copy'`);
  }
  await client.query('COMMIT');
  const seconds = (performance.now() - startedMs) / 1000;
  return { rows: byTable.reduce((sum, [, n]) => sum + n, 0), seconds, byTable };
}
