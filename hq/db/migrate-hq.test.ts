import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { startPostgres } from '../../build/postgres.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { chooseTenant } from '../open-hq-database.ts';
import { appRole, prepareAppRole } from './app-role.ts';
import { actAs, openPglite, openPostgres } from './hq-db.ts';
import type { HqDb, StoreKind } from './hq-db.ts';
import { migrateHq } from './migrate-hq.ts';
import { first } from './migrations/0001-first.ts';
import { erasedRedriven } from './migrations/0019-erased-redriven.ts';
import { statedInLine } from './migrations/0021-stated-in-line.ts';
import { migrations } from './migrations/migrations.ts';
import { listTenants } from './tenants.ts';

const id = (tail: string) => `0198b3a0-0000-7000-8000-${tail.padStart(12, '0')}`;

/** What a brand had stored besides before one database could hold several. */
const rowsOfSixth = [
  `INSERT INTO brand (slot, brand_name, timeline, admin_token_hash, signing_key)
     VALUES (1, '茶屋', '${id('b')}', 'hash', 'key')`,
  ...['member', 'liability'].map(
    (account, leg) =>
      `INSERT INTO posting VALUES ('${id(`d${leg}`)}', 'x', '${id('3')}', 0, '{"${account}": 1}')`,
  ),
  `INSERT INTO entry SELECT '${id('6')}', leg, account, 'earn', '${id('9')}', points, NULL
     FROM (VALUES (0, 'member:${id('3')}', 9), (1, 'liability', -9)) AS legs (leg, account, points)`,
  `INSERT INTO change (pos, kind, payload) VALUES (1, 'x', '{}'), (2, 'y', '{}')`,
  `INSERT INTO audit VALUES (1, 0, NULL, 'owner', 'x', 'y', '{}', '{}', 'h')`,
  `INSERT INTO nightly_run VALUES ('2026-11-21', 0, 0)`,
];

/** What a brand had stored before 0.2, one row of everything the later steps touch. */
const rowsOfFirst = [
  `INSERT INTO store VALUES ('${id('1')}', '台北店', '90000006')`,
  `INSERT INTO install VALUES ('${id('2')}', '${id('1')}', '1', 'key', 1, 'h', '', '', 0, 0, NULL)`,
  `INSERT INTO member VALUES ('${id('3')}', '林美', '+886912345678', false, '05-01', 'gold', '2026-01-01', false)`,
  `INSERT INTO member_code VALUES ('card', '${id('3')}', 0)`,
  `INSERT INTO voucher VALUES ('${id('4')}', 'V', '${id('5')}', '${id('3')}', '2026-01-01', '2026-12-31', false)`,
  `INSERT INTO event VALUES ('${id('2')}', 1, '${id('6')}', true, 'award', '\\x7b7d', '', '', 'h', 'applied', 0, 0)`,
  `INSERT INTO sale VALUES ('${id('7')}', '${id('6')}', '${id('2')}', '${id('1')}', '1122-0001', '${id('3')}', 0,
    '2026-11-22', 1000, 50, 950, 9, '${id('8')}', 1, 'gold', NULL)`,
  `INSERT INTO redemption VALUES ('${id('4')}', '${id('6')}', '${id('1')}', 0)`,
];

/** As many as there are to wait for each other on. */
const onServer = (kind: StoreKind): StoreKind[] => (kind === 'postgres' ? [kind] : []);

