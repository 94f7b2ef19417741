import { describe, expect, test } from 'vitest';
import type { Program, TierRules } from './program.ts';
import type { TierChange } from './sale.ts';
import { testProgram } from './sale-context.fixture.ts';
import { getTier, tierAfter, tierAfterSale, tierChange, tierOn } from './tiers.ts';

function tier(tierId: string, thresholdMinor: number) {
  return { tierId, name: { 'zh-TW': tierId, en: tierId }, thresholdMinor, multiplierBps: 10_000 };
}

function programWith(rules: Partial<TierRules> = {}): Program {
  const { tierRules } = testProgram();
  return testProgram({
    tiers: [tier('bronze', 0), tier('silver', 10_000), tier('gold', 20_000)],
    tierRules: { ...tierRules, ...rules },
  });
}

const program = programWith();
const bronze = { tierId: 'bronze', tierUntil: null, spentMinor: 0, spentSinceTierMinor: 0 };
const gold = { ...bronze, tierId: 'gold', tierUntil: '2026-09-01', spentMinor: 25_000 };

function change(
  tierIdBefore: string,
  tierId: string,
  tierUntil: string | null,
  kind: TierChange['kind'],
): TierChange {
  return { tierIdBefore, tierId, tierUntil, kind };
}

describe('the tier on a day', () => {
  test('is the recorded one through the last day of its period', () => {
    expect([tierOn(program, bronze, '2030-01-01'), tierOn(program, gold, '2026-09-01')]).toEqual([
      change('bronze', 'bronze', null, 'same'),
      change('gold', 'gold', '2026-09-01', 'same'),
    ]);
  });

  test('after that is what the spend in the window reaches, for a new period', () => {
    expect([
      tierOn(program, gold, '2026-09-02'),
      tierOn(program, { ...gold, spentMinor: 20_000 }, '2026-09-02'),
      tierOn(program, { ...gold, spentMinor: 19_999 }, '2026-09-02'),
      tierOn(program, { ...gold, spentMinor: 9_999 }, '2026-09-02'),
      tierOn(program, { ...gold, spentMinor: -500 }, '2026-09-02'),
      tierOn(program, { ...gold, tierId: 'silver' }, '2026-09-02'),
    ]).toEqual([
      change('gold', 'gold', '2027-09-02', 'renewed'),
      change('gold', 'gold', '2027-09-02', 'renewed'),
      change('gold', 'silver', '2027-09-02', 'lowered'),
      change('gold', 'bronze', null, 'lowered'),
      change('gold', 'bronze', null, 'lowered'),
      change('silver', 'gold', '2027-09-02', 'risen'),
    ]);
  });

  test('stays through the days of grace', () => {
    const graceful = programWith({ graceDays: 10, validMonths: 6 });
    const facts = { ...gold, spentMinor: 0 };
    expect([
      tierOn(graceful, facts, '2026-09-11'),
      tierOn(graceful, facts, '2026-09-12'),
      tierOn(graceful, gold, '2026-09-12'),
    ]).toEqual([
      change('gold', 'gold', '2026-09-01', 'same'),
      change('gold', 'bronze', null, 'lowered'),
      change('gold', 'gold', '2027-03-12', 'renewed'),
    ]);
  });
});

describe('the tier after spending', () => {
  test.each([
    [0, 9_999, 'bronze'],
    [0, 10_000, 'silver'],
    [9_999, 1, 'silver'],
    [0, 19_999, 'silver'],
    [19_999, 1, 'gold'],
    [0, 50_000, 'gold'],
    [-100, 10_099, 'bronze'],
  ])('spent %d, then %d: %s', (spentMinor, more, tierId) => {
    const { tierId: after } = tierAfter(program, { ...bronze, spentMinor }, more, '2025-09-01');
    expect(after).toBe(tierId);
  });

  test('is valid as many months from the day it was reached, and from the day it was reached again', () => {
    const reached = tierAfter(program, bronze, 20_000, '2025-09-01');
    expect(reached).toEqual(change('bronze', 'gold', '2026-09-01', 'risen'));
    expect(tierAfter(program, gold, 20_000, '2026-04-20')).toEqual(
      change('gold', 'gold', '2027-04-20', 'renewed'),
    );
  });

  test('is renewed once as much as its threshold was spent since it began', () => {
    const since = { ...gold, spentSinceTierMinor: 19_000 };
    expect([
      tierAfter(program, since, 999, '2026-04-20'),
      tierAfter(program, since, 1_000, '2026-04-20'),
      tierAfter(programWith({ renewal: 'never' }), since, 1_000, '2026-04-20'),
      tierAfter(program, { ...since, tierUntil: null }, 1_000, '2026-04-20'),
    ]).toEqual([
      change('gold', 'gold', '2026-09-01', 'same'),
      change('gold', 'gold', '2027-04-20', 'renewed'),
      change('gold', 'gold', '2026-09-01', 'same'),
      change('gold', 'gold', null, 'same'),
    ]);
  });

  test('is never lower', () => {
    expect(tierAfter(program, { ...gold, spentMinor: 0 }, 0, '2026-01-01')).toEqual(
      change('gold', 'gold', '2026-09-01', 'same'),
    );
  });
});

