import { expect, test } from 'vitest';
import { always, everyLine } from '../domain/program-conditions.ts';
import { conditionsSchema, lineScopeSchema, scope, when } from './program-conditions.ts';

function wrongIn(value: unknown): string[] {
  const parsed = conditionsSchema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

test('what is left out is every line, always', () => {
  expect([
    lineScopeSchema.parse({}),
    scope.parse(undefined),
    conditionsSchema.parse({}),
    when.parse(undefined),
  ]).toEqual([everyLine, everyLine, always, always]);
});

test('lines to measure on are a word or a scope of their own', () => {
  const parsed = ['scope', 'sale', { skus: ['A'] }].map(
    (measureOn) => conditionsSchema.parse({ measureOn }).measureOn,
  );
  expect(parsed).toEqual(['scope', 'sale', { ...everyLine, skus: ['A'] }]);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['hours around midnight', { hours: [{ from: '22:00', until: '02:00' }] }, []],
  ['hours to the end of the day', { hours: [{ from: '00:00', until: '24:00' }] }, []],
  [
    'hours from the end of the day',
    { hours: [{ from: '24:00', until: '01:00' }] },
    ['hours.0.from'],
  ],
  ['an hour without a zero', { hours: [{ from: '9:00', until: '10:00' }] }, ['hours.0.from']],
  ['minute 60', { hours: [{ from: '09:60', until: '10:00' }] }, ['hours.0.from']],
  ['Sunday', { weekdays: [7] }, []],
  ['weekday 0', { weekdays: [0] }, ['weekdays.0']],
  ['weekday 8', { weekdays: [8] }, ['weekdays.0']],
  ['30 February', { from: '2026-02-30' }, ['from']],
  ['less than nothing', { minSpendMinor: -1 }, ['minSpendMinor']],
  ['half a unit', { minUnits: 0.5 }, ['minUnits']],
  ['an empty code', { needsCode: '' }, ['needsCode']],
  ['an empty article', { needsSkus: [''] }, ['needsSkus.0']],
  ['a store that is no id', { storeIds: ['north'] }, ['storeIds.0']],
  ['a birthday week', { birthday: 'week' }, ['birthday']],
  ['a misspelt field', { minSpend: 1 }, ['']],
  ['a misspelt field of lines to measure', { measureOn: { sku: ['A'] } }, ['measureOn']],
])('%s', (_, value, places) => expect(wrongIn(value)).toEqual(places));
