import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { columnTypes } from './column-types.ts';

let hq: TestHq;
beforeAll(async () => {
  hq = await startTestHq('pglite');
});
afterAll(async () => {
  await hq.stop();
});

test('the columns that are inserted as arrays have these types in the database', async () => {
  const { rows } = await sql<{ at: string; type: string }>`
    SELECT table_name || '.' || column_name AS at, data_type AS type
    FROM information_schema.columns WHERE table_schema = 'public'`.execute(hq.db);
  const held = new Map(rows.map(({ at, type }) => [at, type]));
  const told = Object.entries(columnTypes).flatMap(([table, columns]) =>
    Object.entries(columns).map(([column, type]) => [`${table}.${column}`, type] as const),
  );
  expect(told.length).toBeGreaterThan(40);
  expect(told.map(([at]) => [at, held.get(at)])).toEqual(told.map((one) => [...one]));
});
