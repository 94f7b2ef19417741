import type { Program } from '../domain/program.ts';
import type { Reader, Trx } from './handles.ts';

/** Stores a program version. A version is never changed: one that is known already stays as it is. */
export async function insertProgram(
  trx: Trx,
  { program, origin }: { readonly program: Program; readonly origin: 'local' | 'hq' },
): Promise<void> {
  await trx
    .insertInto('program')
    .values({
      program_id: program.programId,
      version: program.version,
      origin,
      effective_from: program.effectiveFrom,
      body: JSON.stringify(program),
    })
    // The starter program may come back from HQ; from then on it counts as HQ's.
    .onConflict((oc) => oc.columns(['program_id', 'version']).doUpdateSet({ origin }))
    .execute();
}

/**
 * The rules of a day: the newest version that is in effect on it. As soon as HQ has sent a program
 * that is in effect, the one this counter started with no longer counts.
 */
export async function findProgramInForce(db: Reader, today: string): Promise<Program | null> {
  const row = await db
    .selectFrom('program')
    .select('body')
    .where('effective_from', '<=', today)
    .orderBy('origin') // 'hq' before 'local'
    .orderBy('effective_from', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.body) as Program);
}
