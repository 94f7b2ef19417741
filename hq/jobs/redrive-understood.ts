import { v7 } from 'uuid';
import { listOpenOfKinds } from '../db/exceptions.ts';
import type { HqDb } from '../db/hq-db.ts';
import { redriveByItself } from '../workbench/act-on-exception.ts';
import { gatherCases } from '../workbench/gather-case.ts';

/** HQ was older than the counter that sent these. */
const kinds = ['unknown-type', 'unknown-version'];
const perNight = 500;

/**
 * Takes the events that were set aside because HQ did not know their type or version yet, and that it can
 * read since its update. Those it still cannot read, or apply, stay for a person. Answers how many were taken.
 */
export async function redriveUnderstood(deps: {
  readonly db: HqDb;
  readonly nowMs: () => number;
}): Promise<number> {
  const open = await listOpenOfKinds(deps.db, { kinds, limit: perNight });
  const readable = (await gatherCases(deps.db, open)).filter(({ event }) => event !== null);
  let taken = 0;
  for (const { exception } of readable) {
    const newId = () => v7({ msecs: deps.nowMs() });
    const became = await redriveByItself({ ...deps, newId }, exception.exceptionId);
    if (became === 'done') taken += 1;
  }
  return taken;
}
