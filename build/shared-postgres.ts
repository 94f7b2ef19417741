import { startPostgres } from './postgres.ts';

/**
 * One PostgreSQL server for a whole run of the unit tests; each test still gets an empty database of
 * its own there. Starting one per test file took a third of the run.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_DATABASE_URL']) return undefined;
  const server = await startPostgres();
  process.env['TEST_DATABASE_URL'] = server.url;
  return server.stop;
}
