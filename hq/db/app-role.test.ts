import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startPostgres } from '../../build/postgres.ts';
import type { PostgresServer } from '../../build/postgres.ts';
import { startHq } from '../start-hq.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { tell } from '../test-rig/test-counter.ts';
import { makeAward } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { appendOnlyTables, appRole, appRoleGrants, prepareAppRole } from './app-role.ts';
import { listWeakSettings, weakSettingLine } from './durability.ts';
import { openPostgres } from './hq-db.ts';
import { migrateHq } from './migrate-hq.ts';

describe.each(testStoreKinds)('HQ while it works, on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    const counter = await hq.enrol();
    await tell(counter, JSON.stringify(makeAward({ memberId: await addMember(hq) })));
  });
  afterAll(async () => {
    await hq.stop();
  });

  async function whyRefused(statement: string): Promise<string> {
    try {
      await sql.raw(statement).execute(hq.db);
      return 'done';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  }

  it('can add to the ledger, and neither change nor take away', async () => {
    const found = [];
    for (const statement of [
      'UPDATE entry SET points = 0',
      'DELETE FROM entry',
      'TRUNCATE entry',
      `UPDATE event SET status = 'duplicate'`,
      'DELETE FROM event',
      'TRUNCATE event CASCADE',
    ])
      found.push(await whyRefused(statement));
    expect(found).toEqual(
      ['entry', 'entry', 'entry', 'event', 'event', 'event'].map(
        (table) => `permission denied for table ${table}`,
      ),
    );
  });
});

test('the grants name every table that is only added to', () => {
  const revoked = appRoleGrants().find((grant) => grant.startsWith('REVOKE UPDATE')) ?? '';
  expect(appendOnlyTables.filter((table) => !revoked.includes(table))).toEqual([]);
});

/** Logins belong to a PostgreSQL server; the trial store has one connection. */
const onServer = testStoreKinds.filter((kind) => kind === 'postgres');
describe.each(onServer)('the app role of %s', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server.stop();
  });

  async function run(url: string, ...statements: string[]): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  it('is all that a login of production needs, and HQ says so when it is not used', async () => {
    const owner = openPostgres(server.url);
    await migrateHq(owner);
    // Several processes of HQ may start at once.
    const many = Array.from({ length: 6 }, () => prepareAppRole(owner));
    expect(await Promise.all(many)).toEqual(many.map(() => ({ kind: 'acting' })));
    await owner.destroy();
    const name = `hq_login_${process.pid}_${Date.now()}`;
    await run(server.url, `CREATE ROLE ${name} LOGIN PASSWORD 'pw' IN ROLE ${appRole}`);
    const url = new URL(server.url);
    url.username = name;
    url.password = 'pw';
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const hq = await startHq({ databaseUrl: url.href, consoleDir: null, log });
    try {
      const refused = await sql`UPDATE entry SET points = 0`
        .execute(hq.db)
        .catch((error: unknown) => (error as Error).message);
      expect([lines, refused]).toEqual([[], 'permission denied for table entry']);
    } finally {
      await hq.stop();
      await run(server.url, `DROP OWNED BY ${name}`, `DROP ROLE ${name}`);
    }
  });

  it('tells which settings may cost acknowledged sales', async () => {
    const url = new URL(server.url);
    url.searchParams.set('options', '-c synchronous_commit=off');
    const weak = openPostgres(url.href);
    const strong = openPostgres(server.url);
    const found = [await listWeakSettings(weak), await listWeakSettings(strong)];
    await Promise.all([weak.destroy(), strong.destroy()]);
    expect(found).toEqual([[{ name: 'synchronous_commit', value: 'off' }], []]);
    expect(weakSettingLine({ name: 'fsync', value: 'off' })).toMatch(/^WARNING: .*fsync=off/);
  });
});
