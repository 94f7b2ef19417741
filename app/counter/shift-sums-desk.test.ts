import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sumRowsMax } from '../db/shift-sums.ts';
import { withTestDatabase } from '../db/test-database.ts';
import type { ShiftId } from '../domain/ids.ts';
import { shop, stockShop, testCounter } from './test-counter.ts';

test('years without a shift are added up in stretches, once, and the till has its turn between them', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    let turns = 0;
    const rig = testCounter(db, {
      nextTurn: async () => {
        turns += 1;
      },
    });
    await rig.counter.start();
    const { handlers } = rig.counter;
    await handlers['shift:open']({});
    await handlers['shift:close']({ shiftId: rig.last().shift?.shiftId as ShiftId });
    const events = sumRowsMax * 2 + 10;
    await sql`
      INSERT INTO event (eid, type, raw_body, member_id, recorded_at_ms)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${events})
      SELECT 'e' || i, 'staff_act', json_object('body', json_object('what', 'override')), '', i FROM n`.execute(
      db,
    );
    const seen: unknown[] = [];
    const look = async (): Promise<void> => {
      const { outside } = await handlers['shift:list']({ offset: 0, limit: 1 });
      seen.push({ turns, overrides: outside?.overrides, sales: outside?.sales });
    };
    await look();
    await rig.scan(shop.mingCard);
    await rig.sell(100);
    await look();
    await handlers['shift:open']({});
    const answer = await handlers['shift:close']({
      shiftId: rig.last().shift?.shiftId as ShiftId,
    });
    expect({ seen, answer }).toMatchObject({
      seen: [
        { turns: 2, overrides: events, sales: 0 },
        { turns: 2, overrides: events, sales: 1 },
      ],
      answer: { kind: 'done', report: { outside: { overrides: events, sales: 1 } } },
    });
    expect(rig.errors).toEqual([]);
  });
});
