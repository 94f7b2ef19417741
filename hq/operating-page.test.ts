import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { startPostgres } from '../build/postgres.ts';
import { openPostgres } from './db/hq-db.ts';
import { runHqCommand } from './run-hq-command.ts';
import { startHq } from './start-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const page = readFileSync(path.join(import.meta.dirname, '../docs/operating.md'), 'utf8');

/** What the page has somebody type into psql, in its order, statement by statement. */
function sqlOfPage(): string[] {
  const fences = [...page.matchAll(/^ *```sql\n([^]*?)^ *```/gm)].map((fence) => fence[1] ?? '');
  const statements = fences.join('').split(';');
  return statements.map((one) => one.trim()).filter((one) => one !== '');
}

async function run(databaseUrl: string, ...statements: string[]): Promise<void> {
  const db = openPostgres(databaseUrl);
  try {
    for (const statement of statements) await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}

it('docs/operating.md has three things typed into psql, in the order they are needed', () => {
  expect(sqlOfPage().map((one) => one.split(' ').slice(0, 3).join(' '))).toEqual([
    'CREATE ROLE counterfoil_owner',
    'CREATE DATABASE counterfoil',
    'CREATE ROLE counterfoil_hq',
  ]);
});

/** Logins belong to a PostgreSQL server; the trial store has none. */
const onServer = testStoreKinds.filter((kind) => kind === 'postgres');
it.each(onServer)(
  'docs/operating.md leads to an HQ that runs on %s',
  { timeout: 60_000 },
  async () => {
    // A server of its own: the role of the page must not be there yet, as on a fresh one.
    const shared = process.env['TEST_DATABASE_URL'];
    delete process.env['TEST_DATABASE_URL'];
    const server = await startPostgres();
    if (shared !== undefined) process.env['TEST_DATABASE_URL'] = shared;
    const urlOf = (username: string, password: string): string =>
      Object.assign(new URL(server.url), { username, password, pathname: '/counterfoil' }).href;
    try {
      const [owner = '', database = '', login = '', ...more] = sqlOfPage();
      expect(more).toEqual([]);
      await run(server.url, owner, database);
      const ownerUrl = urlOf('counterfoil_owner', 'owner-password');
      const said: string[] = [];
      const say = (text: string) => void said.push(text);
      const migrate = () => runHqCommand(['migrate', '--yes'], { databaseUrl: ownerUrl }, say);
      expect([await migrate(), said.at(-1)]).toEqual([0, expect.stringContaining('is ready')]);
      await runHqCommand(['app-role'], {}, say);
      expect(said.at(-1)).toContain(login.replace('hq-password', '…'));
      await run(ownerUrl, login);
      const log: string[] = [];
      const databaseUrl = urlOf('counterfoil_hq', 'hq-password');
      const start = () =>
        startHq({
          databaseUrl,
          consoleDir: null,
          memberPagesDir: null,
          log: (line) => log.push(line),
        });
      const first = await start();
      expect(first.adminToken).toMatch(/^\S{24}$/);
      const health = await fetch(`${first.url}/v1/health`);
      expect(page).toContain(`\`${await health.text()}\``);
      await first.stop();
      // Upgrades and restores.
      expect(await migrate()).toBe(0);
      const restored = await runHqCommand(['restored', '--yes'], { databaseUrl }, say);
      const again = await start();
      await again.stop();
      expect([restored, again.adminToken, log]).toEqual([0, null, []]);
      // As pg_dump asks: the owner would get an error, not half of the rows.
      await expect(run(ownerUrl, 'SET row_security = off', 'SELECT FROM sale')).rejects.toThrow(
        'row-level security',
      );
    } finally {
      await server.stop();
    }
  },
);
