import { sql, type RawBuilder } from 'kysely';
import type { LedgerEntry, StampEntry } from '../domain/sale.ts';
import type { EventId, MemberId } from '../domain/ids.ts';
import { businessDate } from '../domain/time.ts';
import { insertUses, type Use } from './coupon-uses.ts';
import type { Trx } from './handles.ts';
import { insertEntries } from './ledger.ts';
import { insertStamps } from './stamps.ts';

/** What an event of another counter, or a posting of HQ, does to points, stamps and limits. */
export type ForeignEffect = {
  /** Where in HQ's stream it stands. */
  readonly pos: number;
  readonly eid: EventId;
  readonly atMs: number;
  readonly entries: readonly LedgerEntry[];
  readonly stamps: readonly StampEntry[];
  readonly uses: readonly Use[];
  /** '' = of no store. */
  readonly storeName: string;
  /** Whose uses these are; null where HQ names nobody: they count for the program only. */
  readonly memberId: MemberId | null;
};

/** Where an event that was not recorded here leaves a trace. */
export const traces = [
  sql`ledger_entry`,
  sql`stamp_entry`,
  sql`coupon_use`,
  sql`sale`,
  sql`refund`,
];

/**
 * Adds the effects of events that have none here yet; one that comes twice, in one page or later,
 * counts once. A fixed number of statements whatever their number.
 */
export async function insertForeignEffects(
  trx: Trx,
  effects: readonly ForeignEffect[],
): Promise<void> {
  if (effects.length === 0) return;
  const eids = effects.map((effect) => effect.eid);
  const known = new Set(await listKnownEids(trx, eids, traces));
  const fresh = effects.filter(({ eid }) => {
    if (known.has(eid)) return false;
    known.add(eid);
    return true;
  });
  await insertEntries(
    trx,
    fresh.map(({ pos, eid, atMs, entries }) => ({
      eid,
      origin: `receipt:${pos}`,
      recordedAtMs: atMs,
      entries,
    })),
  );
  await insertStamps(
    trx,
    fresh.map(({ pos, eid, stamps }) => ({ eid, origin: `receipt:${pos}`, stamps })),
  );
  await insertUses(
    trx,
    fresh.map(({ pos, eid, atMs, storeName, memberId, uses }) => ({
      eid,
      origin: `receipt:${pos}`,
      memberId: memberId ?? ('' as MemberId),
      storeName,
      bizDate: businessDate(atMs),
      uses,
    })),
  );
}

/** Which of the events appear in one of the tables. */
export async function listKnownEids(
  trx: Trx,
  eids: readonly EventId[],
  tables: readonly RawBuilder<unknown>[],
): Promise<ReadonlySet<EventId>> {
  const wanted = JSON.stringify(eids);
  const each = tables.map(
    (table) => sql`SELECT eid FROM ${table} WHERE eid IN (SELECT value FROM json_each(${wanted}))`,
  );
  const { rows } = await sql<{ eid: EventId }>`${sql.join(each, sql` UNION `)}`.execute(trx);
  return new Set(rows.map((row) => row.eid));
}
