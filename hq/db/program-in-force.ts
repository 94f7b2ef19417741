import type { Program } from '../../app/domain/program.ts';
import { isInEffect } from '../../app/domain/sale-conditions.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import type { CalendarDate } from '../../app/domain/time.ts';

/**
 * The rules of a day among all versions, as the counters find them: the latest to begin of those in
 * effect, of these the highest version; the starter rules only where the brand has none of its own.
 */
export function programInForce(programs: Iterable<Program>, today: CalendarDate): Program | null {
  const begun = [...programs].filter((program) => program.effectiveFrom <= today);
  const own = begun.filter(({ programId }) => programId !== starterProgram.programId);
  const [newest] = (own.length > 0 ? own : begun).toSorted(
    (a, b) =>
      (a.effectiveFrom < b.effectiveFrom ? 1 : a.effectiveFrom > b.effectiveFrom ? -1 : 0) ||
      b.version - a.version,
  );
  return newest !== undefined && isInEffect(newest, today) ? newest : null;
}
