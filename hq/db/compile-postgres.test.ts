import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { lookedUpBy } from './compile-postgres.ts';
import { memberAccount } from './ledger.ts';
import { insertMany } from './insert-many.ts';
import type { EventId, LotId, MemberId } from '../../app/domain/ids.ts';

let hq: TestHq;
beforeAll(async () => {
  hq = await startTestHq('postgres');
});
afterAll(async () => {
  await hq.stop();
});

test('the columns by which a push looks up rows have their type in every table', async () => {
  const { rows } = await sql<{ name: string; type: string }>`
    SELECT DISTINCT column_name AS name, data_type AS type FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2`.execute(hq.db);
  const held = rows.filter(({ name }) => Object.hasOwn(lookedUpBy, name));
  expect(held).toEqual(Object.entries(lookedUpBy).map(([name, type]) => ({ name, type })));
});

test('rows of many members are found by their index, also before PostgreSQL has statistics', async () => {
  const members = Array.from({ length: 4_000 }, () => v7() as MemberId);
  const legs = members.flatMap((memberId) => {
    const [eid, lot] = [v7() as EventId, v7() as LotId];
    const shared = { eid, kind: 'earn' as const, lot_id: lot, expires_on: '2027-12-31' };
    const leg = (nth: number, account: string, points: number) => ({
      ...shared,
      leg: nth,
      account,
      points,
    });
    return [leg(0, memberAccount(memberId), 5), leg(1, 'liability', -5)];
  });
  await hq.db.transaction().execute((trx) => insertMany(trx, 'entry', legs));
  const asked = members.slice(0, 200);
  const lookUp = hq.db
    .selectFrom('entry')
    .select(['eid', 'points'])
    .where('account', 'in', asked.map(memberAccount))
    .where('account', '<>', 'liability');
  expect((await lookUp.execute()).length).toBe(asked.length);
  const plan = (await lookUp.explain()).map((line) => Object.values(line).join(' ')).join('\n');
  expect(plan).toContain('entry_by_lot');
  expect(plan).toMatch(/Index Cond: .*account = ANY/);
});
