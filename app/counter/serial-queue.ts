/** Runs tasks strictly one after the other, in the order they came, up to a limit of waiting ones. */
export type SerialQueue = {
  /** Queues a task; null when the queue is full and the task was not taken. */
  readonly push: <T>(task: () => Promise<T>) => Promise<T> | null;
  /** Whether nothing waits or runs. */
  readonly isIdle: () => boolean;
  /** Resolves when everything taken so far is done. */
  readonly settled: () => Promise<void>;
};

/** A queue that holds at most `limit` tasks, the running one included. */
export function createSerialQueue(limit: number): SerialQueue {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    push: (task) => {
      if (waiting >= limit) return null;
      waiting += 1;
      const result = last.then(task).finally(() => {
        waiting -= 1;
      });
      // The chain goes on after a failed task; whoever pushed it gets the failure.
      last = result.catch(() => {});
      return result;
    },
    isIdle: () => waiting === 0,
    settled: async () => {
      await last;
    },
  };
}
