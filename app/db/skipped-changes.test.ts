import { expect, test } from 'vitest';
import { inTransaction } from './handles.ts';
import {
  countUnreadable,
  forgetSkipped,
  hasUntried,
  noteSkipped,
  rereadSkipped,
} from './skipped-changes.ts';
import { getSyncState } from './sync-state.ts';
import { withTestDatabase } from './test-database.ts';

test('a newer version goes back to before the first row it has not tried, never into a snapshot', async () => {
  for (const [snapshotPos, cursor, kept] of [
    [null, 4, [5, 7, 9]],
    [6, 6, [7, 9]],
    [20, 20, []],
  ] as const) {
    await withTestDatabase(async (db) => {
      const state = { cursor: 20, cursor_mark: 'm', caught_up_at_ms: 1, snapshot_pos: snapshotPos };
      await db.updateTable('sync_state').set(state).execute();
      await inTransaction(db, (trx) =>
        noteSkipped(
          trx,
          [5, 7].map((pos) => ({ pos, kind: 'member' })),
          '1',
        ),
      );
      await inTransaction(db, (trx) => noteSkipped(trx, [{ pos: 9, kind: 'policy' }], '2'));
      const before = [
        await hasUntried(db, '1'),
        await hasUntried(db, '2'),
        await countUnreadable(db),
      ];
      const told = [
        await inTransaction(db, (trx) => rereadSkipped(trx, '2')),
        await inTransaction(db, (trx) => rereadSkipped(trx, '2')),
      ];
      const left = await db.selectFrom('skipped_change').selectAll().orderBy('pos').execute();
      expect({ before, told, left, ...(await getSyncState(db)) }).toMatchObject({
        before: [true, true, 2],
        told: [true, false],
        left: kept.map((pos) => ({ pos, tried_by: '2' })),
        cursor,
        cursorMark: cursor === 20 ? 'm' : null,
        caughtUpAtMs: cursor === 20 ? 1 : null,
      });
      await inTransaction(db, (trx) => forgetSkipped(trx, { from: 4, to: 9 }));
      expect([await hasUntried(db, '3'), await countUnreadable(db)]).toEqual([false, 0]);
    });
  }
});