describe('a sale after the period is over', () => {
  const over = { ...gold, spentMinor: 12_000, spentSinceTierMinor: 19_999 };

  test('is told from the recorded tier: lowered, kept by the sale, or raised', () => {
    expect([
      tierAfterSale(program, over, 100, '2026-10-01'),
      tierAfterSale(program, over, 8_000, '2026-10-01'),
      tierAfterSale(program, { ...over, tierId: 'silver' }, 8_000, '2026-10-01'),
      tierAfterSale(program, { ...over, spentMinor: 0 }, 10_000, '2026-10-01'),
    ]).toEqual([
      change('gold', 'silver', '2027-10-01', 'lowered'),
      change('gold', 'gold', '2027-10-01', 'renewed'),
      change('silver', 'gold', '2027-10-01', 'risen'),
      change('gold', 'silver', '2027-10-01', 'lowered'),
    ]);
  });

  test('counts no spend of the period before towards renewing the new one', () => {
    const renewed = { ...gold, tierId: 'silver', spentMinor: 10_000, spentSinceTierMinor: 9_999 };
    expect(tierAfterSale(program, renewed, 9_999, '2026-10-01')).toEqual(
      change('silver', 'silver', '2027-10-01', 'renewed'),
    );
    expect(tierAfterSale(program, renewed, 1, '2026-08-01')).toEqual(
      change('silver', 'silver', '2027-08-01', 'renewed'),
    );
  });

  test('renewed on the day it was reached keeps its period but counts anew', () => {
    const today = { ...gold, spentMinor: 20_000, spentSinceTierMinor: 0 };
    expect(tierAfterSale(program, today, 20_000, '2025-09-01')).toEqual(
      change('gold', 'gold', '2026-09-01', 'renewed'),
    );
    expect(tierAfterSale(program, today, 19_999, '2025-09-01')).toEqual(
      change('gold', 'gold', '2026-09-01', 'same'),
    );
  });
});

test('a change is named by the order of the tiers', () => {
  expect([
    tierChange(program, gold, { tierId: 'gold', tierUntil: '2026-09-01' }).kind,
    tierChange(program, gold, { tierId: 'gold', tierUntil: '2026-09-02' }).kind,
    tierChange(program, gold, { tierId: 'silver', tierUntil: '2026-09-01' }).kind,
    tierChange(program, bronze, gold).kind,
  ]).toEqual(['same', 'renewed', 'lowered', 'risen']);
});

test('a tier is found by its id', () => {
  expect(getTier(program, 'gold')).toEqual(tier('gold', 20_000));
  expect(() => getTier(program, 'none')).toThrow(RangeError);
});

describe('a tier the program does not have', () => {
  const black = { ...gold, tierId: 'black', tierUntil: '2099-12-31' };

  test('is over: what the spend in the window reaches holds from that day', () => {
    expect([
      tierOn(program, black, '2026-08-01'),
      tierOn(program, { ...black, tierUntil: null, spentMinor: 9_999 }, '2026-08-01'),
    ]).toEqual([
      change('black', 'gold', '2027-08-01', 'lowered'),
      change('black', 'bronze', null, 'lowered'),
    ]);
  });

  test('is risen from only where the sale itself reaches more', () => {
    const after = (spentMinor: number, more: number) =>
      tierAfterSale(program, { ...black, spentMinor }, more, '2026-08-01');
    expect([after(10_000, 9_999), after(10_000, 10_000), after(0, 10_000)]).toEqual([
      change('black', 'silver', '2027-08-01', 'lowered'),
      change('black', 'gold', '2027-08-01', 'risen'),
      change('black', 'silver', '2027-08-01', 'risen'),
    ]);
  });
});
