import { sql, type Selectable } from 'kysely';
import { findRow, fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { offerRemarksAgain } from './remarks.ts';
import type { Schema } from './schema.ts';

export type SyncState = {
  /** Everything HQ changed up to here is applied. */
  readonly cursor: number;
  /** HQ's timeline id; null before the first contact. */
  readonly timeline: string | null;
  readonly pulledRows: number;
  /** When the pull last reached the end of the stream; null = the first pull is not complete. */
  readonly caughtUpAtMs: number | null;
  readonly lastContactAtMs: number | null;
  /** HQ time less this PC's time at the last contact. */
  readonly hqOffsetMs: number | null;
  /** No moment before this one is believed. */
  readonly timeFloorMs: number;
  /** A trouble that outlives a restart, e.g. `fork`; null when all is well. */
  readonly problem: string | null;
  /** Names the row of HQ's stream the cursor stands on; null at 0, or when HQ never said. */
  readonly cursorMark: string | null;
  /** What HQ said is being dropped, to be read anew from 0. */
  readonly isDropping: boolean;
  /** After the next complete pull, events after this one that HQ lacks are offered again; null = no need. */
  readonly offerAfter: number | null;
  /** What was healed last, for people. */
  readonly healed: { readonly kind: HealedKind; readonly atMs: number } | null;
};

/**
 * `fork`: this disk was copied or put back. `unknown-install`: HQ had forgotten this counter.
 * `hq-restored`: HQ came back from a backup.
 */
export type HealedKind = 'fork' | 'unknown-install' | 'hq-restored';

export async function getSyncState(db: Reader): Promise<SyncState> {
  return await readKept(db, syncStateRow, {}, ([row]) => stateOf(row));
}

const syncStateRow = fixedQuery((db) => db.selectFrom('sync_state').selectAll());

function stateOf(row: Selectable<Schema['sync_state']> | undefined): SyncState {
  if (row === undefined) throw new Error('the database has no state of sync');
  return {
    cursor: row.cursor,
    timeline: row.timeline,
    pulledRows: row.pulled_rows,
    caughtUpAtMs: row.caught_up_at_ms,
    lastContactAtMs: row.last_contact_at_ms,
    hqOffsetMs: row.hq_offset_ms,
    timeFloorMs: row.time_floor_ms,
    problem: row.problem,
    cursorMark: row.cursor_mark,
    isDropping: row.dropping === 1,
    offerAfter: row.offer_after,
    healed:
      row.healed === null ? null : { kind: row.healed as HealedKind, atMs: row.healed_at_ms ?? 0 },
  };
}

/**
 * Why nothing may be spent offline for now; null = nothing in the way. `view`: what this counter knows
 * of the others is not whole (first pull, after a restore of HQ or a fork). `unconfirmed`: this counter
 * began anew by itself and no manager at HQ has agreed yet. Awards are never held back.
 */
export async function findSpendingHold(db: Reader): Promise<'view' | 'unconfirmed' | null> {
  const { problem, isDropping, caughtUpAtMs } = await getSyncState(db);
  const install = await findRow(db, standing, {});
  if (install?.kind !== 'hq') return null;
  if (problem !== null || isDropping || caughtUpAtMs === null) return 'view';
  return install.confirmed === 0 ? 'unconfirmed' : null;
}

const standing = fixedQuery((db) =>
  db.selectFrom('install').select(['kind', 'confirmed']).where('is_current', '=', sql.lit(1)),
);

/**
 * HQ answered: its clock is now the best one known. Also lowers the time floor, so that one wild
 * forward jump of this PC's clock does not bind the counter after HQ has corrected it.
 */
export async function markContact(
  trx: Trx,
  { serverTimeMs, wallMs }: { readonly serverTimeMs: number; readonly wallMs: number },
): Promise<void> {
  await trx
    .updateTable('sync_state')
    .set({
      last_contact_at_ms: wallMs,
      hq_offset_ms: serverTimeMs - wallMs,
      time_floor_ms: serverTimeMs,
    })
    .execute();
}

/** Something was recorded at this moment: time does not run back behind it. */
export async function raiseTimeFloor(trx: Trx, nowMs: number): Promise<void> {
  await findRow(trx, floorRise, { nowMs });
}

const floorRise = fixedQuery((db, { nowMs }: { readonly nowMs: number }) =>
  db.updateTable('sync_state').set({ time_floor_ms: nowMs }).where('time_floor_ms', '<', nowMs),
);

/** A person said that it is this moment: what was recorded under a later one binds no more. */
export async function setTimeFloor(trx: Trx, nowMs: number): Promise<void> {
  await trx.updateTable('sync_state').set({ time_floor_ms: nowMs }).execute();
}

/** The pull reached the end of HQ's stream. */
export async function markCaughtUp(trx: Trx, atMs: number): Promise<void> {
  await trx.updateTable('sync_state').set({ caught_up_at_ms: atMs }).execute();
}

/** Remembers (or with null forgets) a trouble across restarts. */
export async function setSyncProblem(trx: Trx, problem: string | null): Promise<void> {
  await trx.updateTable('sync_state').set({ problem }).execute();
}

/** HQ came back from a backup, but our place in its stream stands: what follows is read before it counts as whole. */
export async function keepCursor(trx: Trx, timeline: string): Promise<void> {
  await trx.updateTable('sync_state').set({ timeline, caught_up_at_ms: null }).execute();
}

/** From the next complete pull on, events HQ turns out to lack are offered again; so are remarks. */
export async function setOfferDue(trx: Trx): Promise<void> {
  await offerRemarksAgain(trx);
  await trx.updateTable('sync_state').set({ offer_after: 0, caught_up_at_ms: null }).execute();
}

/** Remembers what was healed, for people. */
export async function markHealed(
  trx: Trx,
  { kind, atMs }: { readonly kind: HealedKind; readonly atMs: number },
): Promise<void> {
  await trx.updateTable('sync_state').set({ healed: kind, healed_at_ms: atMs }).execute();
}

/** Another timeline of HQ, or another HQ: read its stream from the start. Nothing local is dropped. */
export async function resetCursor(trx: Trx, timeline: string): Promise<void> {
  await trx
    .updateTable('sync_state')
    .set({
      cursor: 0,
      cursor_mark: null,
      timeline,
      pulled_rows: 0,
      caught_up_at_ms: null,
      // What came with a snapshot has no events that could be met again: it goes first.
      dropping: sql<0 | 1>`iif(snapshot_pos IS NULL, dropping, 1)`,
    })
    .execute();
}
