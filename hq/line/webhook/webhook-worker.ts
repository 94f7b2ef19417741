import type { HqDeps } from '../../server/hq-deps.ts';
import { readLineEvent } from './read-line-event.ts';
import type { LineEvent } from './read-line-event.ts';
import { listEventTexts } from './read-webhook-body.ts';
import { takeLineEvents } from './take-line-events.ts';
import type { SpoolRecord } from './spool-line.ts';
import type { WebhookSpool } from './webhook-spool.ts';

export type WebhookWorker = {
  /** Works off what waits now; returns how many events it took. Throws while the database is away. */
  readonly runOnce: () => Promise<number>;
  readonly start: () => void;
  /** Something was put into the spool. */
  readonly poke: () => void;
  /** Resolves when what is under way is over. */
  readonly stop: () => Promise<void>;
};

type WorkerDeps = Pick<HqDeps, 'db' | 'nowMs' | 'random' | 'timer' | 'log'> & {
  readonly spool: WebhookSpool;
};

/** Events of one transaction, and the text of them. */
const eventsTogether = 100;
const charactersTogether = 2 * 1024 * 1024;
const retryMsMin = 200;
const retryMsMax = 15_000;
/** How often it is looked for what dead processes left, and files that are worked off are removed. */
const houseworkMs = 20_000;
/** Well within what others wait; also while the database is away. */
const beatMs = 10_000;

/**
 * Works the spool off in the background, in the order it was filled, with growing pauses while the database
 * is away. Nothing that was in the spool is lost when the process dies: it is worked again from the file,
 * and each event counts once.
 */
export function createWebhookWorker(deps: WorkerDeps): WebhookWorker {
  let isStarted = false;
  let isStopping = false;
  let isRunning = false;
  let isPoked = false;
  let current: Promise<number> | null = null;
  let cancel = (): void => undefined;
  let stopBeating = (): void => undefined;
  let nextHouseworkMs = 0;
  const pauses = createPauses(deps);

  const runOnce = (): Promise<number> => {
    current ??= workOff(deps, () => isStopping).finally(() => {
      current = null;
    });
    return current;
  };
  const housework = async (): Promise<void> => {
    if (deps.nowMs() < nextHouseworkMs) return;
    nextHouseworkMs = deps.nowMs() + houseworkMs;
    await deps.spool.takeOver();
    await runOnce();
    await deps.spool.tidy();
  };
  const round = async (): Promise<number> => {
    isPoked = false;
    try {
      await runOnce();
      await housework();
      pauses.clear();
      return houseworkMs;
    } catch (error) {
      return pauses.note(error);
    }
  };
  const go = (): void => {
    cancel();
    isRunning = true;
    void round().then((delayMs) => {
      isRunning = false;
      if (isStopping) return;
      if (isPoked && !pauses.isPaused()) go();
      else cancel = deps.timer.setTimer(delayMs, go);
    });
  };
  return {
    runOnce,
    start: () => {
      if (isStarted) return;
      isStarted = true;
      go();
      stopBeating = keepBeating(deps);
    },
    poke: () => {
      isPoked = true;
      // While the database is away the pauses are kept.
      if (isStarted && !isStopping && !isRunning && !pauses.isPaused()) go();
    },
    stop: async () => {
      isStopping = true;
      cancel();
      stopBeating();
      await current?.catch(() => 0);
    },
  };
}

/** Longer and longer while it fails; the same trouble is told once. */
function createPauses({ log, random }: Pick<WorkerDeps, 'log' | 'random'>) {
  let failures = 0;
  let lastTrouble = '';
  return {
    isPaused: () => failures > 0,
    clear: (): void => {
      failures = 0;
      lastTrouble = '';
    },
    /** How long to wait now. */
    note: (error: unknown): number => {
      const trouble = error instanceof Error ? error.message : 'failed';
      if (trouble !== lastTrouble) log(`LINE webhook: waiting: ${trouble}`);
      lastTrouble = trouble;
      failures += 1;
      const ceilingMs = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(failures, 12));
      return Math.ceil((0.5 + random() / 2) * ceilingMs);
    },
  };
}

/** Says again and again that this process lives; the function ends it. */
function keepBeating({ spool, timer }: Pick<WorkerDeps, 'spool' | 'timer'>): () => void {
  let isOver = false;
  let cancel = (): void => undefined;
  const wait = (): void => {
    cancel = timer.setTimer(beatMs, () => {
      // A full disk is told by whoever appends.
      void spool
        .beat()
        .catch(() => undefined)
        .then(() => {
          if (!isOver) wait();
        });
    });
  };
  wait();
  return () => {
    isOver = true;
    cancel();
  };
}

async function workOff(deps: WorkerDeps, mustStop: () => boolean): Promise<number> {
  let taken = 0;
  while (!mustStop()) {
    const batch = await deps.spool.next();
    if (batch === null) return taken;
    if (batch.damaged > 0)
      deps.log(`LINE webhook: ${batch.damaged} half-written lines in the spool were passed over`);
    const events = batch.records.flatMap((record) => readEvents(deps, record));
    for (const some of inPortions(events)) {
      await takeLineEvents(deps, some);
      taken += some.length;
    }
    await batch.done();
  }
  return taken;
}

/** One that cannot be read, which none should be, must not keep back those behind it. */
function readEvents(
  { log }: Pick<WorkerDeps, 'log'>,
  { receivedAtMs, text }: SpoolRecord,
): LineEvent[] {
  try {
    return listEventTexts(text).flatMap((raw) => readLineEvent(raw, receivedAtMs) ?? []);
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown';
    log(`LINE webhook: a body of ${text.length} characters could not be read: ${why}`);
    return [];
  }
}

function inPortions(events: readonly LineEvent[]): LineEvent[][] {
  const portions: LineEvent[][] = [];
  let characters = 0;
  for (const event of events) {
    const last = portions.at(-1);
    characters += event.raw.length;
    if (last !== undefined && last.length < eventsTogether && characters < charactersTogether)
      last.push(event);
    else {
      portions.push([event]);
      characters = event.raw.length;
    }
  }
  return portions;
}
