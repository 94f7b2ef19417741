import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { withTestDatabase } from './test-database.ts';

/** Run `vitest run app/db/schema.test.ts -u` after adding a migration, and read the difference. */
test('schema.sql shows what the migrations make', async () => {
  await withTestDatabase(async (db) => {
    const { rows } = await sql<{ sql: string }>`
      SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type = 'table' DESC, type, name`.execute(
      db,
    );
    const head =
      '-- The schema after all migrations; written by schema.test.ts, never by hand.\n\n';
    await expect(head + rows.map((row) => `${row.sql};\n`).join('\n')).toMatchFileSnapshot(
      './schema.sql',
    );
  });
});

test('every table is STRICT and every column of money or points is an integer', async () => {
  await withTestDatabase(async (db) => {
    const { rows: loose } =
      await sql`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND strict = 0`.execute(
        db,
      );
    const { rows: floats } = await sql`
      SELECT t.name AS tab, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
      WHERE t.schema = 'main' AND c.type NOT IN ('INTEGER', 'TEXT') AND t.name NOT LIKE 'sqlite_%'`.execute(
      db,
    );
    expect({ loose, floats }).toEqual({ loose: [], floats: [] });
  });
});
