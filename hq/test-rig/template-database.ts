import { startPostgres } from '../../build/postgres.ts';
import { openPostgres } from '../db/hq-db.ts';
import { migrateHq } from '../db/migrate-hq.ts';

/**
 * One migrated database for a whole run of the tests, of which each test gets a copy: all migrations take
 * a second, a copy a tenth of it. Runs after the server for all tests was started.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['HQ_TEST_STORE'] === 'pglite') return undefined;
  const template = await startPostgres();
  const db = openPostgres(template.url);
  try {
    await migrateHq(db);
  } finally {
    // A database that somebody uses cannot be copied.
    await db.destroy();
  }
  process.env['TEST_DATABASE_TEMPLATE'] = new URL(template.url).pathname.slice(1);
  return template.stop;
}
