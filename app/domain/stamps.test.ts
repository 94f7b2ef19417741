import { describe, expect, test } from 'vitest';
import type { StampCard } from './program.ts';
import { always, everyLine } from './program-conditions.ts';
import type { PricedLine, StampState } from './sale.ts';
import {
  memberId,
  scopeOf,
  testContext,
  testLine,
  testMember,
  testProgram,
  testSale,
  whenOf,
} from './sale-context.fixture.ts';
import { issueCard, openCards, saleStamps, stampCard } from './stamps.ts';

function card(cardId: string, goal: number, parts: Partial<StampCard> = {}): StampCard {
  return {
    cardId,
    name: { 'zh-TW': cardId, en: cardId },
    goal,
    bonusOnIssue: 0,
    per: { kind: 'visit' },
    scope: everyLine,
    when: always,
    limit: { kind: 'none' },
    reward: { kind: 'points', points: 5 },
    next: { kind: 'same' },
    ...parts,
  };
}

function state(
  cardId: string,
  stamps: number,
  cardNo = 1,
  lastAtMs: number | null = 1,
): StampState {
  return { cardId, cardNo, stamps, lastAtMs };
}

function at(text: string): number {
  return Date.parse(`${text}+08:00`);
}

describe('a card', () => {
  test('begins with its bonus, the following ones empty', () => {
    const ten = card('ten', 10, { bonusOnIssue: 2 });
    expect([issueCard(ten), issueCard(ten, 1), issueCard(ten, 2)]).toEqual([
      { cardId: 'ten', cardNo: 1, stamps: 2, lastAtMs: null },
      { cardId: 'ten', cardNo: 1, stamps: 2, lastAtMs: null },
      { cardId: 'ten', cardNo: 2, stamps: 0, lastAtMs: null },
    ]);
  });

  test('once a day takes a stamp on each day of Taipei; issuing is none', () => {
    const daily = card('ten', 10, { bonusOnIssue: 1, limit: { kind: 'once-a-day' } });
    let now = issueCard(daily);
    const seen: [number, boolean][] = [];
    for (const time of ['2025-05-01T10:01', '2025-05-01T23:59', '2025-05-02T00:00']) {
      const { state: after, limited } = stampCard(daily, now, 1, at(time));
      seen.push([after.stamps, limited]);
      now = after;
    }
    expect(seen).toEqual([
      [2, false],
      [2, true],
      [3, false],
    ]);
  });

  test('by the hour takes one when the hours are full, and goes on over the card that follows', () => {
    const hourly = card('three', 3, { limit: { kind: 'hours', hours: 2 } });
    let now = issueCard(hourly);
    const seen: [number, number, boolean][] = [];
    for (const hour of ['10:00', '11:59', '12:00', '14:00', '15:59', '16:00']) {
      const stamped = stampCard(hourly, now, 1, at(`2025-05-01T${hour}`));
      now = stamped.opened ?? stamped.state;
      seen.push([now.cardNo, now.stamps, stamped.completed]);
    }
    expect(seen).toEqual([
      [1, 1, false],
      [1, 1, false],
      [1, 2, false],
      [2, 0, true],
      [2, 0, false],
      [2, 1, false],
    ]);
  });

  test('stops at its goal, and then opens what follows', () => {
    const open = state('a', 3);
    const stamped = (next: StampCard['next']) => stampCard(card('a', 5, { next }), open, 4, 99);
    const full = { state: state('a', 5, 1, 99), added: 2, completed: true, limited: false };
    expect([
      stamped({ kind: 'same' }),
      stamped({ kind: 'card', cardId: 'b' }),
      stamped({ kind: 'none' }),
    ]).toEqual([
      { ...full, opened: state('a', 0, 2, 99) },
      { ...full, opened: state('b', 0, 2, 99) },
      { ...full, opened: null },
    ]);
  });

  test('takes nothing when nothing is wanted or it is full, limit or not', () => {
    const daily = card('a', 5, { limit: { kind: 'once-a-day' } });
    const nothing = { opened: null, added: 0, completed: false, limited: false };
    expect([
      stampCard(daily, state('a', 2), 0, 1),
      stampCard(daily, state('a', 5), 1, 1),
      stampCard(daily, state('a', 6), 1, 1),
    ]).toEqual([
      { ...nothing, state: state('a', 2) },
      { ...nothing, state: state('a', 5) },
      { ...nothing, state: state('a', 6) },
    ]);
  });
});

