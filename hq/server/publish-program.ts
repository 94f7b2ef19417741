import type { PublishAnswer, PublishRequest } from '../../app/contract/hq-admin-programs.ts';
import { businessDate, compareDates } from '../../app/domain/time.ts';
import { insertChanges } from '../db/changes.ts';
import { programInForce } from '../db/program-in-force.ts';
import { insertProgram, listPrograms, lockLastVersion } from '../db/programs.ts';
import { hasErrors, readDraft } from './admin-draft.ts';
import type { HqDeps } from './hq-deps.ts';

/**
 * Publishes a draft as the next version of its program, from a day on that is not in the past. The
 * version and its change for the counters are written together; refused while errors stand in it.
 */
export async function publishProgram(
  deps: HqDeps,
  request: PublishRequest,
): Promise<PublishAnswer> {
  const { text, effectiveFrom, afterVersion } = request;
  const nowMs = deps.nowMs();
  const today = businessDate(nowMs);
  if (compareDates(effectiveFrom, today) < 0) return { kind: 'in-the-past', today };
  const inForce = programInForce((await listPrograms(deps.db)).values(), today);
  const draft = readDraft(text, inForce, { effectiveFrom });
  const { program } = draft;
  if (program === null || hasErrors(draft)) {
    return { kind: 'refused', findings: [...draft.findings] };
  }
  return await deps.db.transaction().execute(async (trx): Promise<PublishAnswer> => {
    const lastVersion = await lockLastVersion(trx, program.programId);
    if (lastVersion !== afterVersion) return { kind: 'changed-meanwhile', lastVersion };
    const version = lastVersion + 1;
    const published = { ...program, version };
    await insertProgram(trx, published, nowMs);
    await insertChanges(trx, [{ kind: 'program', program: published }]);
    return { kind: 'published', programId: program.programId, version, effectiveFrom };
  });
}