describe.each(testStoreKinds)('a database of HQ before 0.2, on %s', { timeout: 60_000 }, (kind) => {
  let stop = async (): Promise<void> => undefined;
  afterEach(async () => {
    await stop();
  });
  async function open(which: StoreKind): Promise<HqDb> {
    const server = which === 'postgres' ? await startPostgres() : null;
    const db = server === null ? await openPglite(null) : openPostgres(server.url);
    stop = async () => {
      await db.destroy();
      await server?.stop();
    };
    return db;
  }

  it('is brought forward with its rows, once', async () => {
    const db = await open(kind);
    await migrateHq(db, [first]);
    for (const statement of rowsOfFirst) await sql.raw(statement).execute(db);
    await migrateHq(db);
    await migrateHq(db);
    const sale = await db
      .selectFrom('sale')
      .select(['paid_minor', 'spent_minor', 'points_spent', 'refunded_minor', 'undone', 'voided'])
      .executeTakeFirst();
    expect(sale).toEqual({
      paid_minor: 950,
      spent_minor: 950,
      points_spent: 0,
      refunded_minor: 0,
      undone: false,
      voided: false,
    });
    const used = await db
      .selectFrom('redemption')
      .innerJoin('voucher', 'voucher.voucher_id', 'redemption.voucher_id')
      .select(['nth', 'redemption.uses', 'voucher.uses as of'])
      .execute();
    expect(used).toEqual([{ nth: 1, uses: 1, of: 1 }]);
    const code = await db.selectFrom('member_code').select(['code', 'weak']).execute();
    expect(code).toEqual([{ code: 'card', weak: false }]);
    const versions = await sql<{ version: number }>`
      SELECT version FROM schema_version ORDER BY version`.execute(db);
    expect(versions.rows.map((row) => row.version)).toEqual(migrations.map((m) => m.version));
  });

  it('takes the person out of a joining that was in quarantine, where they were erased before', async () => {
    const db = await open(kind);
    await migrateHq(db, [first]);
    for (const statement of rowsOfFirst) await sql.raw(statement).execute(db);
    const stub = (seq: number, memberId: string) => {
      const raw = JSON.stringify({
        member: memberId,
        body: { name: '林美', mobile: '+886912345678' },
      });
      return `INSERT INTO event VALUES ('${id('2')}', ${seq}, '${id(`e${seq}`)}', true, 'member_stub',
        '\\x${Buffer.from(raw).toString('hex')}', '', '', 'h${seq}', 'quarantined', 0, 0)`;
    };
    // Judged again; not judged again; judged again and of somebody who was not erased; nothing to be read.
    const unreadable = stub(5, id('3')).replace(/\\x[0-9a-f]+/, '\\xff');
    for (const one of [stub(2, id('3')), stub(3, id('3')), stub(4, id('33')), unreadable])
      await sql.raw(one).execute(db);
    await migrateHq(db, migrations.slice(0, 6));
    for (const seq of [2, 4])
      await sql
        .raw(`INSERT INTO redrive VALUES ('${id(`e${seq}`)}', '${id('2')}', ${seq}, 'applied', 0)`)
        .execute(db);
    const before = migrations.filter(({ version }) => version < erasedRedriven.version);
    await migrateHq(db, before);
    await sql`UPDATE member SET erased = true WHERE member_id = ${id('3')}`.execute(db);
    await migrateHq(db);
    const rows = await db.selectFrom('event').select(['seq', 'raw_body']).orderBy('seq').execute();
    const named = rows.filter((row) => Buffer.from(row.raw_body).toString('utf8').includes('林美'));
    expect([rows.map(({ seq }) => seq), named.map(({ seq }) => seq)]).toEqual([
      [1, 2, 3, 4, 5],
      [3, 4],
    ]);
  });

  it('knows whose number was only typed in LINE: who joined there, with a card of HQ’s own', async () => {
    const db = await open(kind);
    await migrateHq(db, [first]);
    for (const statement of rowsOfFirst) await sql.raw(statement).execute(db);
    const before = migrations.filter(({ version }) => version < statedInLine.version);
    await migrateHq(db, before);
    const add = async (tail: string, code: string, consentAt: string | null) => {
      const consentOn = consentAt === null ? null : '2026-01-01';
      const mobile = `+88691234500${tail}`;
      await sql`INSERT INTO member (tenant_id, member_id, name, mobile, mobile_shared, tier_id, joined_on,
          placeholder, consent_on, consent_at)
        SELECT tenant_id, ${id(tail)}, '林美', ${mobile}, false, 'general', '2026-01-01', false, ${consentOn}::text,
          ${consentAt}::text FROM tenant`.execute(db);
      await sql`INSERT INTO member_code (tenant_id, code, member_id, nth)
        SELECT tenant_id, ${code}, ${id(tail)}, 0 FROM tenant`.execute(db);
    };
    await add('21', '2100000000012', 'line');
    // Enrolled at a counter; brought along from elsewhere, and bound in LINE since.
    await add('22', '2000000000015', 'counter');
    await add('23', 'their-old-card', 'line');
    // Joined in LINE, and enrolled, before it was noted what a member agreed to.
    await add('24', '2100000000029', null);
    await add('25', '2000000000022', null);
    await migrateHq(db);
    const stated = await db
      .selectFrom('member')
      .select('member_id')
      .where('mobile_from_line', '=', true)
      .orderBy('member_id')
      .execute();
    expect(stated).toEqual([{ member_id: id('21') }, { member_id: id('24') }]);
  });

  it('keeps every row of the one brand it had, which needs no name to be served', async () => {
    const db = await open(kind);
    await migrateHq(db, [first]);
    for (const statement of rowsOfFirst) await sql.raw(statement).execute(db);
    await migrateHq(db, migrations.slice(0, 6));
    for (const statement of rowsOfSixth) await sql.raw(statement).execute(db);
    const tables = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname <> 'schema_version' ORDER BY relname`.execute(db);
    const count = async (from: HqDb) => {
      const found: [string, unknown][] = [];
      for (const { name } of tables.rows) {
        const { rows } = await sql`SELECT count(*)::integer AS n FROM ${sql.table(name)}`.execute(
          from,
        );
        found.push([name, rows]);
      }
      return found;
    };
    const before = await count(db);
    await migrateHq(db);
    const [tenant, ...others] = await listTenants(db);
    expect([tenant?.brandName, others]).toEqual(['茶屋', []]);
    // As HQ works: a role that sees its own brand only.
    expect(await prepareAppRole(db)).toEqual({ kind: 'acting' });
    const own = { role: appRole, tenantId: chooseTenant([tenant!], undefined) };
    const seen = await db.connection().execute(async (one) => {
      await actAs(one, own);
      const found = await count(one);
      await actAs(one, { role: 'none' });
      return found;
    });
    expect(seen).toEqual(before);
  });

  it('is brought forward for as long as it takes, whatever a statement is allowed', async () => {
    const db = await open(kind);
    const seen = `CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS "limit";`;
    await migrateHq(db, [{ version: 1, statements: [seen] }]);
    const { rows } = await sql<{ limit: string }>`SELECT "limit" FROM seen`.execute(db);
    expect(rows).toEqual([{ limit: '0' }]);
  });

  // PGlite has one connection: nobody is in the way there.
  it.each(onServer(kind))('is left as it was while somebody is at work in it, on %s', async () => {
    const db = await open(kind);
    await migrateHq(db, [first]);
    await db.transaction().execute(async (trx) => {
      await sql`SELECT count(*) FROM member`.execute(trx);
      const waiting = migrateHq(db, migrations, { waitMs: 200 });
      await expect(waiting).rejects.toThrow(/總部.*stop every process of HQ/su);
      // And those who come after wait for nobody.
      await sql`SELECT count(*) FROM member`.execute(db);
    });
    await migrateHq(db);
  });

  it('is refused when it is newer than this program', async () => {
    const db = await open(kind);
    await migrateHq(db, [...migrations, { version: 99, statements: [] }]);
    await expect(migrateHq(db)).rejects.toThrow('the database has schema 99');
  });
});
