import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postValue, valueHolders } from './stored-value.ts';
import type { ValueFact, ValueRequest } from './stored-value.ts';

const today = '2026-11-22';

/** Posts requests one after the other; returns how each went and the facts. */
function post(requests: readonly ValueRequest[], on = today) {
  const facts: ValueFact[] = [];
  const results = requests.map((request) => {
    const outcome = postValue(facts, request, on);
    if (outcome.kind === 'posted') facts.push(outcome.fact);
    return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
  });
  const balances = Object.fromEntries(
    valueHolders(facts).map((holder) => [holder.holderId, holder.balanceMinor]),
  );
  return { results, balances, facts };
}

const sell = (holderId: string, amountMinor: number, expiresOn: string | null = null) =>
  ({ kind: 'sell', key: `sell-${holderId}`, holderId, amountMinor, expiresOn }) as const;
const use = (holderId: string, amountMinor: number, key: string) =>
  ({ kind: 'use', key, holderId, amountMinor }) as const;
const reverse = (holderId: string, reversedKey: string) =>
  ({ kind: 'reverse', key: `undo-${reversedKey}`, holderId, reversedKey }) as const;
const topUp = (
  holderId: string,
  amountMinor: number,
  role: 'cashier' | 'supervisor' = 'supervisor',
  expiresOn: string | null = null,
) => ({ kind: 'top-up', key: 'top', holderId, amountMinor, expiresOn, role }) as const;
const refundSale = (holderId: string, key = 'refund') =>
  ({ kind: 'refund-sale', key, holderId }) as const;
const block = (holderId: string) => ({ kind: 'block', key: 'block', holderId }) as const;
const unblock = (holderId: string) => ({ kind: 'unblock', key: 'unblock', holderId }) as const;

test('GIFT-01: cards are sold with their value', () => {
  expect(post([sell('a', 125), sell('b', 250), sell('c', 100)])).toMatchObject({
    results: ['posted', 'posted', 'posted'],
    balances: { a: 125, b: 250, c: 100 },
  });
});

test('what a fact holds', () => {
  const requests = [
    sell('a', 10, '2026-12-31'),
    topUp('a', 5, 'supervisor', '2027-12-31'),
    use('a', 3, 'k'),
    reverse('a', 'k'),
  ];
  const blank = { holderId: 'a', expiresOn: null, reversedKey: null };
  const { facts } = post([...requests, block('a')]);
  expect(facts).toEqual([
    { ...blank, key: 'sell-a', kind: 'sell', amountMinor: 10, expiresOn: '2026-12-31' },
    { ...blank, key: 'top', kind: 'top-up', amountMinor: 5, expiresOn: '2027-12-31' },
    { ...blank, key: 'k', kind: 'use', amountMinor: -3 },
    { ...blank, key: 'undo-k', kind: 'reverse', amountMinor: 3, reversedKey: 'k' },
    { ...blank, key: 'block', kind: 'block', amountMinor: 0 },
  ]);
  expect(valueHolders(facts)).toEqual([
    { holderId: 'a', balanceMinor: 15, soldMinor: 10, isActive: false, expiresOn: '2027-12-31' },
  ]);
  expect(valueHolders([])).toEqual([]);
});

test('GIFT-03: the refund of a sale takes the value back', () => {
  expect(post([sell('a', 50), refundSale('a')]).balances).toEqual({ a: 0 });
  expect(post([sell('a', 50), use('a', 1, 'k'), refundSale('a')])).toMatchObject({
    results: ['posted', 'posted', 'value-short'],
    balances: { a: 49 },
  });
  expect(
    post([sell('a', 50), use('a', 1, 'k'), reverse('a', 'k'), refundSale('a')]).balances,
  ).toEqual({ a: 0 });
  expect(
    post([sell('a', 50), topUp('a', 60), refundSale('a'), refundSale('a', 'again')]),
  ).toMatchObject({
    results: ['posted', 'posted', 'posted', 'already-reversed'],
    balances: { a: 60 },
  });
});

test('GIFT-04: use, undo, the same key again, top-up, a blocked card', () => {
  const requests = [
    sell('2', 800),
    sell('5', 500),
    sell('1', 500),
    sell('off', 100),
    block('off'),
    use('2', 300, 'k1'),
    reverse('2', 'k1'),
    use('5', 300, 'k2'),
    use('5', 300, 'k2'),
    topUp('1', 250),
    use('off', 10, 'k3'),
    { ...topUp('1', 1, 'cashier'), key: 'top2' },
  ];
  expect(post(requests)).toMatchObject({
    results: [
      'posted',
      'posted',
      'posted',
      'posted',
      'posted',
      'posted',
      'posted',
      'posted',
      'replayed',
      'posted',
      'inactive',
      'needs-supervisor',
    ],
    balances: { '2': 800, '5': 200, '1': 750, off: 100 },
  });
});

test('GIFT-05: undoing adds the amount back and keeps what happened meanwhile', () => {
  const { balances } = post([
    sell('g', 800),
    use('g', 300, 'a'),
    use('g', 200, 'b'),
    reverse('g', 'a'),
  ]);
  expect(balances).toEqual({ g: 600 });
});

