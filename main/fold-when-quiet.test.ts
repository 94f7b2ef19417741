import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTransaction, type Db } from '../app/db/handles.ts';
import { putSettings } from '../app/db/settings.ts';
import { withTestDatabase } from '../app/db/test-database.ts';
import { createLogFolder } from './fold-when-quiet.ts';

/** Timers that run when told to. */
function handTimers() {
  const due: (() => void)[] = [];
  return {
    due,
    setTimer: (_delayMs: number, fn: () => void) => {
      due.push(fn);
      return () => void due.splice(due.indexOf(fn), 1);
    },
  };
}

async function pagesWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{ log: number; checkpointed: number }>`
    PRAGMA wal_checkpoint(NOOP)`.execute(db);
  return (rows[0]?.log ?? 0) - (rows[0]?.checkpointed ?? 0);
}

test('a long log is folded between two things done, a short one is left; one look at a time', async () => {
  await withTestDatabase(async (db) => {
    const timers = handTimers();
    const broken: unknown[] = [];
    const folder = createLogFolder({ db, timers, onBroken: (error) => broken.push(error) });
    const record = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        await inTransaction(db, (trx) => putSettings(trx, { counterLabel: String(i).repeat(99) }));
        folder.soon();
      }
    };
    const look = async () => {
      const looks = timers.due.splice(0);
      for (const fn of looks) fn();
      // The folder waits for its turn at the file, as all do.
      for (let turn = 0; turn < 5; turn += 1) await pagesWaiting(db);
      return [looks.length, (await pagesWaiting(db)) === 0];
    };
    await record(50);
    const short = await look();
    await record(300);
    const long = await look();
    await record(1);
    await folder.stop();
    folder.soon();
    expect([short, long, timers.due, broken]).toEqual([[1, false], [1, true], [], []]);
  });
});
