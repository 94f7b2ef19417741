import { rmSync } from 'node:fs';
import { makeMemoryFolder } from './memory-folder.ts';
import { startPostgres } from './postgres.ts';

/**
 * One PostgreSQL server for a whole run of the unit tests; each test still gets an empty database of
 * its own there. Starting one per test file took a third of the run. Its files, and those that the tests
 * make, are kept in memory where the machine has the room.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_DATABASE_URL']) return undefined;
  const before = process.env['TMPDIR'];
  const folder = makeMemoryFolder();
  if (folder !== null) process.env['TMPDIR'] = folder;
  const server = await startPostgres();
  process.env['TEST_DATABASE_URL'] = server.url;
  return async () => {
    await server.stop();
    if (folder === null) return;
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  };
}
