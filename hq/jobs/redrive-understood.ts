import { v7 } from 'uuid';
import { listOpenOfKinds } from '../db/exceptions.ts';
import type { ExceptionOverview } from '../db/exceptions.ts';
import type { HqDb } from '../db/hq-db.ts';
import { redriveByItself } from '../workbench/act-on-exception.ts';
import { gatherCases } from '../workbench/gather-case.ts';

/** HQ was older than the counter that sent these. */
const kinds = ['unknown-type', 'unknown-version'];
const pageSize = 500;
const pagesPerNight = 40;

/**
 * Takes the events that were set aside because HQ did not know their type or version yet, and that it can
 * read since its update. Those it still cannot read, or apply, stay for a person, and keep none behind them
 * waiting. Answers how many were taken.
 */
export async function redriveUnderstood(deps: {
  readonly db: HqDb;
  readonly nowMs: () => number;
  /** Left out = 500. */
  readonly pageSize?: number;
}): Promise<number> {
  const limit = deps.pageSize ?? pageSize;
  let taken = 0;
  let after = 0;
  for (let page = 0; page < pagesPerNight; page += 1) {
    const open = await listOpenOfKinds(deps.db, { kinds, after, limit });
    taken += await redriveReadable(deps, open);
    const last = open.at(-1);
    if (last === undefined || open.length < limit) break;
    after = last.exceptionNo;
  }
  return taken;
}

async function redriveReadable(
  deps: { readonly db: HqDb; readonly nowMs: () => number },
  open: readonly ExceptionOverview[],
): Promise<number> {
  const readable = (await gatherCases(deps.db, open)).filter(({ event }) => event !== null);
  const { db, nowMs } = deps;
  let taken = 0;
  for (const { exception } of readable) {
    const newId = () => v7({ msecs: nowMs() });
    const became = await redriveByItself({ db, nowMs, newId }, exception.exceptionId);
    if (became === 'done') taken += 1;
  }
  return taken;
}
