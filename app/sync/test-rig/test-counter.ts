import { copyFileSync } from 'node:fs';
import { appendEvent } from '../../db/events.ts';
import { closeDatabase, inTransaction } from '../../db/handles.ts';
import type { Db } from '../../db/handles.ts';
import { startInstall } from '../../db/installs.ts';
import { insertEntries, listBalances } from '../../db/ledger.ts';
import { putSettings } from '../../db/settings.ts';
import { countingIds, openTestDatabase, tempFolder, testAward } from '../../db/test-database.ts';
import type { InstallId, MemberId, NewId } from '../../domain/ids.ts';
import type { TimersPort } from '../ports.ts';

/** A counter of nothing but its real, encrypted database. */
export type TestCounter = {
  readonly db: Db;
  /** Records an award of `points`, as the till does: event, duty to send and entries at once. */
  readonly award: (memberId: MemberId, points: number) => Promise<void>;
  readonly points: (memberId: MemberId) => Promise<number>;
  /** Closes this counter and opens it twice: on its own disk and on a copy of it. */
  readonly split: () => Promise<readonly [TestCounter, TestCounter]>;
  readonly close: () => Promise<void>;
};

export const aMember = '01980000-0000-7000-8000-0000000000aa' as MemberId;

/** Real timers. */
export const realTimers: TimersPort = {
  setTimer: (delayMs, fn) => {
    const handle = setTimeout(fn, delayMs);
    return () => clearTimeout(handle);
  },
};

/** Opens a new counter that works without HQ; `n` keeps its ids apart from other counters'. */
export async function openTestCounter(n = 1): Promise<TestCounter> {
  const temp = tempFolder();
  return await beginTestCounter(openTestDatabase(temp.filePath), temp, countingIds(n * 1_000_000));
}

/** The same on a database that somebody opened. */
export async function beginTestCounter(
  db: Db,
  temp: ReturnType<typeof tempFolder>,
  newId: NewId,
): Promise<TestCounter> {
  await inTransaction(db, async (trx) => {
    await startInstall(trx, {
      installId: newId<InstallId>(),
      kind: 'local',
      signingKey: null,
      nowMs: 1,
      offer: 'unacked',
    });
    await putSettings(trx, { mode: 'local' });
  });
  return counterOn(db, temp, newId);
}

/** A counter on a database that has begun before. */
export function counterOn(db: Db, temp: ReturnType<typeof tempFolder>, newId: NewId): TestCounter {
  return {
    db,
    award: (memberId, points) => recordAward(db, newId, memberId, points),
    points: async (memberId) => {
      const balances = await listBalances(db, { memberIds: [memberId], today: '2026-11-22' });
      return balances.get(memberId) ?? 0;
    },
    split: async () => {
      await closeDatabase(db);
      const other = tempFolder();
      copyFileSync(temp.filePath, other.filePath);
      return [
        counterOn(openTestDatabase(temp.filePath), temp, newId),
        counterOn(openTestDatabase(other.filePath), other, countingIds(900_000_000)),
      ];
    },
    close: async () => {
      await closeDatabase(db);
      temp.remove();
    },
  };
}

async function recordAward(
  db: Db,
  newId: NewId,
  memberId: MemberId,
  points: number,
): Promise<void> {
  const event = testAward(newId, { memberId, points });
  const recordedAtMs = event.t.wallMs;
  await inTransaction(db, async (trx) => {
    await appendEvent(trx, { event, recordedAtMs });
    const entries = event.body.entries;
    await insertEntries(trx, [{ eid: event.eid, origin: 'record', recordedAtMs, entries }]);
  });
}
