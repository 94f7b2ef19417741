import { foldLongWal } from '../app/db/fold-wal.ts';
import type { Db } from '../app/db/handles.ts';
import type { TimersPort } from '../app/sync/ports.ts';

/** After the screen has been told: by then it has painted, and whoever serves reaches for the next goods. */
const pauseMs = 20;

/** Some 15 sales; folding takes 4–8 ms then, and SQLite would do it by itself within a sale at 1,000. */
const pagesMin = 300;

/** Folds the log of the database between two things done at the till, so that no sale waits for it. */
export type LogFolder = {
  /** Something was done; looks at the log a moment later. */
  readonly soon: () => void;
  /** Resolves when the file is no longer used. */
  readonly stop: () => Promise<void>;
};

export function createLogFolder(deps: {
  readonly db: Db;
  readonly timers: TimersPort;
  /** For the log: the next commit meets the same disk and says so on the screen. */
  readonly onBroken: (error: unknown) => void;
}): LogFolder {
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  return {
    soon: () => {
      if (isStopped || cancel !== null) return;
      cancel = deps.timers.setTimer(pauseMs, () => {
        cancel = null;
        running = foldLongWal(deps.db, pagesMin).catch(deps.onBroken);
      });
    },
    stop: async () => {
      isStopped = true;
      cancel?.();
      await running;
    },
  };
}
