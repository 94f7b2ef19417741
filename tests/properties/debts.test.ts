import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LotId } from '../../app/domain/ids.ts';
import { lapseByNight } from '../../app/domain/lapse-by-night.ts';
import type { DatedEntry } from '../../app/domain/lapse-by-night.ts';
import {
  balanceOf,
  coverDebts,
  coverDebtsByLapsed,
  lotsFromEntries,
  planExpiry,
  planReturn,
  planSpend,
} from '../../app/domain/lots.ts';
import type { Lot } from '../../app/domain/lots.ts';
import type { Policies } from '../../app/domain/program.ts';
import { planTakeBack } from '../../app/domain/take-back-points.ts';
import { addDays } from '../../app/domain/time.ts';
import { propertyParameters, propertyTimeoutMs } from './runs.ts';

/** What happens on a day. Numbers pick among what there is. */
type Step =
  | { readonly do: 'earn'; readonly points: number; readonly days: number | null }
  | { readonly do: 'spend'; readonly share: number }
  | { readonly do: 'claw-back'; readonly which: number; readonly points: number }
  /** Spent at a counter that did not know of it: the lot may fall below 0. */
  | { readonly do: 'spend-apart'; readonly which: number; readonly points: number }
  | { readonly do: 'give-back'; readonly points: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('earn' as const),
      points: fc.integer({ min: 1, max: 100 }),
      days: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('spend' as const),
      share: fc.integer({ min: 1, max: 4 }),
    }),
  },
  ...(['claw-back', 'spend-apart'] as const).map((what) => ({
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant(what),
      which: fc.nat(9),
      points: fc.integer({ min: 1, max: 90 }),
    }),
  })),
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('give-back' as const),
      points: fc.integer({ min: 1, max: 50 }),
    }),
  },
);

/** Steps of each of a few days, mostly none. */
const anyHistory = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(anyStep, { maxLength: 3 })),
  {
    maxLength: 30,
  },
);
const anyPolicy = fc.constantFrom<Policies['negativeBalance']>('allow', 'allow', 'clamp');

/** The ledgers of one member: HQ's has each night's expire entries, the counter's none. */
type Ledgers = {
  readonly hq: DatedEntry[];
  readonly till: DatedEntry[];
  readonly made: Lot[];
  readonly taken: Lot[];
};

const firstDay = '2026-01-01';

function night(ledgers: Ledgers, date: string): void {
  for (const one of planExpiry(lotsFromEntries(ledgers.hq), date))
    ledgers.hq.push({ ...one, date, byNight: true });
}

type Planned = readonly Omit<DatedEntry, 'date' | 'byNight'>[];

/** What a step writes, planned from the lots a counter without HQ has. */
function entriesOf(
  ledgers: Ledgers,
  step: Step,
  date: string,
  policy: Policies['negativeBalance'],
): { readonly till: Planned; readonly hq: Planned } {
  const lots = lapseByNight(ledgers.till).lots;
  const both = (entries: Planned) => ({ till: entries, hq: entries });
  const lotOf = (which: number) => ledgers.made[which % Math.max(ledgers.made.length, 1)];
  switch (step.do) {
    case 'earn': {
      const lotId = `lot-${String(ledgers.made.length).padStart(3, '0')}` as LotId;
      const expiresOn = step.days === null ? null : addDays(date, step.days);
      const lot = { lotId, points: step.points, expiresOn };
      ledgers.made.push(lot);
      return both([{ ...lot, kind: 'earn' }]);
    }
    case 'spend': {
      const available = Math.max(balanceOf(lots, date).availablePoints, 0);
      const plan = planSpend(lots, Math.floor(available / step.share), date);
      if (plan.kind === 'short') throw new Error('what is available can be spent');
      ledgers.taken.push(...plan.takes);
      return both(plan.takes.map((take) => ({ ...take, points: -take.points, kind: 'spend' })));
    }
    case 'claw-back': {
      const own = lotOf(step.which);
      if (own === undefined) return both([]);
      // HQ does the sum of a refund again, from its own lots.
      const planFrom = (held: readonly Lot[]) =>
        planTakeBack({
          lots: coverDebtsByLapsed(held, date),
          own,
          points: step.points,
          policy,
          today: date,
          elsewhere: [],
        }).changes;
      return { till: planFrom(lots), hq: planFrom(lotsFromEntries(ledgers.hq)) };
    }
    case 'spend-apart': {
      const lot = lotOf(step.which);
      return both(lot === undefined ? [] : [{ ...lot, points: -step.points, kind: 'spend' }]);
    }
    case 'give-back':
      return both(
        planReturn(ledgers.taken.splice(-2), 0, step.points).map((back) => ({
          ...back,
          kind: 'refund',
        })),
      );
  }
}

