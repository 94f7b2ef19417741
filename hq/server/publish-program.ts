import type { PublishAnswer, PublishRequest } from '../../app/contract/hq-admin-programs.ts';
import { businessDate, compareDates } from '../../app/domain/time.ts';
import type { Admin } from '../db/admins.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import { insertChanges } from '../db/changes.ts';
import { programInForce } from '../db/program-in-force.ts';
import { insertProgram, listPrograms, lockLastVersion, programKey } from '../db/programs.ts';
import { hasErrors, readDraft } from './admin-draft.ts';
import { briefChange } from './brief-change.ts';
import type { HqDeps } from './hq-deps.ts';

/**
 * Publishes a draft as the next version of its program, from a day on that is not in the past. The
 * version, its change for the counters and the record of who did it are written together; refused while
 * errors stand in it.
 */
export async function publishProgram(
  deps: HqDeps,
  admin: Admin,
  request: PublishRequest,
): Promise<PublishAnswer> {
  const { text, effectiveFrom, afterVersion } = request;
  const nowMs = deps.nowMs();
  const today = businessDate(nowMs);
  if (compareDates(effectiveFrom, today) < 0) return { kind: 'in-the-past', today };
  const programs = await listPrograms(deps.db);
  const inForce = programInForce(programs.values(), today);
  const draft = readDraft(text, inForce, { effectiveFrom });
  const { program } = draft;
  if (program === null || hasErrors(draft)) {
    return { kind: 'refused', findings: [...draft.findings] };
  }
  return await deps.db.transaction().execute(async (trx): Promise<PublishAnswer> => {
    await lockAudit(trx);
    const lastVersion = await lockLastVersion(trx, program.programId);
    if (lastVersion !== afterVersion) return { kind: 'changed-meanwhile', lastVersion };
    const version = lastVersion + 1;
    const published = { ...program, version };
    await insertProgram(trx, published, nowMs);
    await insertAudit(trx, {
      admin,
      action: 'program.published',
      subject: program.programId,
      ...briefChange(programs.get(programKey(program.programId, lastVersion)) ?? null, published),
      atMs: nowMs,
    });
    await insertChanges(trx, [{ kind: 'program', program: published }]);
    return { kind: 'published', programId: program.programId, version, effectiveFrom };
  });
}
