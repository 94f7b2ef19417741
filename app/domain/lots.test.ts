import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from './evaluate-sale.ts';
import type { LotId, MemberId } from './ids.ts';
import {
  balanceOf,
  compareLots,
  coverDebts,
  coverDebtsByLapsed,
  lotsFromEntries,
  planExpiry,
  planReturn,
  planSpend,
  takeFromLots,
} from './lots.ts';
import type { Lot } from './lots.ts';
import { addDays, compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

const today = '2026-11-22';
const memberId = 'm' as MemberId;

function lot(lotId: string, points: number, expiresOn: CalendarDate | null): Lot {
  return { lotId: lotId as LotId, points, expiresOn };
}

function entry(lotId: string, points: number, expiresOn: CalendarDate | null): LedgerEntry {
  return {
    leg: 0,
    kind: points < 0 ? 'spend' : 'earn',
    memberId,
    lotId: lotId as LotId,
    points,
    expiresOn,
  };
}

const anyDay = fc.option(
  fc.integer({ min: -400, max: 400 }).map((days) => addDays(today, days)),
  { freq: 4 },
);
const anyLots = fc.uniqueArray(
  fc.record({
    lotId: fc.stringMatching(/^[a-z]{1,3}$/).map((id) => id as LotId),
    points: fc.integer({ min: -200, max: 500 }),
    expiresOn: anyDay,
  }),
  { selector: (one) => one.lotId, maxLength: 12 },
);
/** Entries of one lot share its last day, as every ledger of ours has it. */
const anyEntries = fc
  .tuple(
    anyLots,
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: -100, max: 100 })), { maxLength: 20 }),
  )
  .map(([lots, more]) => [
    ...lots.map((one) => entry(one.lotId, one.points, one.expiresOn)),
    ...more.flatMap(([pick, points]) => {
      const one = lots[pick % Math.max(lots.length, 1)];
      return one === undefined ? [] : [entry(one.lotId, points, one.expiresOn)];
    }),
  ]);