test('GIFT-06: usable through its last day', () => {
  const on = (day: string) =>
    post([sell('a', 50, '2026-11-22'), use('a', 12, 'k'), topUp('a', 1)], day).results.slice(1);
  expect([on('2026-11-22'), on('2026-11-23')]).toEqual([
    ['posted', 'posted'],
    ['expired', 'expired'],
  ]);
});

test('the same key with other content is a conflict, whoever asks', () => {
  const before = [
    sell('a', 50, '2026-12-31'),
    topUp('a', 10),
    use('a', 5, 'k'),
    use('a', 6, 'k6'),
    reverse('a', 'k'),
    block('a'),
    unblock('a'),
    refundSale('a'),
  ];
  const again: ValueRequest[] = [
    ...before,
    sell('a', 51, '2026-12-31'),
    sell('a', 50, null),
    topUp('a', 10, 'cashier'),
    topUp('a', 11),
    topUp('a', 10, 'supervisor', '2026-12-31'),
    use('a', 4, 'k'),
    { ...reverse('a', 'k6'), key: 'undo-k' },
    { ...refundSale('a'), key: 'block' },
    { ...sell('a', 50, '2026-12-31'), key: 'top' },
  ];
  const { results } = post([...before, ...again]);
  expect(results.slice(0, 8)).toEqual(Array(8).fill('posted'));
  expect(results.slice(8, 16)).toEqual(Array(8).fill('replayed'));
  expect(results.slice(16)).toEqual([
    'conflict',
    'conflict',
    'replayed',
    'conflict',
    'conflict',
    'conflict',
    'conflict',
    'conflict',
    'conflict',
  ]);
});

test('a replay names the fact that stands', () => {
  const { facts } = post([sell('a', 50)]);
  expect(postValue(facts, sell('a', 50), today)).toEqual({ kind: 'replayed', fact: facts[0] });
  expect(postValue(facts, sell('a', 51), today)).toEqual({ kind: 'conflict', fact: facts[0] });
});

describe('refused', () => {
  test('amounts that are none', () => {
    const bad = [0, -1, 1.5].flatMap((amount) => [
      sell('a', amount),
      topUp('a', amount),
      use('a', amount, 'k'),
    ]);
    expect(post(bad).results).toEqual(Array(9).fill('amount-not-positive'));
  });
  test('a card sold twice, or never', () => {
    expect(
      post([use('a', 1, 'k'), sell('a', 5), { ...sell('a', 5), key: 'other' }]).results,
    ).toEqual(['holder-unknown', 'posted', 'already-sold']);
  });
  test('more than is there', () => {
    const { facts } = post([sell('a', 50)]);
    expect(postValue(facts, use('a', 51, 'k'), today)).toEqual({
      kind: 'refused',
      refusal: { code: 'value-short', balanceMinor: 50 },
    });
    expect(postValue(facts, use('a', 50, 'k'), today).kind).toBe('posted');
  });
  test('undoing what is unknown, undone, or no use', () => {
    const other = { ...reverse('a', 'k'), key: 'undo-again' };
    expect(
      post([
        sell('a', 50),
        use('a', 5, 'k'),
        reverse('a', 'x'),
        reverse('a', 'k'),
        other,
        reverse('a', 'sell-a'),
      ]).results,
    ).toEqual(['posted', 'posted', 'key-unknown', 'posted', 'already-reversed', 'not-reversible']);
  });
  test('undoing a top-up that is spent', () => {
    const start = [sell('a', 5), topUp('a', 10)];
    expect(post([...start, use('a', 6, 'k'), reverse('a', 'top')]).results.at(-1)).toBe(
      'value-short',
    );
    expect(post([...start, use('a', 5, 'k'), reverse('a', 'top')]).balances).toEqual({ a: 0 });
  });
  test('a blocked card until it is free again; what was used can be undone all the while', () => {
    const requests = [
      sell('a', 9),
      use('a', 4, 'k'),
      block('a'),
      topUp('a', 1),
      reverse('a', 'k'),
      unblock('a'),
      use('a', 9, 'k9'),
    ];
    expect(post(requests)).toMatchObject({
      results: ['posted', 'posted', 'posted', 'inactive', 'posted', 'posted', 'posted'],
      balances: { a: 0 },
    });
  });
});

test('keys of one holder say nothing about another', () => {
  expect(post([sell('a', 9), sell('b', 9), use('a', 1, 'k'), use('b', 2, 'k')]).balances).toEqual({
    a: 8,
    b: 7,
  });
});

test('never below 0, and undoing every use brings all value back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), (amounts) => {
      const uses = amounts.map((amount, i) => use('a', amount, `k${i}`));
      const used = post([sell('a', 100), ...uses]);
      expect(used.balances['a']).toBeGreaterThanOrEqual(0);
      const undone = amounts.map((_, i) => reverse('a', `k${i}`));
      expect(post([sell('a', 100), ...uses, ...undone]).balances).toEqual({ a: 100 });
    }),
  );
});
