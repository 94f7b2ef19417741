import { businessDate, formatClock, isCalendarDate } from '../../app/domain/time.ts';
import type { Fields } from './fields.ts';
import { isRecord, unsupported } from './fields.ts';

/** The moment an op happens at, Asia/Taipei. */
export type Clock = { readonly date: string; readonly time: string; readonly atMs: number };

/** Noon of a day, or another time of it. */
export function clockOn(date: string, time = '12:00'): Clock {
  if (!isCalendarDate(date)) return unsupported(`day ${String(date)}`);
  return { date, time, atMs: Date.parse(`${date}T${time}:00+08:00`) };
}

/** The moment an op names by `date`, `today`, `earned`, `at` (an instant or a day) or `time`; else `now`. */
export function readClock(op: Fields, now: Clock): Clock {
  const at = op.text('at');
  if (at !== undefined && !isCalendarDate(at)) return clockAt(at);
  const date = at ?? op.text('date') ?? op.text('today');
  const time = op.text('time');
  return date === undefined && time === undefined ? now : clockOn(date ?? now.date, time);
}

function clockAt(instant: string): Clock {
  // Without a zone the text would mean another moment on each machine.
  if (!/(?:Z|[+-]\d{2}:\d{2})$/.test(instant))
    return unsupported(`instant ${instant} without zone`);
  const atMs = Date.parse(instant);
  if (Number.isNaN(atMs)) return unsupported(`instant ${instant}`);
  return { date: businessDate(atMs), time: formatClock(atMs), atMs };
}

/** Days of the past that say nothing about when the case plays. */
const pastKeys = ['birthday', 'earned', 'joined', 'joined_on'];

/** The day a case begins on: its `today`, else the first day it names anywhere, so that nothing has ended yet. */
export function firstDay(today: string | undefined, parts: readonly unknown[]): string {
  if (today !== undefined) return today;
  const days: string[] = [];
  const visit = (value: unknown, key: string) => {
    if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (isRecord(value)) for (const [name, item] of Object.entries(value)) visit(item, name);
    else if (typeof value === 'string' && !pastKeys.includes(key) && isCalendarDate(value)) {
      days.push(value);
    }
  };
  for (const part of parts) visit(part, '');
  return days.sort()[0] ?? '2025-06-15';
}
