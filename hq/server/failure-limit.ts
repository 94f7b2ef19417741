/** Counts failures over a sliding window, in memory, so that guessing gets nowhere. */
export type FailureLimit = {
  readonly isReached: (nowMs: number) => boolean;
  readonly note: (nowMs: number) => void;
};

/** A limit of `max` failures per `windowMs`, over all callers together. */
export function createFailureLimit(max: number, windowMs: number): FailureLimit {
  let failures: number[] = [];
  const recent = (nowMs: number): number[] => {
    failures = failures.filter((atMs) => atMs > nowMs - windowMs);
    return failures;
  };
  return {
    isReached: (nowMs) => recent(nowMs).length >= max,
    note: (nowMs) => {
      if (recent(nowMs).length < max) failures.push(nowMs);
    },
  };
}
