import type { AdminProgram } from '../../app/contract/hq-admin-programs.ts';
import type { Program } from '../../app/domain/program.ts';
import { addDays, compareDates } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { programInForce } from '../db/program-in-force.ts';
import type { ProgramVersion } from '../db/programs.ts';

/** Every version as it stands today, newest first: the last to begin, of these the highest version. */
export function describeVersions(
  versions: readonly ProgramVersion[],
  today: CalendarDate,
): AdminProgram[] {
  const programs = versions.map(({ program }) => program);
  const inForce = programInForce(programs, today);
  return versions
    .map(({ program, publishedAtMs }): AdminProgram => {
      const { programId, version, name, effectiveFrom, effectiveUntil } = program;
      const isComing =
        compareDates(effectiveFrom, today) > 0 &&
        programInForce(programs, effectiveFrom) === program;
      return {
        programId,
        version,
        name,
        effectiveFrom,
        effectiveUntil,
        rulesUntil: lastDayOf(program, programs),
        publishedAtMs,
        state: program === inForce ? 'in-force' : isComing ? 'upcoming' : 'past',
      };
    })
    .toSorted((a, b) => compareDates(b.effectiveFrom, a.effectiveFrom) || b.version - a.version);
}

/** The last day a version really rules; null = open, or it never rules at all. */
function lastDayOf(program: Program, programs: readonly Program[]): CalendarDate | null {
  if (programInForce(programs, program.effectiveFrom) !== program) return null;
  const changes = programs.map((one) => one.effectiveFrom);
  if (program.effectiveUntil !== null) changes.push(addDays(program.effectiveUntil, 1));
  const next = changes
    .toSorted(compareDates)
    .find(
      (day) =>
        compareDates(day, program.effectiveFrom) > 0 && programInForce(programs, day) !== program,
    );
  return next === undefined ? null : addDays(next, -1);
}
