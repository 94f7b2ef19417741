/** Counts tries by key over a sliding window, in memory, so that guessing gets nowhere. */
export type KeyedLimit = {
  /** Takes a try; false when none is left. Taken before the work, so that tries at once count too. */
  readonly take: (key: string, nowMs: number) => boolean;
  /** The last try of a key was a good one: it does not count. */
  readonly giveBack: (key: string) => void;
};

/**
 * At most `max` tries of a key per `windowMs`. `keysMax` keys are remembered, the one longest untouched
 * is forgotten first.
 */
export function createKeyedLimit(limit: {
  readonly max: number;
  readonly windowMs: number;
  readonly keysMax: number;
}): KeyedLimit {
  const tries = new Map<string, number[]>();
  return {
    take: (key, nowMs) => {
      const recent = (tries.get(key) ?? []).filter((atMs) => atMs > nowMs - limit.windowMs);
      tries.delete(key);
      const [oldest] = tries.keys();
      if (tries.size >= limit.keysMax && oldest !== undefined) tries.delete(oldest);
      const isLeft = recent.length < limit.max;
      tries.set(key, isLeft ? [...recent, nowMs] : recent);
      return isLeft;
    },
    giveBack: (key) => {
      tries.get(key)?.pop();
    },
  };
}