function write(ledgers: Ledgers, date: string, { till, hq }: ReturnType<typeof entriesOf>): void {
  const dated = (entries: Planned) => entries.map((one) => ({ ...one, date, byNight: false }));
  ledgers.till.push(...dated(till));
  ledgers.hq.push(...dated(hq));
}

const openLedgers = (): Ledgers => ({ hq: [], till: [], made: [], taken: [] });
const balanceAtHq = ({ hq }: Ledgers, date: string) => balanceOf(lotsFromEntries(hq), date);
const balanceAtTill = ({ till }: Ledgers, date: string) => balanceOf(lapseByNight(till).lots, date);
const owedIn = (lots: readonly Lot[]) =>
  coverDebts(lots).reduce((sum, lot) => sum + Math.min(lot.points, 0), 0);

test(
  'HQ with every night and a counter without show the same balance on every day',
  () => {
    fc.assert(
      fc.property(anyHistory, anyPolicy, (days, policy) => {
        const ledgers = openLedgers();
        days.forEach((steps, day) => {
          const date = addDays(firstDay, day);
          night(ledgers, date);
          for (const step of steps) write(ledgers, date, entriesOf(ledgers, step, date, policy));
          const atHq = balanceAtHq(ledgers, date);
          const atTill = balanceAtTill(ledgers, date);
          expect([date, atTill.availablePoints, atTill.expiringNext]).toEqual([
            date,
            atHq.availablePoints,
            atHq.expiringNext,
          ]);
          // A counter that heard of some nights only, and late. What a refund lets lapse comes with it.
          const heard = ledgers.hq.filter(({ byNight }, place) => !byNight || place % 2 === 0);
          expect(balanceOf(lapseByNight(heard).lots, date)).toMatchObject({
            availablePoints: atHq.availablePoints,
          });
        });
      }),
      propertyParameters('till without nights = HQ'),
    );
  },
  propertyTimeoutMs,
);

test(
  'the calendar takes only what lapses, and a covered debt stays covered',
  () => {
    fc.assert(
      fc.property(anyHistory, anyPolicy, (days, policy) => {
        const ledgers = openLedgers();
        days.forEach((steps, day) => {
          const date = addDays(firstDay, day);
          const yesterday = addDays(date, -1);
          const before = lotsFromEntries(ledgers.hq);
          const lapsing = planExpiry(before, date);
          // What came back to a lot past its day was not there yesterday either.
          const lapsed = lapsing
            .filter((one) => one.expiresOn === yesterday)
            .reduce((sum, one) => sum - one.points, 0);
          const had = balanceOf(before, yesterday).availablePoints;
          night(ledgers, date);
          const after = lotsFromEntries(ledgers.hq);
          expect(balanceOf(after, date).availablePoints).toBe(had - lapsed);
          if (lapsed > 0) expect(had).toBeGreaterThanOrEqual(lapsed);
          expect(owedIn(after)).toBe(owedIn(before));
          expect(planExpiry(after, date)).toEqual([]);
          for (const step of steps) {
            const lots = lotsFromEntries(ledgers.hq);
            const balance = balanceOf(lots, date).availablePoints;
            const entries = entriesOf(ledgers, step, date, policy);
            write(ledgers, date, entries);
            const now = balanceOf(lotsFromEntries(ledgers.hq), date).availablePoints;
            if (step.do === 'earn') expect(now).toBe(balance + step.points);
            if (step.do === 'spend') {
              expect(now).toBe(balance + entries.hq.reduce((sum, one) => sum + one.points, 0));
              expect(owedIn(lotsFromEntries(ledgers.hq))).toBe(owedIn(lots));
            }
            if (step.do === 'claw-back' && policy === 'clamp') {
              expect(now).toBeGreaterThanOrEqual(Math.min(balance, 0));
            }
          }
        });
        // With no one doing anything, whatever is left lapses and no debt appears.
        const end = addDays(firstDay, days.length + 400);
        const owed = owedIn(lotsFromEntries(ledgers.hq));
        night(ledgers, end);
        const undated = coverDebts(lotsFromEntries(ledgers.hq));
        expect(undated.every((lot) => lot.expiresOn === null || lot.points < 0)).toBe(true);
        expect(owedIn(lotsFromEntries(ledgers.hq))).toBe(owed);
      }),
      propertyParameters('the calendar takes only what lapses'),
    );
  },
  propertyTimeoutMs,
);
