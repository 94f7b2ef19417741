import { programSchema } from '../../app/contract/program.ts';
import type { ProgramId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import type { HqHandle } from './hq-db.ts';

/** One key for a version of a program. */
export function programKey(programId: ProgramId, version: number): string {
  return `${programId}@${version}`;
}

/** Every version of every program by `programKey`; there are few. Throws on a stored one of another shape. */
export async function listPrograms(db: HqHandle): Promise<Map<string, Program>> {
  const rows = await db.selectFrom('program').selectAll().execute();
  return new Map(
    rows.map((row) => [programKey(row.program_id, row.version), programSchema.parse(row.body)]),
  );
}

export async function insertProgram(db: HqHandle, program: Program): Promise<void> {
  await db
    .insertInto('program')
    .values({
      program_id: program.programId,
      version: program.version,
      body: JSON.stringify(program),
    })
    .execute();
}
