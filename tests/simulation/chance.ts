/** A repeatable source of chance (mulberry32, Tommy Ettinger's public-domain generator). */
export type Chance = {
  /** From 0 up to, not including, 1. */
  readonly uniform: () => number;
  /** A whole number below the limit. */
  readonly whole: (limit: number) => number;
  readonly hit: (share: number) => boolean;
};

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    uniform,
    whole: (limit) => Math.floor(uniform() * limit),
    hit: (share) => uniform() < share,
  };
}
