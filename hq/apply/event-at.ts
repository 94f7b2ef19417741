import type { CounterEvent } from '../../app/contract/events.ts';

/** The largest instant a JavaScript date can name. */
const instantMsMax = 8_640_000_000_000_000;

/**
 * When an event happened, by HQ's clock as far as the counter knew it. Advisory: order is by seq and
 * position, and no clock error refuses an event, however far off.
 */
export function eventAtMs(event: CounterEvent): number {
  const atMs = event.t.wallMs + (event.t.hqOffsetMs ?? 0);
  return Math.min(Math.max(atMs, -instantMsMax), instantMsMax);
}