describe('the cards a member collects on', () => {
  const a = card('a', 3, { bonusOnIssue: 1, next: { kind: 'card', cardId: 'b' } });
  const b = card('b', 5, { next: { kind: 'none' } });
  const program = testProgram({ stampCards: [a, b] });
  const open = (states: readonly StampState[], stampCards = program.stampCards) =>
    openCards(testProgram({ stampCards }), states).map(({ state: now, isNew }) => [now, isNew]);

  test('begin with those that no other one opens', () => {
    expect([open([]), open([], [b, a]), open([], [b])]).toEqual([
      [[issueCard(a), true]],
      // The first of the program begins, so that a ring has a beginning.
      [
        [issueCard(b), true],
        [issueCard(a), true],
      ],
      [[issueCard(b), true]],
    ]);
  });

  test('are those begun, until they are full', () => {
    expect([
      open([state('a', 2)]),
      open([state('a', 3, 1, 77)]),
      open([state('a', 3), state('b', 4, 2)]),
      open([state('a', 3), state('b', 5, 2)]),
    ]).toEqual([
      [[state('a', 2), false]],
      [[state('b', 0, 2, 77), false]],
      [[state('b', 4, 2), false]],
      [],
    ]);
  });

  test('the same again after a full one', () => {
    expect(open([state('s', 4, 7, 9)], [card('s', 4)])).toEqual([[state('s', 0, 8, 9), false]]);
  });

  test('go round in a ring', () => {
    const ring = [
      card('a', 2, { next: { kind: 'card', cardId: 'b' } }),
      card('b', 2, { next: { kind: 'card', cardId: 'a' } }),
    ];
    expect([
      open([], ring),
      open([state('a', 2)], ring),
      open([state('a', 2), state('b', 2, 2)], ring),
      open([state('a', 2, 3), state('b', 2, 2)], ring),
    ]).toEqual([
      [[issueCard(card('a', 2)), true]],
      [[state('b', 0, 2), false]],
      [[state('a', 0, 3), false]],
      [[state('b', 0, 4), false]],
    ]);
  });

  test('follow the card that is furthest where two open the same', () => {
    const two = [
      card('x', 2, { next: { kind: 'card', cardId: 'z' } }),
      card('y', 2, { next: { kind: 'card', cardId: 'z' } }),
      card('z', 9),
    ];
    expect([
      open([state('x', 2, 4), state('y', 2, 6)], two),
      open([state('x', 2, 6), state('y', 2, 4)], two),
    ]).toEqual([[[state('z', 0, 7), false]], [[state('z', 0, 7), false]]]);
  });
});

describe('stamps of a sale', () => {
  const lines = [testLine('A', 3, 100), testLine('B', 2, 45)];
  const priced: PricedLine[] = [
    { grossMinor: 300, discountMinor: 30, pointsMinor: 20 },
    { grossMinor: 90, discountMinor: 0, pointsMinor: 0 },
  ].map((line) => ({ ...line, tiedDiscountMinor: 0, rewardMinor: 0, valueMinor: 7 }));

  function stamps(stampCards: readonly StampCard[], states: readonly StampState[] = []) {
    const sale = testSale(lines, { atMs: 5_000 });
    const context = testContext(testProgram({ stampCards }), sale, testMember({ stamps: states }));
    return saleStamps(context, priced);
  }

  test('are one per visit, with an entry that carries the bonus of a new card', () => {
    const name = { 'zh-TW': 'a', en: 'a' };
    expect(stamps([card('a', 10, { bonusOnIssue: 2 })])).toEqual({
      entries: [{ memberId, cardId: 'a', cardNo: 1, stamps: 3, completed: false, atMs: 5_000 }],
      full: [],
      reasons: [{ code: 'stamps', cardId: 'a', name, added: 1, bonus: 2, stamps: 3, goal: 10 }],
    });
    expect(stamps([card('a', 10, { bonusOnIssue: 2 })], [state('a', 4)]).entries).toEqual([
      { memberId, cardId: 'a', cardNo: 1, stamps: 1, completed: false, atMs: 5_000 },
    ]);
  });

  test('are one per unit or per full amount of the scope, as paid by money and value', () => {
    const onB = { scope: scopeOf({ skus: ['B'] }) };
    const added = (parts: Partial<StampCard>) =>
      stamps([card('a', 50, parts)]).entries.map((entry) => entry.stamps);
    expect([
      added({ per: { kind: 'units' } }),
      added({ per: { kind: 'units' }, ...onB }),
      added({ per: { kind: 'amount', perMinor: 340 } }),
      added({ per: { kind: 'amount', perMinor: 341 } }),
      added({ per: { kind: 'amount', perMinor: 45 }, ...onB }),
      added({ per: { kind: 'visit' }, scope: scopeOf({ skus: ['none'] }) }),
      added({ per: { kind: 'visit' }, when: whenOf({ minSpendMinor: 391 }) }),
      added({ when: whenOf({ minSpendMinor: 360, spendBasis: 'after-discounts' }) }),
      added({ when: whenOf({ minSpendMinor: 361, spendBasis: 'after-discounts' }) }),
    ]).toEqual([[5], [2], [1], [], [2], [], [], [1], []]);
  });

  test('fill a card once and are limited by the last one', () => {
    const units = card('a', 4, { per: { kind: 'units' }, scope: scopeOf({ skus: ['A'] }) });
    const daily = card('d', 4, { limit: { kind: 'once-a-day' } });
    const states = [state('a', 2), state('d', 1, 1, 4_000)];
    expect(stamps([units, daily], states)).toEqual({
      entries: [{ memberId, cardId: 'a', cardNo: 1, stamps: 2, completed: true, atMs: 5_000 }],
      full: [{ card: units, units: 3 }],
      reasons: [
        {
          code: 'stamps',
          cardId: 'a',
          name: { 'zh-TW': 'a', en: 'a' },
          added: 2,
          bonus: 0,
          stamps: 4,
          goal: 4,
        },
        { code: 'stamp-limit', cardId: 'd', name: { 'zh-TW': 'd', en: 'd' } },
      ],
    });
  });

  test('go on the card a full one opened', () => {
    expect(stamps([card('a', 4)], [state('a', 4, 2)]).entries).toEqual([
      { memberId, cardId: 'a', cardNo: 3, stamps: 1, completed: false, atMs: 5_000 },
    ]);
  });
});
