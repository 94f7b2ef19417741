/**
 * Counts what a person does. One action is: a scan; a number or a text entered, however many keys it has; any
 * other key or press. The action beyond the limit throws, so that a story can never take more than it says.
 */
export type ActionCount = {
  readonly limit: number;
  /** Does one action and counts it; `what` tells it in the error. */
  readonly act: (what: string, doIt: () => Promise<unknown>) => Promise<void>;
  readonly done: () => readonly string[];
};

export function countActions(limit: number): ActionCount {
  const done: string[] = [];
  return {
    limit,
    act: async (what, doIt) => {
      done.push(what);
      if (done.length > limit) throw new Error(`more than ${limit} actions: ${done.join(', ')}`);
      await doIt();
    },
    done: () => done,
  };
}
