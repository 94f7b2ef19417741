import { sql } from 'kysely';
import type { InstallId } from '../domain/ids.ts';
import { diskTrouble } from './disk-trouble.ts';
import { inTransaction, type Db } from './handles.ts';
import type { TapeContents } from './read-tape.ts';
import type { TapeDisk } from './tape-disk.ts';
import type { TapeSource } from './tape-source.ts';

/** As long as HQ may want an event again after it was restored from a backup. */
const keptMs = 30 * 24 * 3_600_000;

/** Lets the oldest segments go whose every event HQ has confirmed, the last of them a month ago. */
export async function letGoOfSegments({
  disk,
  tape,
  source,
  db,
  nowMs,
}: {
  readonly disk: TapeDisk;
  readonly tape: TapeContents;
  readonly source: TapeSource;
  readonly db: Db;
  readonly nowMs: number;
}): Promise<void> {
  const before = nowMs - keptMs;
  const acked = new Map(source.installs().map((one) => [one.installId, one.ackedSeq]));
  for (const { name, runs, newestAtMs } of tape.segments.slice(0, -1)) {
    if (newestAtMs > before) return;
    for (const [installId, { to: seq }] of runs) {
      if (seq > (acked.get(installId) ?? 0))
        acked.set(installId, await ackSuperseded(db, source, installId));
      if (seq > (acked.get(installId) ?? 0)) return;
    }
    disk.remove(name);
  }
}

/**
 * HQ acknowledges what it is sent under the current install alone. What an earlier one recorded and HQ has by
 * now, mostly under the next, is noted as acknowledged there too: before it goes from the tape, where it is
 * then known not to be missing. Its acked seq afterwards.
 */
async function ackSuperseded(db: Db, source: TapeSource, installId: InstallId): Promise<number> {
  const install = source.installs().find((one) => one.installId === installId);
  if (install === undefined || install.isCurrent === 1) return install?.ackedSeq ?? 0;
  const ackedSeq = source.heldThrough(install);
  if (ackedSeq <= install.ackedSeq) return ackedSeq;
  try {
    await inTransaction(
      db,
      async (trx) =>
        void (await sql`UPDATE install SET acked_seq = ${ackedSeq}
          WHERE install_id = ${installId} AND is_current = 0`.execute(trx)),
    );
    return ackedSeq;
  } catch (error) {
    // A full disk is no reason not to open: the segment stays until the next start.
    const trouble = diskTrouble(error);
    if (trouble !== 'full' && trouble !== 'read-only') throw error;
    return install.ackedSeq;
  }
}
