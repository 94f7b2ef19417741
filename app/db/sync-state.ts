import type { Reader, Trx } from './handles.ts';

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
};

export async function getSyncState(db: Reader): Promise<SyncState> {
  const row = await db.selectFrom('sync_state').selectAll().executeTakeFirstOrThrow();
  return {
    cursor: row.cursor,
    timeline: row.timeline,
    pulledRows: row.pulled_rows,
    caughtUpAtMs: row.caught_up_at_ms,
    lastContactAtMs: row.last_contact_at_ms,
    hqOffsetMs: row.hq_offset_ms,
    timeFloorMs: row.time_floor_ms,
    problem: row.problem,
  };
}

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
  await trx
    .updateTable('sync_state')
    .set({ time_floor_ms: nowMs })
    .where('time_floor_ms', '<', nowMs)
    .execute();
}

/** The pull reached the end of HQ's stream. */
export async function markCaughtUp(trx: Trx, atMs: number): Promise<void> {
  await trx.updateTable('sync_state').set({ caught_up_at_ms: atMs }).execute();
}

/** Remembers (or with null forgets) a trouble across restarts. */
export async function setSyncProblem(trx: Trx, problem: string | null): Promise<void> {
  await trx.updateTable('sync_state').set({ problem }).execute();
}

/** Another timeline of HQ, or another HQ: read its stream from the start. Nothing local is dropped. */
export async function resetCursor(trx: Trx, timeline: string): Promise<void> {
  await trx
    .updateTable('sync_state')
    .set({ cursor: 0, timeline, pulled_rows: 0, caught_up_at_ms: null })
    .execute();
}
