import { sql } from 'kysely';
import { programSchema } from '../contract/program.ts';
import type { ProgramId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
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
    .onConflict((oc) =>
      oc.columns(['program_id', 'version']).doUpdateSet({
        origin,
        // An HQ that came back from a backup may have published another one under this number.
        effective_from: sql`iif(told = 0, excluded.effective_from, effective_from)`,
        body: sql`iif(told = 0, excluded.body, body)`,
        told: 1,
      }),
    )
    .execute();
}

/**
 * The rules of a day: the newest version that is in effect on it. As soon as HQ has sent a program
 * that is in effect, the one this counter started with no longer counts.
 */
export async function findProgramInForce(db: Reader, today: string): Promise<Program | null> {
  return await readKept(db, inForce, { today }, ([row]) =>
    row === undefined ? null : readProgram(row.body),
  );
}

const inForce = fixedQuery((db, { today }: { readonly today: string }) =>
  db
    .selectFrom('program')
    .select('body')
    .where('effective_from', '<=', today)
    .orderBy('origin') // 'hq' before 'local'
    .orderBy('effective_from', 'desc')
    .orderBy('version', 'desc')
    .limit(1),
);

/** A program version, in force or not; null when it was never here. */
export async function findProgram(
  db: Reader,
  { id, version }: { readonly id: ProgramId; readonly version: number },
): Promise<Program | null> {
  const row = await db
    .selectFrom('program')
    .select('body')
    .where('program_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : readProgram(row.body);
}

/**
 * A version stored by an earlier release is read as today's. One of today's was checked when it was
 * stored: checking it again at each scan would cost more than all queries together.
 */
function readProgram(body: string): Program {
  const stored = JSON.parse(body) as Program | { readonly schema: 1 };
  return stored.schema === 2 ? stored : programSchema.parse(stored);
}
