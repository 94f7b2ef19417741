import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres } from '../build/postgres.ts';
import type { PostgresServer } from '../build/postgres.ts';
import { findAdminSession, insertAdminSession } from './db/admin-sessions.ts';
import { appRole } from './db/app-role.ts';
import { lockForBrand } from './db/brand-lock.ts';
import { findBrand } from './db/brand.ts';
import { openPostgres } from './db/hq-db.ts';
import type { HqDb } from './db/hq-db.ts';
import { boundLogin } from './db/tenants.ts';
import { addBrand, chooseTenant, openHqDatabase, openMigrated } from './open-hq-database.ts';
import { runHqCommand } from './run-hq-command.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const twoBrands = [
  { tenantId: '0198b3a0-0000-4000-8000-00000000000a', brandName: '茶屋' },
  { tenantId: '0198b3a0-0000-4000-8000-00000000000b', brandName: '咖啡店' },
] as const;

describe('the brand HQ serves', () => {
  const [tea, coffee] = twoBrands;
  it('is the only one, or the one named; else the names there are are told', () => {
    expect([
      chooseTenant([tea], undefined),
      chooseTenant(twoBrands, '咖啡店'),
      chooseTenant(twoBrands, tea.tenantId),
    ]).toEqual([tea.tenantId, coffee.tenantId, tea.tenantId]);
    const list = `  ${tea.tenantId}  茶屋\n  ${coffee.tenantId}  咖啡店`;
    expect(() => chooseTenant(twoBrands, undefined)).toThrow(
      `這個資料庫有 2 個品牌，請用 HQ_BRAND 指定其中一個（名稱或代號）：\n` +
        `This database has 2 brands: name one of them (name or id) with HQ_BRAND:\n${list}`,
    );
    expect(() => chooseTenant(twoBrands, '書店')).toThrow(list);
    const twins = [tea, { ...coffee, brandName: tea.brandName }];
    expect(() => chooseTenant(twins, '茶屋')).toThrow('There is more than one brand "茶屋" here');
    expect(() => chooseTenant([], '茶屋')).toThrow('brand add');
  });
});

