/** How fast pushes may go out. */
export type SendPace = {
  /** Takes leave for one push: 0 = go, else how many ms to wait before asking again. */
  readonly take: (nowMs: number) => number;
  /** What LINE said to one push. */
  readonly note: (answer: 'limited' | 'other', nowMs: number) => void;
  readonly perSecond: (nowMs: number) => number;
};

/** LINE takes 2,000 pushes a second and channel (reference "Rate limits"); a tenth stays for other senders. */
const pushesPerSecondMax = 1_800;
const perSecondMin = 20;
/** Pushes that may go out at once, as a share of a second's. */
const burstShare = 0.05;
const windowMs = 1_000;
/** With fewer, or a smaller share of the answers, a refusal is an accident and no empty bucket. */
const limitedMin = 3;
const limitedShareMin = 0.1;
/** How much of the full pace comes back in a second. */
const recoveredShare = 0.02;

/**
 * A token bucket of our own below LINE's, which says nothing of how full it is. Other processes of HQ and
 * LINE's own console draw from the same one, so a second with many refusals halves the pace. A clock that
 * steps back gives nothing.
 */
export function createSendPace(max: number = pushesPerSecondMax): SendPace {
  let rate = max;
  let tokens = max * burstShare;
  let lastMs: number | null = null;
  let window = { startedMs: Number.NEGATIVE_INFINITY, limited: 0, all: 0 };
  const pass = (nowMs: number): void => {
    const seconds = Math.max(0, nowMs - (lastMs ?? nowMs)) / 1_000;
    lastMs = nowMs;
    rate = Math.min(max, rate + seconds * max * recoveredShare);
    tokens = Math.min(Math.max(1, rate * burstShare), tokens + seconds * rate);
  };
  return {
    take: (nowMs) => {
      pass(nowMs);
      if (tokens < 1) return Math.max(1, Math.ceil(((1 - tokens) / rate) * 1_000));
      tokens -= 1;
      return 0;
    },
    note: (answer, nowMs) => {
      pass(nowMs);
      if (nowMs - window.startedMs >= windowMs) window = { startedMs: nowMs, limited: 0, all: 0 };
      window.all += 1;
      if (answer === 'other') return;
      window.limited += 1;
      // Each further one of this second is the same news.
      if (window.limited !== Math.max(limitedMin, Math.ceil(window.all * limitedShareMin))) return;
      rate = Math.max(perSecondMin, rate / 2);
      tokens = 0;
    },
    perSecond: (nowMs) => {
      pass(nowMs);
      return rate;
    },
  };
}
