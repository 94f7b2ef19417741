import fc from 'fast-check';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import {
  agoWords,
  countdownClock,
  counterPresence,
  formatClockSeconds,
  formatRecent,
  formatWhole,
  isSilentStore,
  silentStoreMs,
} from './time-words.ts';
import { zhTw } from './zh-tw.ts';

/** 2026-11-22 12:00:00 in Taipei. */
const nowMs = Date.UTC(2026, 10, 22, 4, 0, 0);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

test('how long ago, in words', () => {
  const pasts = [
    -2 * minuteMs,
    -30_000,
    0,
    4_999,
    5_000,
    59_999,
    minuteMs,
    59 * minuteMs,
    hourMs,
    23 * hourMs,
    dayMs,
    2 * dayMs,
    7 * dayMs,
  ];
  expect(pasts.map((past) => agoWords(zhTw.time, nowMs - past, nowMs))).toEqual([
    '12:02:00',
    '剛剛',
    '剛剛',
    '剛剛',
    '5 秒前',
    '59 秒前',
    '1 分鐘前',
    '59 分鐘前',
    '1 小時前',
    '23 小時前',
    '1 天前',
    '2 天前',
    '2026/11/15',
  ]);
  expect([dayMs, 2 * dayMs].map((past) => agoWords(en.time, nowMs - past, nowMs))).toEqual([
    '1 day ago',
    '2 days ago',
  ]);
});

test('an instant is as short as the day allows', () => {
  const instants = [nowMs, nowMs - 13 * hourMs, Date.UTC(2025, 11, 31, 15, 59)];
  expect(instants.map((atMs) => formatRecent(atMs, nowMs))).toEqual([
    '12:00:00',
    '11/21 23:00',
    '2025/12/31 23:59',
  ]);
  expect(formatClockSeconds(-1)).toBe('07:59:59');
});

test('a countdown says 0:00 only when it is over', () => {
  const lefts = [600_000, 599_999, 61_000, 60_000, 1_000, 1, 0, -5_000];
  expect(lefts.map((left) => countdownClock(nowMs + left, nowMs))).toEqual([
    '10:00',
    '10:00',
    '1:01',
    '1:00',
    '0:01',
    '0:01',
    '0:00',
    '0:00',
  ]);
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 3_600_000 }), (left) => {
      expect(countdownClock(nowMs + left, nowMs) === '0:00').toBe(left <= 0);
    }),
  );
});

test('whether a counter is there', () => {
  const seen = (lastSeenMs: number | null, revokedAtMs: number | null = null) =>
    counterPresence({ lastSeenMs, revokedAtMs }, nowMs);
  expect([
    seen(nowMs + 500),
    seen(nowMs - minuteMs),
    seen(nowMs - 2 * minuteMs),
    seen(nowMs - dayMs + 1),
    seen(nowMs - dayMs),
    seen(null),
    seen(nowMs, nowMs),
  ]).toEqual(['online', 'online', 'quiet', 'quiet', 'absent', 'never', 'revoked']);
});

test('whole numbers have commas', () => {
  expect([0, 999, 1_000, -1_234_567].map(formatWhole)).toEqual(['0', '999', '1,000', '-1,234,567']);
});

test('a store is silent when none of its counters in use was heard for more than 7 days', () => {
  const heard = (agoMs: number | null, revoked = false) => ({
    lastSeenMs: agoMs === null ? null : nowMs - agoMs,
    revokedAtMs: revoked ? nowMs : null,
  });
  expect([
    isSilentStore([], nowMs),
    isSilentStore([heard(null)], nowMs),
    isSilentStore([heard(silentStoreMs)], nowMs),
    isSilentStore([heard(silentStoreMs + 1), heard(null)], nowMs),
    isSilentStore([heard(silentStoreMs + 1), heard(minuteMs)], nowMs),
    isSilentStore([heard(silentStoreMs + 1), heard(minuteMs, true)], nowMs),
  ]).toEqual([false, false, false, true, false, true]);
});
