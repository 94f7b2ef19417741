import { describe, expect, test } from 'vitest';
import { programDefaults } from '../domain/program-defaults.ts';
import { always, everyLine } from '../domain/program-conditions.ts';
import { starterProgram } from '../domain/starter-program.ts';
import { programSchema } from './program.ts';

const name = { 'zh-TW': '集點', en: 'Points' };
const smallest = {
  schema: 2,
  programId: '01980000-0000-7000-8000-000000000000',
  version: 1,
  name,
  effectiveFrom: '2026-01-01',
  tiers: [{ tierId: 'basic', name, thresholdMinor: 0 }],
};

/** The places at which the schema finds something wrong in the smallest program with `part` in it. */
function wrongIn(part: Record<string, unknown>): string[] {
  const parsed = programSchema.safeParse({ ...smallest, ...part });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

const rule = (give: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  earn: [{ ruleId: 'a', name, give, ...more }],
});

test('what the smallest program leaves out has the defaults that programs made in code have', () => {
  expect(programSchema.parse(smallest)).toEqual({
    ...programDefaults,
    ...smallest,
    tiers: [{ ...smallest.tiers[0], multiplierBps: 10_000 }],
  });
});

test('a program made in code passes unchanged', () => {
  expect(programSchema.parse(starterProgram)).toEqual(starterProgram);
});

describe('earn rules', () => {
  test.each([
    [{ kind: 'per-amount', perMinor: 100, points: 1 }, true],
    [{ kind: 'percent', bps: 500 }, true],
    [{ kind: 'per-order', points: 1 }, false],
    [{ kind: 'per-unit', points: 1 }, false],
    [{ kind: 'per-line', points: 1 }, false],
  ])('%o is multiplied by itself: %s', (give, multiplied) => {
    expect(programSchema.parse({ ...smallest, ...rule(give) }).earn[0]).toEqual({
      ruleId: 'a',
      name,
      scope: everyLine,
      when: always,
      give: {
        ...give,
        ...('perMinor' in give ? { rounding: 'floor' } : {}),
        ...('bps' in give ? { per: 'sale', rounding: 'floor' } : {}),
      },
      base: null,
      multiplied,
      pointsMax: null,
    });
  });

  test('say themselves whether they are multiplied', () => {
    const give = { kind: 'per-order', points: 1 };
    const parsed = programSchema.parse({ ...smallest, ...rule(give, { multiplied: true }) });
    expect(parsed.earn[0]?.multiplied).toBe(true);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['an unknown kind', rule({ kind: 'per-cent', bps: 5 }), ['earn.0.give.kind']],
    [
      'a misspelt field',
      rule({ kind: 'per-order', point: 5 }),
      ['earn.0.give.points', 'earn.0.give'],
    ],
    ['half a point', rule({ kind: 'per-order', points: 0.5 }), ['earn.0.give.points']],
    [
      'points per NT$0',
      rule({ kind: 'per-amount', perMinor: 0, points: 1 }),
      ['earn.0.give.perMinor'],
    ],
    [
      'an id with capitals',
      rule({ kind: 'per-order', points: 1 }, { ruleId: 'A' }),
      ['earn.0.ruleId'],
    ],
    [
      'an empty name',
      rule({ kind: 'per-order', points: 1 }, { name: { ...name, en: '' } }),
      ['earn.0.name.en'],
    ],
    [
      'a maximum of 0',
      rule({ kind: 'per-order', points: 1 }, { pointsMax: 0 }),
      ['earn.0.pointsMax'],
    ],
  ])('%s is refused where it stands', (_, part, places) => {
    expect(wrongIn(part)).toEqual(places);
  });
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['a field that does not exist', { cupons: [] }, ['']],
  ['a day that does not exist', { effectiveFrom: '2026-02-29' }, ['effectiveFrom']],
  ['version 0', { version: 0 }, ['version']],
  ['no tiers', { tiers: [] }, ['tiers', 'tiers']],
  [
    'half a dollar',
    { tiers: [{ ...smallest.tiers[0], thresholdMinor: 0.5 }] },
    ['tiers.0.thresholdMinor'],
  ],
  ['an expiry of −1 months', { expiry: { kind: 'months', months: -1 } }, ['expiry.months']],
  ['sliding by 0 months', { expiry: { kind: 'sliding', months: 0 } }, ['expiry.months']],
  ['11 vouchers a sale', { vouchersPerSaleMax: 11 }, ['vouchersPerSaleMax']],
  ['a milestone of 0', { milestones: [0] }, ['milestones.0']],
  ['an invoice of a year and two days', { invoiceAgeDaysMax: 367 }, ['invoiceAgeDaysMax']],
  [
    'a stamp card of 51',
    { stampCards: [{ cardId: 'a', name, goal: 51, reward: { kind: 'points', points: 1 } }] },
    ['stampCards.0.goal'],
  ],
  ['schema 3', { schema: 3 }, ['schema']],
])('%s is refused where it stands', (_, part, places) => {
  expect(wrongIn(part)).toEqual(places);
});

test('parts that are there in part get the rest of their defaults', () => {
  const parsed = programSchema.parse({
    ...smallest,
    tierRules: { graceDays: 3 },
    policies: { voidPolicy: 'block-if-points-spent' },
    storedValue: { storedValueEarns: true },
    referral: {},
    stampCards: [{ cardId: 'a', name, goal: 5, reward: { kind: 'points', points: 1 } }],
    expiry: { kind: 'months', months: 1 },
    multipliers: [{ multiplierId: 'a', name, factorBps: 20_000 }],
  });
  expect(parsed).toMatchObject({
    tierRules: { ...programDefaults.tierRules, graceDays: 3 },
    policies: { ...programDefaults.policies, voidPolicy: 'block-if-points-spent' },
    storedValue: { storedValueEarns: true, expiry: { kind: 'none' } },
    referral: { minPaidMinor: 1, withinDays: null },
    expiry: { kind: 'months', months: 1, roundUp: null },
    multipliers: [{ target: 'sale', scope: everyLine, when: always }],
    stampCards: [
      {
        bonusOnIssue: 0,
        per: { kind: 'visit' },
        limit: { kind: 'once-a-day' },
        next: { kind: 'same' },
      },
    ],
  });
});
