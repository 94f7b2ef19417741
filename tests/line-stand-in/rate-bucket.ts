/** A token bucket as LINE describes its rate limits: per endpoint and channel, from wherever the calls come. */
export type RateBucket = {
  /** Whether there was a token left. */
  readonly take: (nowMs: number) => boolean;
};

/** Full at first; holds a second's worth. */
export function createRateBucket(perSecond: number): RateBucket {
  let tokens = perSecond;
  let lastMs: number | null = null;
  return {
    take: (nowMs) => {
      const passedMs = Math.max(0, nowMs - (lastMs ?? nowMs));
      tokens = Math.min(perSecond, tokens + (passedMs / 1_000) * perSecond);
      lastMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
