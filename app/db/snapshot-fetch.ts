import { sql } from 'kysely';
import { readySnapshotSchema } from '../contract/snapshot.ts';
import type { ReadySnapshot } from '../contract/snapshot.ts';
import type { InstallId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';
import { freshSql, type FreshRow } from './swap-in-snapshot.ts';

/**
 * Whether a snapshot is for this counter: it stands at the beginning of HQ's stream, and recorded little.
 * Asking for one is only for who has sent nothing yet; one that was asked for then may be gone on with.
 */
export async function wantsSnapshot(
  db: Reader,
  installId: InstallId,
): Promise<'no' | 'may-ask' | 'may-go-on'> {
  const { rows } = await sql<FreshRow>`${sql.raw(freshSql)}`.execute(db);
  const [row] = rows;
  if (row?.fresh !== 1 || row.install_id !== installId || row.timeline === null) return 'no';
  return row.unsent === 1 ? 'may-ask' : 'may-go-on';
}

/** The snapshot whose fetch was begun for this install; null = none, or of another version. */
export async function findSnapshotFetch(
  db: Reader,
  installId: InstallId,
): Promise<ReadySnapshot | null> {
  const row = await db
    .selectFrom('snapshot_fetch')
    .select('answer')
    .where('install_id', '=', installId)
    .executeTakeFirst();
  const parsed = row === undefined ? null : readySnapshotSchema.safeParse(JSON.parse(row.answer));
  return parsed?.success === true ? parsed.data : null;
}

/** Remembers what is fetched, its key among it, in this encrypted database only. */
export async function keepSnapshotFetch(
  trx: Trx,
  given: { readonly installId: InstallId; readonly snapshot: ReadySnapshot },
): Promise<void> {
  await dropSnapshotFetch(trx);
  await trx
    .insertInto('snapshot_fetch')
    .values({ slot: 1, install_id: given.installId, answer: JSON.stringify(given.snapshot) })
    .execute();
}

export async function dropSnapshotFetch(trx: Trx): Promise<void> {
  await trx.deleteFrom('snapshot_fetch').execute();
}
