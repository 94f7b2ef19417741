import type { CounterEvent } from '../../app/contract/events.ts';
import { businessDate } from '../../app/domain/time.ts';

const dayMs = 86_400_000;
/** The last instant whose day in Taipei `YYYY-MM-DD` can write. */
const instantMsMax = Date.parse('9999-12-31T23:59:59.999+08:00');

/** The instant, or the nearest between 1970 and the end of 9999: its day can be written anywhere. */
export function datableMs(atMs: number): number {
  return Math.min(Math.max(atMs, 0), instantMsMax);
}

/** What the counter's clock said, put right by HQ's as far as the counter knew it. */
export function clockAtMs({ t }: CounterEvent): number {
  return datableMs(t.wallMs + (t.hqOffsetMs ?? 0));
}

/**
 * When an event happened: by the clock while that says the business day of the event. A counter whose
 * clock fell behind (a flat battery) dates by the highest time it knows, and so does HQ: a sale has that
 * time with what was asked, anything else the moment of the day that is nearest to the clock. No clock
 * error refuses an event, however far off. Worked out of the event alone, so it is the same at any time.
 */
export function eventAtMs(event: CounterEvent): number {
  const { bizDate } = event;
  const isThatDay = (atMs: number): boolean => businessDate(atMs) === bizDate;
  const clockMs = clockAtMs(event);
  if (isThatDay(clockMs)) return clockMs;
  if (event.type === 'award') {
    const askedMs = datableMs(event.body.asked.atMs);
    if (isThatDay(askedMs)) return askedMs;
  }
  const beginsMs = Date.parse(`${bizDate}T00:00:00+08:00`);
  return datableMs(Math.min(Math.max(clockMs, beginsMs), beginsMs + dayMs - 1));
}
