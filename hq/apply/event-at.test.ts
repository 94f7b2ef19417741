import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CounterEvent } from '../../app/contract/events.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { addDays, businessDate } from '../../app/domain/time.ts';
import { makeAward, newTestId } from '../test-rig/test-events.ts';
import { clockAtMs, eventAtMs } from './event-at.ts';

const award = makeAward({ memberId: newTestId<MemberId>() });
const dayOf = (clock: string): number => Date.parse(`${clock}+08:00`);
const at = (event: CounterEvent, wallMs: number, hqOffsetMs: number | null = null) =>
  eventAtMs({ ...event, t: { ...event.t, wallMs, hqOffsetMs } });

/** An event without a time of its own. */
const shiftClose = { ...award, type: 'shift_close', body: {} } as unknown as CounterEvent;

describe('when an event happened', () => {
  test('by the clock as HQ puts it right, while that is the day it was recorded for', () => {
    expect([
      at(award, dayOf('2026-11-22T09:00')),
      at(award, dayOf('2026-11-21T09:00'), 86_400_000),
    ]).toEqual([dayOf('2026-11-22T09:00'), dayOf('2026-11-22T09:00')]);
  });

  test('by the day the counter believed where its clock says another', () => {
    const noon = award.body.asked.atMs;
    const asked = { ...award, body: { ...award.body, asked: { ...award.body.asked, atMs: 1 } } };
    expect([
      at(award, dayOf('2020-01-01T00:03')),
      at(award, dayOf('2031-01-01T00:03')),
      at(asked, dayOf('2020-01-01T00:03')),
      at(shiftClose, dayOf('2020-01-01T00:03')),
      at(shiftClose, dayOf('2026-11-21T23:59')),
      at(shiftClose, dayOf('2026-11-23T00:01')),
    ]).toEqual([
      noon,
      noon,
      dayOf('2026-11-22T00:00'),
      dayOf('2026-11-22T00:00'),
      dayOf('2026-11-22T00:00'),
      dayOf('2026-11-22T23:59:59.999'),
    ]);
  });

  test('is an instant whose day can be written, on the day of the event, whatever the clock', () => {
    const anyClock = fc.maxSafeInteger();
    const anyDay = fc.integer({ min: 0, max: 2_932_896 }).map((n) => addDays('1970-01-01', n));
    fc.assert(
      fc.property(anyClock, fc.option(anyClock), anyClock, anyDay, (wallMs, offset, asked, day) => {
        const t = { ...award.t, wallMs, hqOffsetMs: offset };
        const body = { ...award.body, asked: { ...award.body.asked, atMs: asked } };
        for (const event of [
          { ...award, t, body, bizDate: day },
          { ...shiftClose, t, bizDate: day },
        ])
          expect(businessDate(eventAtMs(event))).toBe(day);
        expect(clockAtMs({ ...award, t })).toBeGreaterThanOrEqual(0);
        expect(businessDate(clockAtMs({ ...award, t })) <= '9999-12-31').toBe(true);
      }),
    );
    expect(businessDate(eventAtMs({ ...award, bizDate: '1911-10-10' }))).toBe('1970-01-01');
  });
});
