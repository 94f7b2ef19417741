import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { AwardEvent } from '../contract/events.ts';
import type { InstallId, MemberId, NewId } from '../domain/ids.ts';
import { chainHash } from './chain-hash.ts';
import { appendEvent, getUnsentSummary, listUnsent, markAcked, setAcked } from './events.ts';
import { inTransaction, type Db } from './handles.ts';
import { findCurrentInstall, startInstall } from './installs.ts';
import { insertEntries } from './ledger.ts';
import { applyReceipts } from './receipts.ts';
import { countingIds, testAward, withTestDatabase } from './test-database.ts';
import { verifyChain } from './verify-chain.ts';

async function begin(db: Db, newId: NewId, kind: 'local' | 'hq' = 'hq'): Promise<InstallId> {
  const installId = newId<InstallId>();
  await inTransaction(db, (trx) =>
    startInstall(trx, { installId, kind, signingKey: null, nowMs: 1, offer: 'unacked' }),
  );
  return installId;
}

async function record(db: Db, newId: NewId, count: number): Promise<AwardEvent[]> {
  const events: AwardEvent[] = [];
  for (let i = 0; i < count; i += 1) {
    const event = testAward(newId, { memberId: newId<MemberId>(), points: i + 1 });
    await inTransaction(db, async (trx) => {
      await appendEvent(trx, { event, recordedAtMs: 1000 + i });
      await insertEntries(trx, [
        { eid: event.eid, origin: 'record', recordedAtMs: 1000 + i, entries: event.body.entries },
      ]);
    });
    events.push(event);
  }
  return events;
}

test('events are chained from seq 1 over their raw bytes and wait in order', async () => {
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    const installId = await begin(db, newId);
    const events = await record(db, newId, 3);
    const unsent = await listUnsent(db, { limit: 10, bytesMax: 1e6 });
    expect(unsent.map((e) => e.rawBody)).toEqual(events.map((e) => JSON.stringify(e)));
    const first = chainHash({
      prev: '',
      install: installId,
      seq: 1,
      rawBody: JSON.stringify(events[0]),
    });
    expect(unsent[0]).toMatchObject({ installId, seq: 1, eid: events[0]?.eid, hash: first });
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await getUnsentSummary(db)).toEqual({ count: 3, oldestAtMs: 1000 });
    expect(await verifyChain(db)).toEqual({ kind: 'whole', events: 3, links: 3 });
  });
});

test('a batch keeps its limits but never comes back empty', async () => {
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    await begin(db, newId);
    await record(db, newId, 5);
    expect((await listUnsent(db, { limit: 2, bytesMax: 1e6 })).map((e) => e.seq)).toEqual([1, 2]);
    expect((await listUnsent(db, { limit: 5, bytesMax: 1 })).map((e) => e.seq)).toEqual([1]);
  });
});

test('an ack counts only with our own hash, and never goes back; a rewind goes only back', async () => {
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    const installId = await begin(db, newId);
    await record(db, newId, 3);
    const [first, second] = await listUnsent(db, { limit: 10, bytesMax: 1e6 });
    const ack = (through: number, head: string | null) =>
      inTransaction(db, (trx) => markAcked(trx, { installId, through, head }));
    const outcomes = [
      await ack(2, first?.hash ?? ''),
      await ack(9, 'x'),
      await inTransaction(db, (trx) =>
        markAcked(trx, { installId: newId<InstallId>(), through: 1, head: first?.hash ?? '' }),
      ),
      await ack(2, second?.hash ?? ''),
      await ack(1, first?.hash ?? ''),
      await inTransaction(db, (trx) => setAcked(trx, { installId, through: 0, head: null })),
    ];
    expect(outcomes).toEqual([
      { kind: 'hash-differs' },
      { kind: 'hash-differs' },
      { kind: 'not-current' },
      { kind: 'acked', ackedSeq: 2 },
      { kind: 'acked', ackedSeq: 2 },
      { kind: 'acked', ackedSeq: 0 },
    ]);
    expect(await getUnsentSummary(db)).toEqual({ count: 3, oldestAtMs: 1000 });
  });
});

