import { parseArgs } from 'node:util';
import { isCalendarDate } from '../app/domain/time.ts';
import type { WebhookSearch } from './db/line-webhook.ts';
import { lineUserIdPattern } from './line/webhook/read-line-event.ts';

/** Which stored webhook events are meant, and what is to be done with them. */
export type ReplayOptions = {
  readonly search: WebhookSearch;
  /** A LINE user id, or the beginning and end of one as HQ shows them. */
  readonly user: string | null;
  /** Of the list; everything chosen is worked again. */
  readonly limit: number;
  readonly again: boolean;
};

const hourMs = 3_600_000;
const unitMs = { m: 60_000, h: hourMs, d: 24 * hourMs } as const;
/** Asia/Taipei, which has no summer time. */
const zoneMs = 8 * hourMs;
const outcomes = ['applied', 'stale', 'ignored', 'failed'];
const limitMax = 100_000;

/** Reads what follows `line-replay`; null when it is not understood. */
export function readReplayOptions(args: readonly string[], nowMs: number): ReplayOptions | null {
  const values = readFlags(args);
  if (values === null) return null;
  const sinceMs = readInstant(values.since ?? '1d', nowMs);
  const untilMs = values.until === undefined ? nowMs + hourMs : readInstant(values.until, nowMs);
  const limit = Number(values.limit ?? '200');
  const { type = null, outcome = null, event = null, user = null, again = false } = values;
  if (sinceMs === null || untilMs === null) return null;
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) return null;
  if (outcome !== null && !outcomes.includes(outcome)) return null;
  if (user !== null && !isUser(user)) return null;
  // One event is looked for wherever it is.
  const from = event !== null && values.since === undefined ? 0 : sinceMs;
  return {
    search: { sinceMs: from, untilMs, type, outcome, webhookEventId: event },
    user,
    limit,
    again,
  };
}

function readFlags(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        since: text,
        until: text,
        type: text,
        outcome: text,
        user: text,
        event: text,
        limit: text,
        again: { type: 'boolean' },
      },
    });
    return values;
  } catch {
    return null;
  }
}

/** `90m`, `6h` or `3d` ago; a day, or a day and time, in Asia/Taipei. */
function readInstant(text: string, nowMs: number): number | null {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return nowMs - Number(count) * unitMs[unit as keyof typeof unitMs];
  const [, day = '', clock = '00:00'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/.exec(text) ?? [];
  if (!isCalendarDate(day)) return null;
  const atMs = Date.parse(`${day}T${clock}:00Z`);
  return Number.isNaN(atMs) ? null : atMs - zoneMs;
}

function isUser(text: string): boolean {
  return lineUserIdPattern.test(text) || /^U[0-9a-f]{4}…[0-9a-f]{4}$/.test(text);
}

/** As much of a user's id as tells it apart in a list. */
export function maskLineUser(lineUserId: string): string {
  return `${lineUserId.slice(0, 5)}…${lineUserId.slice(-4)}`;
}

/** `2026-11-22 21:05:09`, in Asia/Taipei. */
export function taipeiTime(atMs: number): string {
  return new Date(atMs + zoneMs).toISOString().slice(0, 19).replace('T', ' ');
}
