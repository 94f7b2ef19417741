import { remarksPerRequestMax } from '../contract/remarks.ts';
import { protocolVersion, remarksAnswerSchema } from '../contract/sync.ts';
import type { RemarksAnswer, RemarksRequest } from '../contract/sync.ts';
import { inTransaction } from '../db/handles.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { listUnsentRemarks, markRemarksAnswered } from '../db/remarks.ts';
import { getSyncState } from '../db/sync-state.ts';
import { callHq } from './call-hq.ts';
import type { StoredConnection } from './find-connection.ts';
import type { SyncDeps } from './push-events.ts';

/** When the next try is due, after so many that failed as a whole. Forgetting it does no harm. */
export type RemarkPace = { readonly retryAtMs: number; readonly failures: number };
export const firstPace: RemarkPace = { retryAtMs: 0, failures: 0 };

/** Requests of one round; the next goes on. */
const requestsMax = 20;
const retryMsMin = 60_000;
const retryMsMax = 3_600_000;

/**
 * Tells HQ what was remarked about members here, once its events are there. Whatever goes wrong is nobody
 * else's trouble: an HQ that does not know the question, or fails at it, is asked again later, at longer and
 * longer intervals, and the round ends as if there had been nothing to say. Answers the pace from now on.
 */
export async function sendRemarks(
  deps: SyncDeps,
  connection: StoredConnection,
  { pace, deadlineMs }: { readonly pace: RemarkPace; readonly deadlineMs: number },
): Promise<RemarkPace> {
  const waitMs = pace.retryAtMs - deps.nowMs();
  // Longer than the longest wait: the clock was ahead when it was set.
  if (waitMs > 0 && waitMs <= retryMsMax) return pace;
  for (let i = 0; i < requestsMax; i++) {
    const nowMs = deps.nowMs();
    const sent = await listUnsentRemarks(deps.db, { nowMs, limit: remarksPerRequestMax });
    if (sent.length === 0) return firstPace;
    const body: RemarksRequest = {
      proto: protocolVersion,
      inst: connection.installId,
      remarks: [...sent],
    };
    const request = { method: 'POST', path: '/v1/sync/remarks', body, deadlineMs } as const;
    const exchange = await callHq(deps, connection, request, remarksAnswerSchema);
    const isTaken =
      exchange.kind === 'answer' &&
      exchange.value.outcomes.length === sent.length &&
      (await takeAnswer(deps, exchange.value, sent));
    if (!isTaken) return slower(pace, nowMs);
  }
  return firstPace;
}

/** False where the answer is not of the HQ and for the install we know now. */
async function takeAnswer(
  { db, nowMs }: SyncDeps,
  answer: RemarksAnswer,
  sent: Parameters<typeof markRemarksAnswered>[1]['sent'],
): Promise<boolean> {
  return await inTransaction(db, async (trx) => {
    const { timeline } = await getSyncState(trx);
    const install = await findCurrentInstall(trx);
    if (answer.tl !== timeline || install?.installId !== answer.inst) return false;
    await markRemarksAnswered(trx, { sent, outcomes: answer.outcomes, nowMs: nowMs() });
    return true;
  });
}

function slower({ failures }: RemarkPace, nowMs: number): RemarkPace {
  const delayMs = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(failures, 10));
  return { retryAtMs: nowMs + delayMs, failures: failures + 1 };
}
