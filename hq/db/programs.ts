import { programSchema } from '../../app/contract/program.ts';
import type { ProgramId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { lockForBrand } from './brand-lock.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** One key for a version of a program. */
export function programKey(programId: ProgramId, version: number): string {
  return `${programId}@${version}`;
}

/** Every version of every program by `programKey`; there are few. Throws on a stored one of another shape. */
export async function listPrograms(db: HqHandle): Promise<Map<string, Program>> {
  const versions = await listProgramVersions(db);
  return new Map(
    versions.map(({ program }) => [programKey(program.programId, program.version), program]),
  );
}

/** These versions of programs, by `programKey`; those HQ does not have are left out. */
export async function listProgramsByRef(
  db: HqHandle,
  refs: readonly { readonly id: ProgramId; readonly version: number }[],
): Promise<Map<string, Program>> {
  if (refs.length === 0) return new Map();
  const rows = await db
    .selectFrom('program')
    .selectAll()
    .where('program_id', 'in', [...new Set(refs.map(({ id }) => id))])
    .where('version', 'in', [...new Set(refs.map(({ version }) => version))])
    .execute();
  return new Map(
    rows.map((row) => [programKey(row.program_id, row.version), programSchema.parse(row.body)]),
  );
}

/** A version with the instant it was published; null for rules HQ began with. */
export type ProgramVersion = { readonly program: Program; readonly publishedAtMs: number | null };

/** Every version of every program. Throws on a stored one of another shape. */
export async function listProgramVersions(db: HqHandle): Promise<ProgramVersion[]> {
  const rows = await db.selectFrom('program').selectAll().execute();
  return rows.map((row) => ({
    program: programSchema.parse(row.body),
    publishedAtMs: row.published_at_ms,
  }));
}

/** Stores a version. One that is there already is a unique violation: versions never change. */
export async function insertProgram(
  db: HqHandle,
  program: Program,
  publishedAtMs: number | null = null,
): Promise<void> {
  await db
    .insertInto('program')
    .values({
      program_id: program.programId,
      version: program.version,
      body: JSON.stringify(program),
      published_at_ms: publishedAtMs,
    })
    .execute();
}

/** The highest version of a program, 0 for none. Nobody else publishes until the transaction ends. */
export async function lockLastVersion(trx: HqTrx, programId: ProgramId): Promise<number> {
  await lockForBrand(trx, 'program');
  const row = await trx
    .selectFrom('program')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('program_id', '=', programId)
    .executeTakeFirst();
  return row?.version ?? 0;
}
