import { expect, test } from 'vitest';
import type { ExceptionCaseAnswer } from '../../../app/contract/hq-admin-exceptions.ts';
import { formOfCase, readCaseForm, whyTwo } from './case-form.ts';
import type { CaseForm } from './case-form.ts';

const need = { note: true, two: false, pointsAloneMax: null, why: 'limit' };
const shown = {
  exception: { exceptionId: 'x' },
  cost: { costMinor: 1_200, points: 0 },
  allowed: ['absorb', 'charge-store', 'claw-back'],
  needs: [
    { ...need, kind: 'absorb' },
    { ...need, kind: 'charge-store', two: true },
    { ...need, kind: 'claw-back', pointsAloneMax: 500, why: 'unpriced' },
  ],
  clawBackPoints: 400,
  stores: [{ storeId: 's1', name: '台北店' }],
  storeId: null,
} as unknown as ExceptionCaseAnswer;

test('begins with the likeliest action and what HQ worked out', () => {
  expect(formOfCase(shown)).toEqual({
    kind: 'absorb',
    note: '',
    storeId: 's1',
    amountText: '1200',
    pointsText: '400',
  });
  expect(formOfCase({ ...shown, allowed: [] })).toBeNull();
});

test('asks for what is missing or makes no sense, and sends only what the action needs', () => {
  const read = (part: Partial<CaseForm>) => {
    const form = { ...(formOfCase(shown) as CaseForm), note: ' why ', ...part };
    const { body, trouble } = readCaseForm(form, shown);
    return body ?? trouble;
  };
  const shared = { exceptionId: 'x', note: 'why' };
  expect([
    read({ note: '  ' }),
    read({}),
    read({ kind: 'charge-store', amountText: '1,200' }),
    read({ kind: 'charge-store', amountText: '1201' }),
    read({ kind: 'charge-store', amountText: '-1' }),
    read({ kind: 'claw-back' }),
    read({ kind: 'claw-back', pointsText: '0' }),
    read({ kind: 'claw-back', pointsText: '1.5' }),
    readCaseForm({ ...(formOfCase(shown) as CaseForm), kind: 'close' }, { ...shown, needs: [] })
      .body,
  ]).toEqual([
    'note',
    { ...shared, kind: 'absorb' },
    { ...shared, kind: 'charge-store', amountMinor: 1_200, storeId: 's1' },
    'amount',
    'amount',
    { ...shared, kind: 'claw-back', points: 400 },
    'points',
    'points',
    { exceptionId: 'x', note: '', kind: 'close' },
  ]);
});

test('says that it takes two where HQ says so, and where more points are typed than one may take', () => {
  const why = (part: Partial<CaseForm>) =>
    whyTwo({ ...(formOfCase(shown) as CaseForm), ...part }, shown);
  expect([
    why({}),
    why({ kind: 'charge-store' }),
    why({ kind: 'claw-back', pointsText: '500' }),
    why({ kind: 'claw-back', pointsText: '501' }),
    why({ kind: 'claw-back', pointsText: 'x' }),
    why({ kind: 'close' }),
  ]).toEqual([null, 'limit', null, 'unpriced', null, null]);
});
