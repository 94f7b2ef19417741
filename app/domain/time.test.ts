import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  businessDate,
  compareDates,
  daysBetween,
  endOfNextYear,
  endOfPeriod,
  formatClock,
  formatRocDate,
  isCalendarDate,
  isLaterDay,
  isoWeekday,
  minuteOfDay,
  parseRocDate,
} from './time.ts';

const anyInstant = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2199, 11, 31) });
const anyDate = anyInstant.map(businessDate);

describe('the business day', () => {
  test('begins at midnight in Taipei', () => {
    const midnight = Date.UTC(2026, 10, 21, 16);
    expect([
      businessDate(midnight - 1),
      businessDate(midnight),
      formatClock(midnight - 1),
      formatClock(midnight),
      minuteOfDay(midnight + 90_000.5),
      minuteOfDay(-1),
    ]).toEqual(['2026-11-21', '2026-11-22', '23:59', '00:00', 1, 479]);
    expect(() => businessDate(Number.NaN)).toThrow(RangeError);
  });

  test('can be written of any clock, and later is never an earlier day', () => {
    expect([
      businessDate(Number.MAX_SAFE_INTEGER),
      businessDate(8_640_000_000_000_000),
      businessDate(Number.MIN_SAFE_INTEGER),
      addDays('0000-01-01', -1),
      addMonths('0000-01-15', -1),
    ]).toEqual(['9999-12-31', '9999-12-31', '0000-01-01', '0000-01-01', '0000-01-01']);
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (one, other) => {
        const days = [Math.min(one, other), Math.max(one, other)].map(businessDate);
        expect(days.map(isCalendarDate)).toEqual([true, true]);
        expect(days).toEqual(days.toSorted());
      }),
    );
  });

  test("agrees with the platform's Asia/Taipei at any instant", () => {
    const platform = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Taipei',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    fc.assert(
      fc.property(anyInstant, (atMs) => {
        expect(`${businessDate(atMs)} ${formatClock(atMs)}`).toBe(platform.format(atMs));
      }),
    );
  });
});

describe('calendar arithmetic', () => {
  test('a missing day of the month becomes its last day', () => {
    expect([
      addMonths('2026-01-31', 1),
      addMonths('2028-01-31', 1),
      addMonths('2026-03-31', -1),
      addMonths('2026-11-30', 12),
      addMonths('2026-12-15', 1),
      addMonths('2026-01-15', -13),
      addMonths('2100-01-29', 1),
      addMonths('2000-01-29', 1),
      addMonths('2026-05-31', 1),
    ]).toEqual([
      '2026-02-28',
      '2028-02-29',
      '2026-02-28',
      '2027-11-30',
      '2027-01-15',
      '2024-12-15',
      '2100-02-28',
      '2000-02-29',
      '2026-06-30',
    ]);
  });

  test('months there and back never move further than the day lost to a short month', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -240, max: 240 }), (date, months) => {
        const there = addMonths(date, months);
        const back = addMonths(there, -months);
        expect(isCalendarDate(there)).toBe(true);
        expect(daysBetween(back, date)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(back, date)).toBeLessThanOrEqual(3);
        expect(compareDates(back, addMonths(date, 0))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('addDays and daysBetween are each other’s inverse, and order is calendar order', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        const other = addDays(date, days);
        expect(daysBetween(date, other)).toBe(days);
        expect(Math.sign(compareDates(other, date))).toBe(Math.sign(days));
        expect(addMonths(date, 0)).toBe(date);
      }),
    );
  });

  test('the end of next year', () => {
    expect(['2026-01-01', '2026-12-31'].map(endOfNextYear)).toEqual(['2027-12-31', '2027-12-31']);
  });

  test('only days that exist are dates', () => {
    const candidates = [
      '2026-02-28',
      '2028-02-29',
      '2026-04-30',
      '0001-01-01',
      '2026-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '2026-1-1',
      '',
      '2026-01-01T00:00',
      ' 2026-01-01',
    ];
    expect(candidates.filter(isCalendarDate)).toEqual(candidates.slice(0, 4));
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addMonths('soon', 1)).toThrow(RangeError);
  });
});

describe('dates of the Republic', () => {
  test('as papers write them', () => {
    expect(['2026-11-22', '1912-01-01', '2010-12-31', '1911-12-31'].map(formatRocDate)).toEqual([
      '115/11/22',
      '1/01/01',
      '99/12/31',
      '1911/12/31',
    ]);
  });

  test('as e-invoices write them', () => {
    expect(
      ['1150722', '1020523', '1160229', '0000101', '1151301', '115072', '11507222', '1１50722'].map(
        parseRocDate,
      ),
    ).toEqual(['2026-07-22', '2013-05-23', null, null, null, null, null, null]);
  });

  test('seven digits read back to the day they were written from', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const digits = formatRocDate(date).replaceAll('/', '').padStart(7, '0');
        expect(parseRocDate(digits)).toBe(date);
      }),
    );
  });
});

test.each([
  ['2026-02-01', '2026-02-28', '2026-03-31', '2026-06-30', '2026-12-31'],
  ['2028-02-29', '2028-02-29', '2028-03-31', '2028-06-30', '2028-12-31'],
  ['2026-03-31', '2026-03-31', '2026-03-31', '2026-06-30', '2026-12-31'],
  ['2026-04-01', '2026-04-30', '2026-06-30', '2026-06-30', '2026-12-31'],
  ['2026-07-15', '2026-07-31', '2026-09-30', '2026-12-31', '2026-12-31'],
  ['2026-12-31', '2026-12-31', '2026-12-31', '2026-12-31', '2026-12-31'],
])('the periods of %s end on %s, %s, %s, %s', (date, month, quarter, halfYear, year) => {
  expect([
    endOfPeriod(date, 'month'),
    endOfPeriod(date, 'quarter'),
    endOfPeriod(date, 'half-year'),
    endOfPeriod(date, 'year'),
  ]).toEqual([month, quarter, halfYear, year]);
  expect(() => endOfPeriod('2026-02-30', 'month')).toThrow(RangeError);
});

test('weekdays count from Monday as 1, also before 1970', () => {
  expect(
    [
      '2026-11-22',
      '2026-11-23',
      '2026-11-28',
      '1970-01-01',
      '1969-12-31',
      '1969-12-28',
      '0001-01-01',
    ].map(isoWeekday),
  ).toEqual([7, 1, 6, 4, 3, 7, 1]);
});

test('a later day begins at midnight in Taipei', () => {
  const midnight = Date.UTC(2026, 10, 21, 16);
  expect([
    isLaterDay(midnight - 1, midnight),
    isLaterDay(midnight - 86_400_000, midnight - 1),
    isLaterDay(midnight, midnight),
    isLaterDay(midnight, midnight - 1),
    isLaterDay(-1, Number.MAX_SAFE_INTEGER),
  ]).toEqual([true, false, false, false, true]);
});

test('days after 9999-12-31 are written as that day', () => {
  expect([
    addMonths('9999-12-01', 1),
    addMonths('9999-11-30', 1),
    addDays('9999-12-31', 1),
    endOfNextYear('9999-05-01'),
    endOfNextYear('9998-05-01'),
  ]).toEqual(['9999-12-31', '9999-12-30', '9999-12-31', '9999-12-31', '9999-12-31']);
});
