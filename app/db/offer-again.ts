import { sql } from 'kysely';
import type { EventId } from '../domain/ids.ts';
import { appendToChain } from './append-to-chain.ts';
import type { Trx } from './handles.ts';
import { findCurrentInstall } from './installs.ts';
import { getSyncState } from './sync-state.ts';

/** Events looked at in one go: some 5 ms, so that a scan does not wait. */
export const offerRowsMax = 1_000;

export type OfferedAgain = {
  /** How many events go out again. */
  readonly count: number;
  /** False while there are further events to look at. */
  readonly done: boolean;
};

/**
 * After HQ came back from a backup (or this counter began anew): every event recorded here, also those
 * of earlier installs, for which HQ's stream, read to its end, has no receipt is appended to the
 * current chain, same eid, same bytes. HQ gives no event its effect twice, so one too many does no
 * harm and one too few would be lost for ever. A stretch at a time; call it until `done`.
 */
export async function offerAgain(trx: Trx): Promise<OfferedAgain> {
  const { offerAfter } = await getSyncState(trx);
  const install = await findCurrentInstall(trx);
  if (offerAfter === null || install === null) return { count: 0, done: true };
  const { rows: looked } = await sql<{
    event_no: number;
    eid: EventId;
    raw_body: string;
    missing: 0 | 1;
  }>`
    SELECT event_no, eid, raw_body,
      NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = event.eid)
      AND NOT EXISTS (SELECT 1 FROM chain
        WHERE chain.eid = event.eid AND chain.install_id = ${install.installId}) AS missing
    FROM event WHERE event_no > ${offerAfter} ORDER BY event_no LIMIT ${sql.lit(offerRowsMax)}`.execute(
    trx,
  );
  const missing = looked.filter((event) => event.missing === 1);
  await appendToChain(
    trx,
    { installId: install.installId, lastSeq: install.lastSeq, headHash: install.headHash },
    missing.map(({ eid, raw_body: rawBody }) => ({ eid, rawBody })),
  );
  const done = looked.length < offerRowsMax;
  const offered = done ? null : (looked.at(-1)?.event_no ?? null);
  await trx.updateTable('sync_state').set({ offer_after: offered }).execute();
  return { count: missing.length, done };
}
