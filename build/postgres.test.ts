import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

test('a real PostgreSQL starts, keeps Chinese text, syncs its writes and stops', async () => {
  const server = await startPostgres();
  try {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const answer = await client.query<Record<string, string>>(
      `select version(), '點數'::text as text, current_setting('fsync') as fsync,
              current_setting('server_encoding') as encoding`,
    );
    await client.end();
    expect(answer.rows).toEqual([
      {
        version: expect.stringMatching(/^PostgreSQL 1[4-9]/),
        text: '點數',
        fsync: 'on',
        encoding: 'UTF8',
      },
    ]);
  } finally {
    await server.stop();
  }
  await expect(new Client({ connectionString: server.url }).connect()).rejects.toThrow();
});
