import { expect, test } from 'vitest';
import { starterProgram } from '../domain/starter-program.ts';
import type { ProgramId } from '../domain/ids.ts';
import { inTransaction } from './handles.ts';
import { findProgramInForce, insertProgram } from './programs.ts';
import { withTestDatabase } from './test-database.ts';

test('the newest version in effect rules; once HQ has sent one, the starter rules no longer do', async () => {
  await withTestDatabase(async (db) => {
    const programId = '01980000-0000-7000-8000-000000000001' as ProgramId;
    const put = (version: number, effectiveFrom: string, origin: 'local' | 'hq') =>
      inTransaction(db, (trx) =>
        insertProgram(trx, {
          program: { ...starterProgram, programId, version, effectiveFrom },
          origin,
        }),
      );
    const inForce = async (day: string) => {
      const program = await findProgramInForce(db, day);
      return program === null
        ? null
        : [program.programId === programId ? 'hq' : 'starter', program.version];
    };
    await inTransaction(db, (trx) =>
      insertProgram(trx, { program: starterProgram, origin: 'local' }),
    );
    await put(1, '2026-06-01', 'hq');
    await put(2, '2026-12-01', 'hq');
    await put(3, '2026-12-01', 'hq');
    await put(1, '2020-01-01', 'hq'); // a version never changes
    expect([
      await inForce('2024-12-31'),
      await inForce('2026-05-31'),
      await inForce('2026-06-01'),
      await inForce('2026-11-30'),
      await inForce('2026-12-01'),
    ]).toEqual([null, ['starter', 1], ['hq', 1], ['hq', 1], ['hq', 3]]);
  });
});