/** Logins belong to a PostgreSQL server; the trial store has one connection. */
const onServer = testStoreKinds.filter((kind) => kind === 'postgres');
describe.each(onServer)('a database of %s', { timeout: 60_000 }, () => {
  let server: PostgresServer;
  let logins: string[] = [];
  const opened: HqDb[] = [];
  beforeEach(async () => {
    server = await startPostgres();
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.destroy();
    for (const login of logins) await run(`DROP OWNED BY ${login}`, `DROP ROLE ${login}`);
    logins = [];
    await server.stop();
  });

  async function run(...statements: string[]): Promise<void> {
    const db = openPostgres(server.url);
    try {
      for (const statement of statements) await sql.raw(statement).execute(db);
    } finally {
      await db.destroy();
    }
  }
  async function addLogin(login: string, more = `IN ROLE ${appRole}`): Promise<string> {
    await run(`CREATE ROLE ${login} LOGIN PASSWORD 'pw' ${more}`);
    logins.push(login);
    const url = new URL(server.url);
    url.username = login;
    url.password = 'pw';
    return url.href;
  }
  const open = async (options: Parameters<typeof openHqDatabase>[0] = {}) => {
    const brand = await openHqDatabase({ databaseUrl: server.url, ...options });
    opened.push(brand.db);
    return brand;
  };
  const add = async (brandName: string): Promise<string> => {
    const { db } = await openMigrated({ databaseUrl: server.url });
    opened.push(db);
    const made = await addBrand(db, { brandName });
    return made.kind === 'added' ? made.brand.tenantId : made.kind;
  };
  const command = async (...args: string[]) => {
    const said: string[] = [];
    const code = await runHqCommand(args, { databaseUrl: server.url }, (text) => said.push(text));
    return { code, said: said.join('\n') };
  };

  it('gets its first brand once, however many processes start on it', async () => {
    const many = await Promise.all([open(), open(), open()]);
    expect(new Set(many.map((one) => one.tenantId)).size).toBe(1);
    expect(await findBrand(many[0]!.db)).toMatchObject({ brandName: 'Counterfoil' });
  });

  it('signs the owner out everywhere once the token is another one, not at each start', async () => {
    const { db } = await open({ adminToken: 'one-token' });
    const session = { sessionHash: 'owner', adminId: null, nowMs: 1, expiresAtMs: 9 };
    await insertAdminSession(db, session);
    await open({ adminToken: 'one-token' });
    await open();
    expect(await findAdminSession(db, 'owner', 2)).not.toBeNull();
    await open({ adminToken: 'another-token' });
    expect(await findAdminSession(db, 'owner', 2)).toBeNull();
  });

  it('gets further ones by a command, which says how to go on', async () => {
    const none = await command('brand', 'list');
    const first = await command('brand', 'add', '茶屋');
    const again = await command('brand', 'add', '茶屋');
    await command('brand', 'add', '咖啡店');
    const list = await command('brand', 'list');
    const [id = ''] = /[0-9a-f-]{36}/.exec(first.said) ?? [];
    expect([none, again.code, list.code]).toEqual([
      { code: 0, said: '還沒有品牌。 There is no brand yet.' },
      1,
      0,
    ]);
    expect(list.said.split('\n')).toEqual([`${id}  茶屋`, expect.stringMatching(/  咖啡店$/)]);
    expect(first.said).toContain(`HQ_BRAND=${id} HQ_PORT=8788 npm run hq`);
    expect(first.said).toContain(`CREATE ROLE ${boundLogin(id)} LOGIN`);
    const token = /admin token: +(\S{24})\n/.exec(first.said)?.[1];
    expect(token).toBeDefined();
    await expect(open()).rejects.toThrow('This database has 2 brands');
    expect(await findBrand((await open({ brand: '茶屋' })).db)).toMatchObject({
      brandName: '茶屋',
    });
    expect(await command('brand', 'add', ' ')).toMatchObject({ code: 1 });
    expect(await command('brand', 'add', '--yes')).toMatchObject({ code: 1 });
    expect(await command('restored')).toMatchObject({ code: 1 });
    await expect(command('restored', '--yes')).rejects.toThrow('This database has 2 brands');
  });

  it('says no name in a way that commands the terminal', async () => {
    await command('brand', 'add', '\u001b[2J書店\u202e');
    expect((await command('brand', 'list')).said).toMatch(/  \ufffd\[2J書店\ufffd$/);
  });

  it('is refused by the command after a restore when it has no brand', async () => {
    await expect(command('restored', '--yes')).rejects.toThrow('start HQ once');
  });

  it('binds a login to one brand by its name: no SQL leads out of it', async () => {
    const tea = await add('茶屋');
    const coffee = await add('咖啡店');
    const databaseUrl = await addLogin(boundLogin(tea));
    await expect(open({ databaseUrl, brand: '咖啡店' })).rejects.toThrow('no brand "咖啡店"');
    const { db, tenantId } = await open({ databaseUrl });
    const found: unknown[] = [];
    for (const attempt of [
      `SET counterfoil.tenant = '${coffee}'`,
      `SELECT set_config('counterfoil.tenant', '${coffee}', false)`,
      'RESET counterfoil.tenant',
      'RESET ALL',
      'SET row_security = off',
      'SET ROLE postgres',
      'SET SESSION AUTHORIZATION DEFAULT',
      'SET SESSION AUTHORIZATION postgres',
      'ALTER TABLE brand NO FORCE ROW LEVEL SECURITY',
      'DROP POLICY own_brand ON brand',
      `CREATE OR REPLACE FUNCTION counterfoil_tenant() RETURNS uuid LANGUAGE sql AS $$ SELECT '${coffee}'::uuid $$`,
    ])
      await db.connection().execute(async (one) => {
        await sql
          .raw(attempt)
          .execute(one)
          .catch(() => undefined);
        const rows = await one
          .selectFrom('brand')
          .select('brand_name')
          .execute()
          .catch(() => []);
        found.push(...rows.map((row) => row.brand_name));
        await sql`RESET row_security`.execute(one);
      });
    expect([tenantId, [...new Set(found)]]).toEqual([tea, ['茶屋']]);
    await expect(addBrand(db, { brandName: '書店' })).rejects.toThrow('bound to one brand');
  });

  it('is not opened by a role that PostgreSQL could not hold to one brand', async () => {
    await add('茶屋');
    const bypassing = await addLogin(`hq_bypass_${process.pid}`, `BYPASSRLS IN ROLE ${appRole}`);
    await expect(open({ databaseUrl: bypassing })).rejects.toThrow('BYPASSRLS');
    const owning = `hq_owning_${process.pid}`;
    const url = await addLogin(owning, '');
    await run(
      `ALTER TABLE entry OWNER TO ${owning}`,
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${owning}`,
    );
    await expect(open({ databaseUrl: url })).rejects.toThrow('owns the tables');
    await run(
      'ALTER TABLE entry OWNER TO postgres',
      'ALTER TABLE member DISABLE ROW LEVEL SECURITY',
    );
    await expect(open()).rejects.toThrow('Row level security is off for member');
  });

  it('tells a lesser login that the owner has to bring the schema forward first', async () => {
    await add('茶屋');
    const databaseUrl = await addLogin(`hq_lesser_${process.pid}`);
    expect((await open({ databaseUrl })).storeKind).toBe('postgres');
    await run(`DELETE FROM schema_version WHERE version > 6`);
    await expect(open({ databaseUrl })).rejects.toThrow('npm run hq -- migrate --yes');
  });

  it('keeps an address’s own options beside those of HQ', async () => {
    const url = new URL(server.url);
    url.searchParams.set('options', '-c application_name=chosen');
    const { db, tenantId } = await open({ databaseUrl: url.href });
    const { rows } = await sql`SELECT current_setting('application_name') AS name,
      current_setting('counterfoil.tenant') AS tenant, CURRENT_USER AS role`.execute(db);
    expect(rows).toEqual([{ name: 'chosen', tenant: tenantId, role: appRole }]);
  });

  it('lets no brand wait for another', async () => {
    await add('茶屋');
    await add('咖啡店');
    const tea = await open({ brand: '茶屋' });
    const coffee = await open({ brand: '咖啡店' });
    const lock = async (db: HqDb): Promise<string> =>
      await db.transaction().execute(async (trx) => {
        await sql`SET LOCAL lock_timeout = 200`.execute(trx);
        await lockForBrand(trx, 'position');
        return 'has it';
      });
    const seen = await tea.db.transaction().execute(async (trx) => {
      await lockForBrand(trx, 'position');
      const own = await open({ brand: '茶屋' });
      return [
        await lock(coffee.db),
        await lock(own.db).catch((error: unknown) => (error as { code: string }).code),
      ];
    });
    expect(seen).toEqual(['has it', '55P03']);
  });
});
