import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { balanceOf } from '../domain/lots.ts';
import type { EventId, LotId, MemberId } from '../domain/ids.ts';
import type { LedgerEntry } from '../domain/sale.ts';
import { inTransaction } from './handles.ts';
import { getExpiredPoints, insertEntries, listBalances, listLots } from './ledger.ts';
import { withTestDatabase } from './test-database.ts';

const old = { lotId: 'old' as LotId, expiresOn: '2026-06-30' };
const young = { lotId: 'young' as LotId, expiresOn: '2027-06-30' };
type Line = Pick<LedgerEntry, 'kind' | 'lotId' | 'points' | 'expiresOn'>;

test('whether lapsed points cover a debt is a matter of when it came about, not of when HQ tells', async () => {
  await withTestDatabase(async (db) => {
    let events = 0;
    const post = async (memberId: MemberId, date: string, line: Line) => {
      const eid = `e${(events += 1)}` as EventId;
      const recordedAtMs = Date.parse(`${date}T12:00:00+08:00`);
      const entries = [{ ...line, memberId, leg: 0 }];
      await inTransaction(db, (trx) =>
        insertEntries(trx, [{ eid, origin: 'record' as const, recordedAtMs, entries }]),
      );
    };
    const ids = ['before', 'after', 'told'] as MemberId[];
    for (const memberId of ids) {
      await post(memberId, '2026-01-01', { ...old, kind: 'earn', points: 100 });
      const date = memberId === 'before' ? '2026-06-30' : '2026-07-01';
      await post(memberId, date, { ...young, kind: 'refund', points: -80 });
      if (memberId !== 'told') continue;
      await post(memberId, '2026-07-05', { ...old, kind: 'expire', points: -100 });
    }
    const today = '2026-07-10';
    const balances = await listBalances(db, { memberIds: ids, today });
    const rows = [];
    for (const memberId of ids) {
      const lots = await listLots(db, memberId);
      expect(balanceOf(lots, today).availablePoints).toBe(balances.get(memberId));
      rows.push([
        balances.get(memberId),
        lots.map(({ lotId, points }) => [lotId, points]),
        await getExpiredPoints(db, { memberId, lotId: old.lotId }),
      ]);
    }
    const gone = [-80, [['young', -80]], 100];
    expect(rows).toEqual([
      [
        0,
        [
          ['old', 100],
          ['young', -80],
        ],
        0,
      ],
      gone,
      gone,
    ]);
  });
});

test('what a refund lets lapse of points that came back does not stand for a night HQ has not told of', async () => {
  await withTestDatabase(async (db) => {
    const memberId = 'owes' as MemberId;
    const post = async (eid: string, time: string, lines: readonly Line[]) => {
      const entries = lines.map((line, leg) => ({ ...line, memberId, leg }));
      const recordedAtMs = Date.parse(`${time}:00+08:00`);
      const effects = [{ eid: eid as EventId, origin: 'record' as const, recordedAtMs, entries }];
      await inTransaction(db, (trx) => insertEntries(trx, effects));
    };
    await post('e1', '2026-01-01T12:00', [{ ...old, kind: 'earn', points: 4 }]);
    await post('e2', '2026-01-02T12:00', [{ ...old, kind: 'spend', points: -2 }]);
    // Two are past their day when this debt comes about, and so do not cover it.
    await post('e3', '2026-07-01T10:00', [{ ...young, kind: 'refund', points: -1 }]);
    // Of two that come back one covers it, the other lapses; then the sale's point is owed.
    await post('r1', '2026-07-01T12:00', [
      { ...old, kind: 'refund', points: 2 },
      { ...old, kind: 'expire', points: -1 },
      { ...old, kind: 'refund', points: -1 },
    ]);
    await sql`INSERT INTO refund VALUES ('r', 'r1', 's', ${memberId}, 'refund', 'own', 1, 1, 0, '{}', 1)`.execute(
      db,
    );
    const told = async () => {
      const lots = await listLots(db, memberId);
      return [
        lots.map(({ lotId, points }) => [lotId, points]),
        balanceOf(lots, '2026-07-02').availablePoints,
      ];
    };
    expect(await told()).toEqual([[['young', -1]], -1]);
    await post('night', '2026-07-01T03:00', [{ ...old, kind: 'expire', points: -2 }]);
    expect(await told()).toEqual([[['young', -1]], -1]);
  });
});
