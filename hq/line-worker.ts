import { v5 } from 'uuid';
import { sendLinePush } from '../app/line/send-line-push.ts';
import type { LineOutcome } from '../app/line/send-line-push.ts';
import { derivedIdNamespace } from './apply/make-effects.ts';
import { insertExceptions } from './db/exceptions.ts';
import { listDueLineMessages, markLineAttempt, markLineResult } from './db/line-outbox.ts';
import type { DueLineMessage, LineResult } from './db/line-outbox.ts';
import type { HqDeps } from './server/hq-deps.ts';

/** What the console shows of the sender. */
export type LineState = 'no-token' | 'sending' | 'unauthorized';

export type LineWorker = {
  /** Sends what is due now; returns how many tries were made. One run at a time. */
  readonly runOnce: () => Promise<number>;
  /** Runs again and again until stopped. */
  readonly start: () => void;
  /** Stops; resolves when the current run is over. */
  readonly stop: () => Promise<void>;
  readonly getState: () => LineState;
  /** After the token was set right: send again. */
  readonly resume: () => void;
};

type WorkerDeps = Pick<HqDeps, 'db' | 'nowMs' | 'random' | 'timer' | 'lineClient' | 'log'>;

const pauseMs = 500;
const perRunMax = 20;
const atOnceMax = 4;
const deadlineMs = 15_000;
/** Longer than a try takes; a process that dies meanwhile keeps a message back no longer than this. */
const claimMs = 30_000;
/** LINE forgets a retry key after 24 hours and would deliver twice; stop well before. */
const keyLifeMs = 23 * 3_600_000;
const backoffMsMin = 1_000;
const backoffMsMax = 5 * 60_000;
/** A used-up month may also be a passing effect of a running narrowcast: look again in minutes. */
const quotaPauseMs = 10 * 60_000;

/**
 * Sends the LINE outbox: each member's messages in order, each under its one retry key from the first
 * try. A refused token stops everything until a person has seen to it, and burns no message.
 */
export function createLineWorker(deps: WorkerDeps): LineWorker {
  let isUnauthorized = false;
  let isStarted = false;
  let lastTrouble = '';
  let cancelPause = (): void => undefined;
  let current: Promise<number> | null = null;

  const run = async (): Promise<number> => {
    if (deps.lineClient === null || isUnauthorized) return 0;
    const due = await listDueLineMessages(deps.db, { nowMs: deps.nowMs(), limit: perRunMax });
    for (let start = 0; start < due.length && !isUnauthorized; start += atOnceMax) {
      const outcomes = await Promise.all(
        due.slice(start, start + atOnceMax).map((one) => sendOne(deps, one)),
      );
      if (outcomes.includes('unauthorized')) {
        isUnauthorized = true;
        deps.log('LINE refuses the channel access token: sending has stopped');
      }
    }
    return due.length;
  };
  const runOnce = (): Promise<number> => {
    current ??= run().finally(() => {
      current = null;
    });
    return current;
  };
  const loop = (): void => {
    void runOnce()
      .then((tries) => {
        lastTrouble = '';
        return tries;
      })
      .catch((error: unknown) => {
        const trouble = error instanceof Error ? error.message : 'failed';
        // Tried twice a second: the same trouble is told once.
        if (trouble !== lastTrouble) deps.log(`LINE outbox: ${trouble}`);
        lastTrouble = trouble;
        return 0;
      })
      .then((tries) => {
        if (isStarted) cancelPause = deps.timer.setTimer(tries === perRunMax ? 0 : pauseMs, loop);
      });
  };
  return {
    runOnce,
    start: () => {
      if (isStarted) return;
      isStarted = true;
      loop();
    },
    stop: async () => {
      isStarted = false;
      cancelPause();
      await current?.catch(() => 0);
    },
    getState: () =>
      deps.lineClient === null ? 'no-token' : isUnauthorized ? 'unauthorized' : 'sending',
    resume: () => {
      isUnauthorized = false;
    },
  };
}

/** One try, written down before and after. */
async function sendOne(
  deps: WorkerDeps,
  message: DueLineMessage,
): Promise<LineOutcome['kind'] | 'expired' | 'taken'> {
  const { outboxId } = message;
  const nowMs = deps.nowMs();
  if (message.firstAttemptAtMs !== null && nowMs - message.firstAttemptAtMs >= keyLifeMs) {
    await markLineResult(deps.db, { outboxId, state: 'expired', outcome: 'retry key too old' });
    await noteException(deps, message, 'line-expired', {});
    return 'expired';
  }
  if (deps.lineClient === null) return 'retry';
  const attempt = { outboxId, nowMs, untilMs: nowMs + claimMs };
  if (!(await markLineAttempt(deps.db, attempt))) return 'taken';
  const outcome = await sendLinePush({
    client: deps.lineClient,
    retryKey: outboxId,
    serializedBody: message.body,
    deadlineMs,
    timer: deps.timer,
  });
  await markLineResult(deps.db, resultOf(deps, message, outcome));
  if (outcome.kind === 'refused') {
    await noteException(deps, message, 'line-refused', {
      status: outcome.status,
      detail: outcome.detail,
    });
  }
  return outcome.kind;
}

function resultOf(deps: WorkerDeps, message: DueLineMessage, outcome: LineOutcome): LineResult {
  const { outboxId } = message;
  const nowMs = deps.nowMs();
  switch (outcome.kind) {
    case 'accepted':
      return {
        outboxId,
        state: 'accepted',
        outcome: outcome.already ? 'accepted earlier' : 'accepted',
        acceptedAtMs: nowMs,
        requestId: outcome.requestId,
      };
    case 'retry': {
      const ceilingMs = Math.min(backoffMsMax, backoffMsMin * 2 ** Math.min(message.attempts, 20));
      const nextAttemptAtMs = nowMs + Math.ceil(deps.random() * ceilingMs);
      return { outboxId, state: 'waiting', outcome: outcome.reason, nextAttemptAtMs };
    }
    case 'quota':
      return { outboxId, state: 'parked', outcome: 'quota', nextAttemptAtMs: nowMs + quotaPauseMs };
    case 'unauthorized':
      return { outboxId, state: 'waiting', outcome: 'unauthorized', nextAttemptAtMs: nowMs };
    case 'refused':
      return { outboxId, state: 'failed', outcome: `refused ${outcome.status}` };
  }
}

async function noteException(
  deps: WorkerDeps,
  message: DueLineMessage,
  kind: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await insertExceptions(deps.db, [
    {
      exceptionId: v5(`${message.outboxId}:${kind}`, derivedIdNamespace),
      kind,
      eid: message.eid,
      inst: null,
      detail,
      nowMs: deps.nowMs(),
    },
  ]);
}
