import { Client } from 'pg';
import type { Connection, Submittable } from 'pg';
import { connectionOf } from './hq-db.ts';
import type { ActingAs } from './hq-db.ts';

/** A cell of a row as PostgreSQL writes it; null = NULL. */
export type CopiedRow = readonly (string | null)[];

/** One connection that only reads, all of it as the database stood at one moment. */
export type Reading = {
  /** Each row of a SELECT, as it comes: nothing is gathered. Resolves with their number. */
  readonly copy: (select: string, onRow: (row: CopiedRow) => void) => Promise<number>;
  readonly end: () => Promise<void>;
};

/**
 * Everything is wanted, in the order of its ids: sorting and merging takes a quarter of what PostgreSQL's hashes
 * and parallel workers take for a million members (4 s, not 15), and the first row comes within a second.
 */
const inOrder = `SET LOCAL work_mem = '256MB'; SET LOCAL enable_hashagg = off; SET LOCAL enable_hashjoin = off;
  SET LOCAL max_parallel_workers_per_gather = 0`;

/**
 * Opens a reading. `moment`: the name another reading gave of its own (`momentOf`), to stand at the same
 * one. The limit on a statement's time is lifted: a big chain takes a while.
 */
export async function openReading(given: {
  readonly databaseUrl: string;
  readonly acting: ActingAs;
  readonly moment?: string | null;
}): Promise<Reading & { readonly momentOf: () => Promise<string> }> {
  const client = new Client({
    ...connectionOf(given.databaseUrl, given.acting),
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  if (given.moment != null)
    await client.query(`SET TRANSACTION SNAPSHOT '${given.moment.replaceAll(`'`, '')}'`);
  await client.query(`SET LOCAL statement_timeout = 0; ${inOrder}`);
  return {
    momentOf: async () => {
      const { rows } = await client.query<{ moment: string }>(
        'SELECT pg_export_snapshot() AS moment',
      );
      return rows[0]?.moment ?? '';
    },
    copy: async (select, onRow) => await copyOut(client, `COPY (${select}) TO STDOUT`, onRow),
    end: async () => await client.end(),
  };
}

/** PostgreSQL's COPY is read several times as fast as rows of a query, and nothing heaps up. */
async function copyOut(
  client: Client,
  text: string,
  onRow: (row: CopiedRow) => void,
): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    let rows = 0;
    let trouble: unknown = null;
    const query = {
      submit: (connection: Connection) => {
        connection.query(text);
        return undefined;
      },
      handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => {
        if (trouble !== null) return;
        try {
          rows += 1;
          onRow(readLine(chunk));
        } catch (error) {
          trouble = error;
        }
      },
      handleError: (error: unknown) => {
        trouble = error;
        reject(error instanceof Error ? error : new Error('the copy failed'));
      },
      handleCommandComplete: () => undefined,
      handleRowDescription: () => undefined,
      handleDataRow: () => undefined,
      handlePortalSuspended: () => undefined,
      handleEmptyQuery: () => undefined,
      handleReadyForQuery: () => {
        if (trouble === null) resolve(rows);
        else reject(trouble instanceof Error ? trouble : new Error('a row could not be taken'));
      },
    };
    client.query(query as unknown as Submittable);
  });
}

/** A line of COPY's text form: cells between tabs, `\N` for NULL, backslashes before what is special. */
export function readLine(line: Buffer): CopiedRow {
  const text = line.toString('utf8', 0, line.length - 1);
  const cells: (string | null)[] = text.split('\t');
  if (!text.includes('\\')) return cells;
  return cells.map((cell) => (cell === '\\N' ? null : cell === null ? null : unescape(cell)));
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescape(cell: string): string {
  if (!cell.includes('\\')) return cell;
  return cell.replace(/\\(.)/gsu, (_, sign: string) => escapes[sign] ?? sign);
}
