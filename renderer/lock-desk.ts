import type { Call } from './connection.ts';

/** Stands before the calls of the screens: what was begun is finished before the counter locks. */
export type LockDesk = {
  /** What the screens call. */
  readonly call: Call;
  /**
   * Has `finish` run before the counter is locked from here: once it is, nobody is signed in, and what a person
   * asked for would be refused. It may be called when there is nothing to do. The answer ends it.
   */
  readonly beforeLock: (finish: () => Promise<void>) => () => void;
};

/** What cannot be finished does not keep the counter open. */
export function createLockDesk(counterCall: Call): LockDesk {
  const unfinished = new Set<() => Promise<void>>();
  return {
    call: async (name, input) => {
      if (name === 'staff:lock') await Promise.allSettled([...unfinished].map((run) => run()));
      return await counterCall(name, input);
    },
    beforeLock: (finish) => {
      unfinished.add(finish);
      return () => void unfinished.delete(finish);
    },
  };
}