describe('lots from entries', () => {
  test('summed per lot, empty ones gone, soonest first, undated last, then by id', () => {
    const entries = [
      entry('undated', 5, null),
      entry('late', 10, '2027-12-31'),
      entry('b', 7, '2026-12-31'),
      entry('a', 3, '2026-12-31'),
      entry('gone', 4, '2026-12-31'),
      entry('gone', -4, '2026-12-31'),
      entry('late', -12, '2027-12-31'),
      entry('also-undated', 1, null),
    ];
    expect(lotsFromEntries(entries)).toEqual([
      lot('a', 3, '2026-12-31'),
      lot('b', 7, '2026-12-31'),
      lot('late', -2, '2027-12-31'),
      lot('also-undated', 1, null),
      lot('undated', 5, null),
    ]);
  });

  test('of two last days for one lot the soonest counts, in either order', () => {
    const entries = [entry('a', 5, null), entry('a', 1, '2027-01-01'), entry('a', 1, '2026-12-31')];
    const expected = [lot('a', 7, '2026-12-31')];
    expect(lotsFromEntries(entries)).toEqual(expected);
    expect(lotsFromEntries(entries.toReversed())).toEqual(expected);
  });

  test('the order of entries does not matter and no point is lost', () => {
    fc.assert(
      fc.property(anyEntries, fc.infiniteStream(fc.nat()), (entries, keys) => {
        const shuffled = entries
          .map((one) => ({ one, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const lots = lotsFromEntries(entries);
        expect(lotsFromEntries(shuffled)).toEqual(lots);
        const sum = (all: readonly { points: number }[]) => all.reduce((s, x) => s + x.points, 0);
        expect(sum(lots)).toBe(sum(entries));
      }),
    );
  });
});

test('lots of one id are equal in order', () => {
  expect(compareLots(lot('a', 1, today), lot('a', 2, today))).toBe(0);
});

describe('balance', () => {
  test('a lot is usable through its last day', () => {
    const lots = [lot('a', 10, today), lot('b', 5, '2027-12-31')];
    expect([balanceOf(lots, today), balanceOf(lots, addDays(today, 1))]).toEqual([
      { availablePoints: 15, expiringNext: { points: 10, expiresOn: today }, lapsedPoints: 0 },
      {
        availablePoints: 5,
        expiringNext: { points: 5, expiresOn: '2027-12-31' },
        lapsedPoints: 10,
      },
    ]);
  });

  test('a debt counts, never lapses, and is covered by what expires next', () => {
    const lots = [lot('debt', -8, '2026-01-31'), lot('a', 10, '2026-12-31'), lot('u', 1, null)];
    expect([
      balanceOf(lots, today),
      balanceOf([lot('a', 6, '2026-12-31'), lot('b', 4, '2026-12-31')], today).expiringNext,
      balanceOf([lot('debt', -8, null), lot('a', 3, '2026-12-31')], today),
      balanceOf([], today),
    ]).toEqual([
      { availablePoints: 3, expiringNext: { points: 2, expiresOn: '2026-12-31' }, lapsedPoints: 0 },
      { points: 10, expiresOn: '2026-12-31' },
      { availablePoints: -5, expiringNext: null, lapsedPoints: 0 },
      { availablePoints: 0, expiringNext: null, lapsedPoints: 0 },
    ]);
  });

  test('available and lapsed points are all there is', () => {
    fc.assert(
      fc.property(anyLots, (lots) => {
        const balance = balanceOf(lots, today);
        const sum = lots.reduce((total, one) => total + one.points, 0);
        expect(balance.availablePoints + balance.lapsedPoints).toBe(sum);
        if (balance.expiringNext === null) return;
        expect(balance.expiringNext.points).toBeGreaterThan(0);
        expect(balance.expiringNext.points).toBeLessThanOrEqual(balance.availablePoints);
        expect(compareDates(balance.expiringNext.expiresOn, today)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('spending', () => {
  const lots = [
    lot('u', 100, null),
    lot('gone', 50, '2026-11-21'),
    lot('b', 20, '2027-12-31'),
    lot('a', 10, today),
  ];

  test('takes the soonest first, never a lapsed one, undated last', () => {
    expect([
      planSpend(lots, 35, today),
      planSpend(lots, 131, today),
      planSpend(lots, 0, today),
    ]).toEqual([
      {
        kind: 'planned',
        takes: [lot('a', 10, today), lot('b', 20, '2027-12-31'), lot('u', 5, null)],
      },
      { kind: 'short', availablePoints: 130 },
      { kind: 'planned', takes: [] },
    ]);
    expect(planSpend([lot('debt', -5, null)], 0, today)).toEqual({ kind: 'planned', takes: [] });
    expect(() => planSpend(lots, -1, today)).toThrow(RangeError);
    expect(() => planSpend(lots, 0.5, today)).toThrow(RangeError);
  });

  test('a plan takes exactly what was asked and never overdraws a lot', () => {
    fc.assert(
      fc.property(anyLots, fc.integer({ min: 0, max: 600 }), (some, points) => {
        const { availablePoints } = balanceOf(some, today);
        const plan = planSpend(some, points, today);
        if (plan.kind === 'short') {
          expect(plan.availablePoints).toBe(availablePoints);
          expect(points).toBeGreaterThan(availablePoints);
          return;
        }
        expect(plan.takes.reduce((sum, take) => sum + take.points, 0)).toBe(points);
        const after = lotsFromEntries([
          ...some.map((one) => entry(one.lotId, one.points, one.expiresOn)),
          ...plan.takes.map((take) => entry(take.lotId, -take.points, take.expiresOn)),
        ]);
        expect(balanceOf(after, today).availablePoints).toBe(availablePoints - points);
        for (const take of plan.takes) {
          expect(take.points).toBeGreaterThan(0);
          expect(take.expiresOn === null || take.expiresOn >= today).toBe(true);
          expect(after.find((one) => one.lotId === take.lotId)?.points ?? 0).toBeGreaterThanOrEqual(
            0,
          );
        }
      }),
    );
  });
});

describe('returning', () => {
  const takes = [lot('a', 10, today), lot('b', 20, '2027-12-31'), lot('u', 5, null)];

  test('in reverse order of taking, after what has come back, never more than was taken', () => {
    expect([
      planReturn(takes, 0, 8),
      planReturn(takes, 8, 20),
      planReturn(takes, 25, 100),
      planReturn(takes, 35, 1),
      planReturn(takes, 0, 0),
    ]).toEqual([
      [lot('u', 5, null), lot('b', 3, '2027-12-31')],
      [lot('b', 17, '2027-12-31'), lot('a', 3, today)],
      [lot('a', 10, today)],
      [],
      [],
    ]);
  });

  test('what was taken comes back to where it was, in whatever steps', () => {
    fc.assert(
      fc.property(anyLots, fc.array(fc.nat(80), { maxLength: 6 }), (lots, steps) => {
        const points = Math.max(balanceOf(lots, today).availablePoints, 0);
        const plan = planSpend(lots, points, today);
        const taken = plan.kind === 'planned' ? plan.takes : [];
        let returned = 0;
        const back = [...steps, points].flatMap((step) => {
          const now = planReturn(taken, returned, Math.min(step, points - returned));
          returned += now.reduce((sum, one) => sum + one.points, 0);
          return now;
        });
        const after = [...lots, ...taken.map((one) => ({ ...one, points: -one.points })), ...back];
        expect(lotsFromEntries(after)).toEqual(lotsFromEntries(lots));
      }),
    );
  });
});

describe('expiry', () => {
  test('plans one entry for what is left of each lapsed lot after the debts', () => {
    const lots = [
      lot('debt', -3, '2026-01-01'),
      lot('b', 4, '2026-11-21'),
      lot('a', 6, '2026-10-31'),
      lot('live', 9, today),
      lot('u', 2, null),
    ];
    expect(planExpiry(lots, today)).toEqual([
      { kind: 'expire', lotId: 'a', points: -3, expiresOn: '2026-10-31' },
      { kind: 'expire', lotId: 'b', points: -4, expiresOn: '2026-11-21' },
    ]);
  });

  test('is idempotent and does not change what is available', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const lots = lotsFromEntries(entries);
        const expired = planExpiry(lots, today).map((planned, leg) => ({
          ...planned,
          leg,
          memberId,
        }));
        const after = lotsFromEntries([...entries, ...expired]);
        expect(planExpiry(after, today)).toEqual([]);
        expect(balanceOf(after, today)).toEqual({ ...balanceOf(lots, today), lapsedPoints: 0 });
      }),
    );
  });
});

describe('debts', () => {
  const sumOf = (lots: readonly { readonly points: number }[]) =>
    lots.reduce((sum, one) => sum + one.points, 0);
  const debt = lot('debt', -80, '2027-12-31');
  const soon = lot('soon', 100, '2026-12-31');
  const late = lot('late', 50, '2027-06-30');

  test('are covered by the lots that lapse soonest, lapsed ones too; the rest is left', () => {
    expect([
      coverDebts([late, debt, soon]),
      coverDebts([lot('old', 30, '2020-01-01'), debt, late]),
      coverDebts([lot('a', -5, null), debt, late]),
      coverDebts([late, soon]),
      coverDebts([lot('a', -5, null), lot('b', 5, null)]),
    ]).toEqual([
      [lot('soon', 20, '2026-12-31'), late],
      [],
      [lot('debt', -30, '2027-12-31'), lot('a', -5, null)],
      [soon, late],
      [],
    ]);
  });

  test('what lapsed lots cover can be taken out of both, live lots stay whole', () => {
    const old = lot('old', 30, '2026-11-21');
    expect([
      coverDebtsByLapsed([old, soon, debt], today),
      coverDebtsByLapsed([lot('old', 90, '2026-11-21'), soon, debt], today),
      coverDebtsByLapsed([soon, debt], today),
    ]).toEqual([
      [soon, lot('debt', -50, '2027-12-31')],
      [lot('old', 10, '2026-11-21'), soon],
      [soon, debt],
    ]);
  });

  test('a repaid debt stays repaid when what repaid it lapses', () => {
    const lots = [debt, soon];
    const lapsed = planExpiry(lots, '2027-01-01');
    expect([
      balanceOf(lots, today),
      balanceOf(lots, '2027-01-01'),
      lapsed,
      balanceOf(lotsFromEntries([...lots, ...lapsed]), '2030-01-01'),
    ]).toEqual([
      {
        availablePoints: 20,
        expiringNext: { points: 20, expiresOn: '2026-12-31' },
        lapsedPoints: 0,
      },
      { availablePoints: 0, expiringNext: null, lapsedPoints: 20 },
      [{ kind: 'expire', lotId: 'soon', points: -20, expiresOn: '2026-12-31' }],
      { availablePoints: 0, expiringNext: null, lapsedPoints: 0 },
    ]);
  });

  test('spending takes what is left, so that nothing covered lapses later', () => {
    const lots = [soon, late, debt];
    const takes = [lot('soon', 20, '2026-12-31'), late];
    expect([
      planSpend(lots, 70, today),
      planSpend(lots, 71, today),
      takeFromLots(lots, 999, today),
    ]).toEqual([{ kind: 'planned', takes }, { kind: 'short', availablePoints: 70 }, takes]);
  });

  test('the order of lots does not matter, and covering adds and loses nothing', () => {
    fc.assert(
      fc.property(anyLots, fc.integer({ min: 0, max: 400 }), (some, days) => {
        const lots = some.filter((one) => one.points !== 0);
        const on = addDays(today, days);
        const covered = coverDebts(lots);
        expect(coverDebts(lots.toReversed())).toEqual(covered);
        expect(sumOf(covered)).toBe(sumOf(lots));
        const signs = new Set(covered.map((one) => Math.sign(one.points)));
        expect(signs.size).toBeLessThanOrEqual(1);
        expect(balanceOf(covered, on)).toEqual(balanceOf(lots, on));
        const byLapsed = coverDebtsByLapsed(lots, on);
        expect(coverDebts(byLapsed)).toEqual(covered);
        // The same without going through the lots one by one, as the counter's SQL has it.
        const live = lots.filter((one) => one.points > 0 && !(one.expiresOn! < on));
        const owed = -sumOf(lots.filter((one) => one.points < 0));
        const gone = sumOf(lots.filter((one) => one.points > 0)) - sumOf(live);
        expect(balanceOf(lots, on).availablePoints).toBe(sumOf(live) - Math.max(owed - gone, 0));
      }),
    );
  });
});
