import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoShop } from '../app/seed/make-demo-shop.ts';
import { startPostgres } from '../build/postgres.ts';
import { appRole } from './db/app-role.ts';
import { findBrokenAudit } from './db/audit.ts';
import { actAs, openPglite, openPostgres } from './db/hq-db.ts';
import type { HqDb } from './db/hq-db.ts';
import { brandTables } from './db/migrations/0007-tenants.ts';
import { listOpenTables } from './db/tenants.ts';
import { addBrand, openMigrated } from './open-hq-database.ts';
import { seedDemoShop } from './seed-demo.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { startHq } from './start-hq.ts';
import type { RunningHq } from './start-hq.ts';
import { makeBrandStory, storyNoonMs, tellBrandStory } from './test-rig/brand-story.ts';
import { pullAll } from './test-rig/test-counter.ts';
import { seedTwoStores } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

type Who = 'tea' | 'coffee' | 'superuser';
const brands = ['tea', 'coffee'] as const;
const everybody: readonly Who[] = [...brands, 'superuser'];

describe.each(testStoreKinds)('two brands in one database on %s', (kind) => {
  let stopServer = async (): Promise<void> => undefined;
  let as: (who: Who) => Promise<HqDb>;
  const tenantOf = new Map<Who, string>();
  const streams = new Map<Who, number[]>();
  const balances = new Map<Who, number>();

  beforeAll(async () => {
    const server = kind === 'postgres' ? await startPostgres() : null;
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-brands-'));
    const where = server === null ? { dataDir } : { databaseUrl: server.url };
    const { db: maker } = await openMigrated(where);
    for (const brandName of brands) {
      const made = await addBrand(maker, { brandName, adminToken: `token-of-${brandName}` });
      if (made.kind === 'added') tenantOf.set(brandName, made.brand.tenantId);
    }
    await maker.destroy();
    const story = makeBrandStory();
    const shop = makeDemoShop({ seed: 1, memberCount: 20, nowMs: storyNoonMs });
    const start = (brand: (typeof brands)[number]): Promise<RunningHq> =>
      startHq({
        ...where,
        brand,
        consoleDir: null,
        nowMs: () => storyNoonMs,
        // The demo shop has the same ids whoever seeds it.
        seed: async (db) => {
          await seedDemoShop(db, shop);
          await seedTwoStores(db);
        },
      });
    for (const brand of brands) {
      const hq = await start(brand);
      const counter = await tellBrandStory(hq, story, `token-of-${brand}`);
      streams.set(
        brand,
        (await pullAll(counter)).map((row) => row.pos),
      );
      await hq.stop();
    }
    const handles = server === null ? [await openPglite(dataDir)] : openHandles(server.url);
    as = server === null ? onPglite(handles) : onPostgres(handles);
    stopServer = async () => {
      for (const db of handles) await db.destroy();
      await server?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    };
  }, 180_000);
  afterAll(async () => stopServer());

  const acting = (who: Who) => ({
    tenantId: tenantOf.get(who) ?? null,
    role: who === 'superuser' ? null : appRole,
  });
  const openHandles = (url: string) => everybody.map((who) => openPostgres(url, acting(who)));
  const onPostgres = (handles: readonly HqDb[]) => async (who: Who) =>
    handles[everybody.indexOf(who)] as HqDb;
  /** There is one connection, which becomes one after the other. */
  const onPglite = (handles: readonly HqDb[]) => async (who: Who) => {
    const [db] = handles as [HqDb];
    await actAs(db, { role: 'none' });
    await actAs(db, acting(who));
    return db;
  };

  async function run<T>(who: Who, statement: string): Promise<T[]> {
    return (await sql.raw<T>(statement).execute(await as(who))).rows as T[];
  }
  /** What a statement did; nothing of it stays. */
  async function tryOut(who: Who, statement: string): Promise<string> {
    const undo = new Error('undo');
    let found = '';
    try {
      await (await as(who)).transaction().execute(async (trx) => {
        const { numAffectedRows = 0n } = await sql.raw(statement).execute(trx);
        found = `${numAffectedRows} rows`;
        throw undo;
      });
    } catch (error) {
      if (error !== undo) found = (error as { code?: string }).code ?? String(error);
    }
    return found;
  }
  const tables = async (): Promise<string[]> =>
    (
      await run<{ name: string }>(
        'superuser',
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
           AND relkind IN ('r', 'p') AND relname <> 'schema_version' ORDER BY relname`,
      )
    ).map((row) => row.name);
  /** Every row of everybody, so that a change of any shows. */
  const fingerprint = async (): Promise<unknown> => {
    const found: unknown[] = [];
    for (const table of await tables())
      found.push(
        await run(
          'superuser',
          `SELECT '${table}', tenant_id, count(*)::integer AS n, md5(string_agg(t::text, '|' ORDER BY t::text))
           FROM ${table} AS t GROUP BY tenant_id ORDER BY tenant_id`,
        ),
      );
    return found;
  };

  it('has a policy on every table, in force for its owner too, and every key begins with the brand', async () => {
    expect(await listOpenTables(await as('superuser'))).toEqual([]);
    const policies = await run<{ table: string; says: string }>(
      'superuser',
      `SELECT tablename AS table, concat_ws(' / ', permissive, roles, cmd, qual, with_check) AS says
       FROM pg_policies WHERE schemaname = 'public' AND tablename <> 'tenant' ORDER BY tablename`,
    );
    const [{ says } = { says: '' }] = policies;
    // One and the same for all.
    expect(says.replace(/\s+/g, ' ')).toMatch(
      /^PERMISSIVE \/ \{public\} \/ ALL \/ \(tenant_id = \( SELECT CASE WHEN starts_with.* END AS \w+\)\) \/ \(tenant_id = /,
    );
    expect(policies).toEqual(
      (await tables()).filter((table) => table !== 'tenant').map((table) => ({ table, says })),
    );
    const foreignKeys = await run(
      'superuser',
      `SELECT conname FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = conrelid AND attname = 'tenant_id'
           AND attnum = ANY (conkey))`,
    );
    const uniqueKeys = await run(
      'superuser',
      `SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
       JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
       WHERE relnamespace = 'public'::regnamespace AND indisunique AND relname <> 'schema_version'
         AND attname <> 'tenant_id'`,
    );
    expect([foreignKeys, uniqueKeys]).toEqual([[], []]);
  });

  it('finds a table that was added without', async () => {
    const db = await as('superuser');
    await sql`CREATE TABLE forgotten (tenant_id uuid)`.execute(db);
    const found = await listOpenTables(db);
    await sql`DROP TABLE forgotten`.execute(db);
    expect(found).toEqual(['forgotten']);
  });

  it('has rows of both brands in every table, told by the same bytes', async () => {
    const lacking: string[] = [];
    for (const { name } of brandTables)
      for (const brand of brands) {
        const found = await run<{ n: number }>(brand, `SELECT count(*)::integer AS n FROM ${name}`);
        if (found[0]?.n === 0) lacking.push(`${brand}: ${name}`);
      }
    expect(lacking).toEqual([]);
  });

  it('shows, changes, removes and adds nothing of the other, table by table', async () => {
    const before = await fingerprint();
    const wrong: string[] = [];
    for (const table of await tables()) {
      const columns = await run<{ name: string }>(
        'superuser',
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0
           AND NOT attisdropped AND attgenerated = '' AND attname <> 'tenant_id' ORDER BY attnum`,
      );
      const names = columns.map(({ name }) => name).join(', ');
      for (const [me, other] of [brands, brands.toReversed()]) {
        if (me === undefined || other === undefined) continue;
        const mine = `'${tenantOf.get(me)}'`;
        const theirs = `'${tenantOf.get(other)}'`;
        const check = (what: string, found: string, wanted: readonly string[]) => {
          if (!wanted.includes(found)) wrong.push(`${me} ${table} ${what}: ${found}`);
        };
        const seen = await run<{ id: string }>(me, `SELECT DISTINCT tenant_id AS id FROM ${table}`);
        check('seen', seen.map(({ id }) => `'${id}'`).join(), [mine, '']);
        const where = `WHERE tenant_id = ${theirs}`;
        // 42501: refused by the permissions, or by the policy.
        const update = `UPDATE ${table} SET tenant_id = tenant_id ${where}`;
        check('update', await tryOut(me, update), ['0 rows', '42501']);
        const take = `UPDATE ${table} SET tenant_id = ${mine} ${where}`;
        check('take', await tryOut(me, take), ['0 rows', '42501']);
        const give = `UPDATE ${table} SET tenant_id = ${theirs}`;
        check('give', await tryOut(me, give), seen.length === 0 ? ['0 rows', '42501'] : ['42501']);
        check('delete', await tryOut(me, `DELETE FROM ${table} ${where}`), ['0 rows', '42501']);
        check('truncate', await tryOut(me, `TRUNCATE ${table} CASCADE`), ['42501']);
        const insert =
          `INSERT INTO ${table} (tenant_id, ${names}) OVERRIDING SYSTEM VALUE ` +
          `SELECT ${theirs}, ${names} FROM ${table} LIMIT 1`;
        check('insert', await tryOut(me, insert), seen.length === 0 ? ['0 rows'] : ['42501']);
      }
    }
    expect(wrong).toEqual([]);
    expect(await fingerprint()).toEqual(before);
  }, 60_000);

  it('refers to no row of the other: a reference is checked within the brand', async () => {
    const [store] = await run<{ id: string }>(
      'superuser',
      `INSERT INTO store (tenant_id, store_id, name, tax_id)
       VALUES ('${tenantOf.get('coffee')}', gen_random_uuid(), '只有咖啡有', '90000006') RETURNING store_id AS id`,
    );
    const refer = `INSERT INTO enrolment_code (selector, code_hash, store_id, counter_label, created_at_ms, expires_at_ms, tries)
      VALUES ('ZZZ', '', '${store?.id}', '', 0, 0, 0)`;
    expect([await tryOut('tea', refer), await tryOut('coffee', refer)]).toEqual([
      '23503',
      '1 rows',
    ]);
  });

  it('gives each its own stream without holes, its own record, and a ledger that agrees', async () => {
    for (const brand of brands) {
      const stream = streams.get(brand) ?? [];
      expect(stream).toEqual(stream.map((_, i) => i + 1));
      const db = await as(brand);
      expect([await findBrokenAudit(db), await recheckLedger(db, storyNoonMs)]).toEqual([null, 0]);
      const [sum] = await run<{ n: number }>(
        brand,
        `SELECT sum(points)::integer AS n FROM entry WHERE account <> 'liability'`,
      );
      balances.set(brand, sum?.n ?? 0);
    }
    expect(balances.get('tea')).toBe(balances.get('coffee'));
    expect(streams.get('tea')?.length).toBeGreaterThan(10);
  });

  it('shows nothing at all to a connection that forgot to say whose it is, but the list of brands', async () => {
    const db = await as('tea');
    if (kind !== 'postgres') {
      await sql`SELECT set_config('counterfoil.tenant', '', false)`.execute(db);
      expect(await sql`SELECT * FROM member`.execute(db).catch(() => 'refused')).toBe('refused');
      return;
    }
    await db.transaction().execute(async (trx) => {
      await sql`SET LOCAL counterfoil.tenant = ''`.execute(trx);
      const { rows } = await sql`SELECT tenant_id FROM tenant`.execute(trx);
      expect(rows.length).toBe(2);
      await sql`SAVEPOINT here`.execute(trx);
      const whole = await sql`SELECT * FROM member`.execute(trx).catch(() => 'refused');
      await sql`ROLLBACK TO SAVEPOINT here`.execute(trx);
      expect(whole).toBe('refused');
    });
  });

  it('finds rows by index in spite of the policy', async () => {
    const db = await as('tea');
    const id = '0198b3a0-0000-7000-8000-000000000001';
    const hot: Readonly<Record<string, string>> = {
      event_pkey: `SELECT hash FROM event WHERE inst = '${id}' AND seq >= 1 AND seq <= 9`,
      event_eid: `SELECT eid FROM event WHERE eid IN ('${id}') AND first_of_eid`,
      change_pkey: `SELECT * FROM change WHERE pos >= 5 ORDER BY pos LIMIT 500`,
      entry_by_lot: `SELECT lot_id, sum(points) FROM entry WHERE account = 'member:${id}' GROUP BY lot_id`,
      member_mobile: `SELECT member_id FROM member WHERE mobile IN ('${id}') AND NOT mobile_shared`,
      member_mobile_tail: `SELECT member_id FROM member
        WHERE mobile_tail COLLATE "C" >= '876' AND mobile_tail COLLATE "C" < '876:'`,
      member_code_pkey: `SELECT member_id FROM member_code WHERE code = 'x'`,
      sale_invoice: `SELECT eid FROM sale WHERE invoice_key = 'x' AND NOT voided`,
      line_outbox_open: `SELECT member_id FROM line_outbox WHERE state IN ('waiting', 'parked') ORDER BY member_id, outbox_no`,
      audit_pkey: `SELECT audit_no, hash FROM audit ORDER BY audit_no DESC LIMIT 1`,
    };
    const missing: string[] = [];
    await db.transaction().execute(async (trx) => {
      await sql`SET LOCAL enable_seqscan = off`.execute(trx);
      await sql`SET LOCAL enable_sort = off`.execute(trx);
      for (const [index, query] of Object.entries(hot)) {
        const { rows } = await sql.raw<Record<string, string>>(`EXPLAIN ${query}`).execute(trx);
        const plan = rows.map((row) => Object.values(row)[0]).join('\n');
        const [, condition = ''] = /(?:using|on) (?:\S+)[\s\S]*?Index Cond: (.*)/.exec(plan) ?? [];
        if (!condition.includes('tenant_id')) missing.push(`${index}:\n${plan}`);
        else if (!plan.includes(index) && !/entry_by_/.test(plan))
          missing.push(`${index}:\n${plan}`);
      }
    });
    expect(missing).toEqual([]);
  });
});
