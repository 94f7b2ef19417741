/** How pushes are worked on together. */
export type PushGroups = {
  /** As many groups are worked on at once. */
  readonly groupsMax: number;
  /** So many pushes share one transaction where they wait anyway. */
  readonly groupPushesMax: number;
};

/** Whoever sent it hung up before its turn: nothing was kept. */
export class AskerGone extends Error {}

/** The two ways to take pushes; see `acceptPushes` and `acceptPush`. */
export type PushWork<P, O> = {
  /** One outcome for each, or it throws and nothing was kept. */
  readonly together: (pushes: readonly P[]) => Promise<readonly O[]>;
  readonly alone: (push: P) => Promise<O>;
  /** Trouble that does not lie with any push: nobody is tried again. */
  readonly concernsAll: (error: unknown) => boolean;
};

type Waiting<P, O> = {
  readonly push: P;
  /** Whether nobody waits for the outcome any more. */
  readonly isGone: () => boolean;
  readonly resolve: (outcome: O) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Takes each push as it comes while there is room; those that have to wait are taken together afterwards, the
 * longest waiting first: half as many statements and flushes to disk for the same events. Never two of one
 * install, which follow each other. When a group fails each of its pushes is taken alone, so that one
 * with poison in it costs the others a moment and nothing else. How many may wait is the gate's matter; whoever
 * went away meanwhile is not taken (a counter that hears nothing sends again) and rejects with `AskerGone`.
 */
export function createPushGroups<P extends { readonly inst: string }, O>(
  { groupsMax, groupPushesMax }: PushGroups,
  work: PushWork<P, O>,
): (push: P, isGone?: () => boolean) => Promise<O> {
  const waiting: Waiting<P, O>[] = [];
  let running = 0;
  const dropGone = (): void => {
    for (const one of waiting.splice(0)) {
      if (one.isGone()) one.reject(new AskerGone());
      else waiting.push(one);
    }
  };
  const takeGroup = (): Waiting<P, O>[] => {
    dropGone();
    const group: Waiting<P, O>[] = [];
    for (let i = 0; i < waiting.length && group.length < groupPushesMax;) {
      const one = waiting[i];
      const isFirstOfInstall = group.every(({ push }) => push.inst !== one?.push.inst);
      if (isFirstOfInstall) group.push(...waiting.splice(i, 1));
      else i += 1;
    }
    return group;
  };
  const run = async (): Promise<void> => {
    running += 1;
    for (let group = takeGroup(); group.length > 0; group = takeGroup())
      await takeTogether(group, work);
    running -= 1;
  };
  return async (push, isGone = () => false) =>
    await new Promise<O>((resolve, reject) => {
      dropGone();
      waiting.push({ push, isGone, resolve, reject });
      if (running < groupsMax) void run();
    });
}

/** Never throws: whoever waits gets the outcome, or the error. */
async function takeTogether<P, O>(
  group: readonly Waiting<P, O>[],
  work: PushWork<P, O>,
): Promise<void> {
  if (group.length > 1) {
    try {
      const outcomes = await work.together(group.map(({ push }) => push));
      for (const [i, { resolve }] of group.entries()) resolve(outcomes[i] as O);
      return;
    } catch (error) {
      if (work.concernsAll(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
    }
  }
  // At once: nobody waits out the time limit of another's trouble.
  await Promise.all(
    group.map(async ({ push, resolve, reject }) => await work.alone(push).then(resolve, reject)),
  );
}