test('a new install offers again what HQ is not known to hold, same eids and bytes, in order', async () => {
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    await begin(db, newId, 'local');
    const before = await record(db, newId, 3);
    const hq = await begin(db, newId);
    expect(
      (await listUnsent(db, { limit: 9, bytesMax: 1e6 })).map((e) => [
        e.installId,
        e.seq,
        e.rawBody,
      ]),
    ).toEqual(before.map((event, i) => [hq, i + 1, JSON.stringify(event)]));
    const second = (await listUnsent(db, { limit: 9, bytesMax: 1e6 }))[0];
    await inTransaction(db, (trx) =>
      markAcked(trx, { installId: hq, through: 1, head: second?.hash ?? '' }),
    );
    const third = before[2]!;
    await inTransaction(db, (trx) =>
      applyReceipts(trx, [
        {
          pos: 7,
          receipt: {
            inst: hq,
            seq: 3,
            eid: third.eid,
            status: 'applied',
            atMs: 5,
            storeName: 'x',
            entries: third.body.entries,
            sale: null,
            stamps: [],
            uses: [],
            refund: null,
            usedVoucherIds: [],
            exceptions: [],
          },
        },
      ]),
    );
    const after = await record(db, newId, 1);
    const forked = await begin(db, newId);
    expect(
      (await listUnsent(db, { limit: 9, bytesMax: 1e6 })).map((e) => [e.installId, e.eid]),
    ).toEqual([
      [forked, before[1]?.eid],
      [forked, after[0]?.eid],
    ]);
    const all = newId<InstallId>();
    await inTransaction(db, (trx) =>
      startInstall(trx, { installId: all, kind: 'hq', signingKey: null, nowMs: 2, offer: 'all' }),
    );
    expect(await findCurrentInstall(db)).toMatchObject({ installId: all, lastSeq: 4, ackedSeq: 0 });
    expect(await verifyChain(db)).toMatchObject({ kind: 'whole', events: 4 });
  });
});

test('facts cannot be changed, removed or replaced', async () => {
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    const installId = await begin(db, newId);
    const [event] = await record(db, newId, 1);
    await inTransaction(db, (trx) =>
      applyReceipts(trx, [
        {
          pos: 1,
          receipt: {
            inst: installId,
            seq: 1,
            eid: event!.eid,
            status: 'applied',
            atMs: 5,
            storeName: 'x',
            entries: event!.body.entries,
            sale: null,
            stamps: [],
            uses: [],
            refund: null,
            usedVoucherIds: [],
            exceptions: [],
          },
        },
      ]),
    );
    for (const table of ['event', 'chain', 'receipt', 'ledger_entry']) {
      await expect(sql`UPDATE ${sql.table(table)} SET eid = 'x'`.execute(db)).rejects.toThrow(
        `${table} is append-only`,
      );
      await expect(sql`DELETE FROM ${sql.table(table)}`.execute(db)).rejects.toThrow(
        `${table} is append-only`,
      );
      // Without what the database works out itself.
      const { rows: stored } = await sql<{ name: string }>`
        SELECT name FROM pragma_table_info(${table})`.execute(db);
      const columns = sql.join(stored.map(({ name }) => sql.ref(name)));
      await expect(
        sql`INSERT OR REPLACE INTO ${sql.table(table)} (${columns})
          SELECT ${columns} FROM ${sql.table(table)}`.execute(db),
      ).rejects.toThrow(/append-only/);
    }
  });
});

test('a changed event, a lost link and a cut end are found', async () => {
  const breakings = [
    'UPDATE event SET raw_body = replace(raw_body, \'"points":2\', \'"points":3\') WHERE event_no = 2',
    'DELETE FROM chain WHERE seq = 2',
    'DELETE FROM chain WHERE seq = 3',
  ];
  for (const [i, breaking] of breakings.entries()) {
    await withTestDatabase(async (db) => {
      const newId = countingIds();
      const installId = await begin(db, newId);
      await record(db, newId, 3);
      await sql`DROP TRIGGER event_no_update`.execute(db);
      await sql`DROP TRIGGER chain_no_delete`.execute(db);
      await sql`PRAGMA foreign_keys = off`.execute(db);
      await sql.raw(breaking).execute(db);
      expect(await verifyChain(db)).toEqual({ kind: 'broken', installId, seq: i === 2 ? 3 : 2 });
    });
  }
});
