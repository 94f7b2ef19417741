/** More events than this waiting for HQ are worth a word to the store. */
export const unsentCountMax = 10_000;
/** So long the oldest event may wait before the store is told, ms. */
export const unsentAgeMsMax = 7 * 24 * 60 * 60_000;

/**
 * Whether what waits for HQ is worth a word: `old` when the oldest event waits for more than 7 days, else
 * `many` when more than 10,000 wait; null = all is as it may be. Only a word: sales are never stopped by it.
 */
export function outboxWarning(unsent: {
  readonly count: number;
  readonly oldestAtMs: number | null;
  readonly nowMs: number;
  /** No age is told by a clock that nobody believes. */
  readonly timeUnknown: boolean;
}): 'many' | 'old' | null {
  const { count, oldestAtMs, nowMs, timeUnknown } = unsent;
  if (oldestAtMs !== null && !timeUnknown && nowMs - oldestAtMs > unsentAgeMsMax) return 'old';
  return count > unsentCountMax ? 'many' : null;
}
