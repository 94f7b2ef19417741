/** What a row of a benchmark tells, all in the unit of its samples. */
export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

/** Nearest-rank percentiles of the samples. Throws when there are none. */
export function percentilesOf(samples: readonly number[]): Percentiles {
  if (samples.length === 0) throw new Error('no samples');
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** One line for people, milliseconds. */
export function formatPercentiles(
  what: string,
  { count, p50, p95, p99, max }: Percentiles,
): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(9);
  return `${what.padEnd(32)} n ${String(count).padStart(4)}  p50 ${ms(p50)}  p95 ${ms(p95)}  p99 ${ms(p99)}  max ${ms(max)}`;
}
