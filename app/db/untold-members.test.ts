import { expect, test } from 'vitest';
import type { ChangeRow } from '../contract/sync.ts';
import type { MemberId } from '../domain/ids.ts';
import { applyChanges } from './apply-changes.ts';
import { dropSome, firstDropPlace, startDropping } from './drop-view.ts';
import { inTransaction, type Db } from './handles.ts';
import { getSyncState, markCaughtUp } from './sync-state.ts';
import { testMember, withTestDatabase } from './test-database.ts';
import { listUntold } from './untold-members.ts';

const idOf = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}` as MemberId;
const timeline = '01990000-0000-7000-8000-0000000000cc';
const ids = Array.from({ length: 1_201 }, (_, n) => idOf(n));

const told = (n: number, pos: number): ChangeRow => ({
  pos,
  kind: 'member',
  member: testMember(idOf(n), { mobile: null, cardCodes: [`card-${n}`] }),
});

async function pull(db: Db, numbers: readonly number[]): Promise<void> {
  const { cursor } = await getSyncState(db);
  const rows = numbers.map((n, i) => told(n, cursor + 1 + i));
  await inTransaction(db, async (trx) => {
    await applyChanges(trx, { from: cursor, to: cursor + rows.length, rows, skipped: [] });
  });
}

async function dropAll(db: Db): Promise<void> {
  await inTransaction(db, (trx) => startDropping(trx, timeline));
  for (let place = firstDropPlace; ;) {
    const at = place;
    const next = await inTransaction(db, (trx) => dropSome(trx, at));
    if (next === null) return;
    place = next;
  }
}

test('after a restore of HQ, whom its stream does not tell of again is known as such, and only then', async () => {
  await withTestDatabase(async (db) => {
    await pull(
      db,
      ids.map((_, n) => n),
    );
    const untold = async () => [...(await listUntold(db, ids))].map((id) => ids.indexOf(id));
    const seen = [await untold()];
    await dropAll(db);
    seen.push(await untold());
    await pull(
      db,
      ids.map((_, n) => n).filter((n) => n !== 7 && n !== 1_200),
    );
    // Not before the stream was read to its end.
    seen.push(await untold());
    await inTransaction(db, (trx) => markCaughtUp(trx, 5));
    seen.push(await untold());
    // Another counter told HQ of one of them.
    await pull(db, [7]);
    seen.push(await untold());
    expect(seen).toEqual([[], [], [], [7, 1_200], [1_200]]);
  });
});
