import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minuteOfDay } from '../domain/time.ts';
import { tellByDayMs, tellFromMs } from './quiet-hours.ts';
import type { QuietHours } from './quiet-hours.ts';

const overNight: QuietHours = { from: '22:00', until: '08:00' };

const at = (time: string) => Date.parse(`2026-11-22T${time}+08:00`);
const hourMs = 3_600_000;

test('what happened just now is told at once, what comes late waits for the morning', () => {
  const told = (now: string, agoMs: number, quiet = overNight) => {
    const nowMs = at(now);
    const from = tellFromMs(quiet, { happenedAtMs: nowMs - agoMs, nowMs });
    return (from - nowMs) / 60_000;
  };
  expect([
    told('23:10:00', 60_000),
    told('23:10:00', 30 * 60_000),
    told('23:10:30', hourMs),
    told('03:00:00', hourMs),
    told('07:59:59', hourMs),
    told('08:00:00', hourMs),
    told('22:00:00', hourMs),
    told('21:59:59', hourMs),
    told('12:30:00', hourMs, { from: '12:00', until: '13:00' }),
    told('23:00:00', hourMs, { from: '09:00', until: '09:00' }),
    // A sale of a counter whose clock is ahead.
    told('23:00:00', -hourMs),
  ]).toEqual([0, 0, 8 * 60 + 49.5, 5 * 60, 1 / 60, 0, 10 * 60, 0, 30, 0, 0]);
});

test('nothing that comes late goes out within the quiet hours', () => {
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  fc.assert(
    fc.property(clock, clock, fc.nat(86_400_000), (from, until, passedMs) => {
      const nowMs = at('00:00:00') + passedMs;
      const atMs = tellFromMs({ from, until }, { happenedAtMs: nowMs - hourMs, nowMs });
      const [quiet, minute] = [from, until].map((one) => {
        const [h = 0, m = 0] = one.split(':').map(Number);
        return h * 60 + m;
      }) as [number, number];
      const inside = (m: number) =>
        quiet <= minute ? m >= quiet && m < minute : m >= quiet || m < minute;
      expect(atMs).toBeGreaterThanOrEqual(nowMs);
      expect(inside(minuteOfDay(atMs)) && quiet !== minute).toBe(false);
    }),
  );
});

test('what HQ does at night is told by day, after the quiet hours too', () => {
  const told = (now: string, quiet: QuietHours) =>
    new Date(tellByDayMs(quiet, at(now)) + 8 * hourMs).toISOString().slice(5, 16);
  const none: QuietHours = { from: '00:00', until: '00:00' };
  expect([
    told('03:00:00', overNight),
    told('03:00:00', none),
    told('03:00:00', { from: '21:00', until: '11:30' }),
    told('15:20:00', overNight),
    told('20:00:00', none),
    told('15:20:00', { from: '15:00', until: '16:00' }),
  ]).toEqual([
    '11-22T10:00',
    '11-22T10:00',
    '11-22T11:30',
    '11-22T15:20',
    '11-23T10:00',
    '11-22T16:00',
  ]);
});
