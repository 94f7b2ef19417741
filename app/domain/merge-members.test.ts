import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemberId } from './ids.ts';
import { joinMembers, planMerge, resolveMember } from './merge-members.ts';
import type { MemberAliases } from './merge-members.ts';
import type { StampCard } from './program.ts';
import { scopeOf, testLot, testMember, testProgram, whenOf } from './sale-context.fixture.ts';
import type { MemberState, StampState, UseCount } from './sale.ts';

const id = (name: string) => name as MemberId;
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(id) as [MemberId, MemberId, MemberId, MemberId];

function aliases(...links: readonly (readonly [MemberId, MemberId])[]): MemberAliases {
  return new Map(links);
}

describe('which member an id stands for', () => {
  test('chains lead to their end, rings are told', () => {
    const chain = aliases([a, b], [b, c]);
    const ring = aliases([a, b], [b, c], [c, b]);
    expect([
      resolveMember(chain, a),
      resolveMember(chain, c),
      resolveMember(chain, d),
      resolveMember(ring, a),
      resolveMember(aliases([a, a]), a),
    ]).toEqual([
      { kind: 'member', memberId: c },
      { kind: 'member', memberId: c },
      { kind: 'member', memberId: d },
      { kind: 'cycle', memberIds: [a, b, c] },
      { kind: 'cycle', memberIds: [a] },
    ]);
  });

  test('a merge links what both stand for; a second, a crossed and a broken one', () => {
    const chain = aliases([a, b]);
    const ring = aliases([c, d], [d, c]);
    expect([
      planMerge(chain, a, c),
      planMerge(chain, c, a),
      planMerge(chain, b, a),
      planMerge(chain, a, b),
      planMerge(chain, a, a),
      planMerge(ring, c, a),
      planMerge(ring, a, d),
    ]).toEqual([
      { kind: 'merge', from: b, into: c },
      { kind: 'merge', from: c, into: b },
      { kind: 'same-member', memberId: b },
      { kind: 'same-member', memberId: b },
      { kind: 'same-member', memberId: b },
      { kind: 'cycle', memberIds: [c, d] },
      { kind: 'cycle', memberIds: [d, c] },
    ]);
  });

  test('no order of merges makes a ring, and all orders join the same ids', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map(id);
    const wish = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names));
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), fc.nat(), (wishes, seed) => {
        const shuffled = wishes
          .map((one, place) => ({ one, key: (seed * (place + 7)) % 13 }))
          .sort((x, y) => x.key - y.key)
          .map(({ one }) => one);
        const groups = [wishes, shuffled].map((order) => {
          const links = new Map<MemberId, MemberId>();
          for (const [from, into] of order) {
            const plan = planMerge(links, from, into);
            expect(plan.kind).not.toBe('cycle');
            if (plan.kind === 'merge') links.set(plan.from, plan.into);
          }
          const ends = names.map((name) => resolveMember(links, name));
          return ends.map((one) => ends.findIndex((other) => sameEnd(one, other)));
        });
        expect(groups[1]).toEqual(groups[0]);
      }),
    );
  });
});

function sameEnd(
  one: ReturnType<typeof resolveMember>,
  other: ReturnType<typeof resolveMember>,
): boolean {
  return one.kind === 'member' && other.kind === 'member' && one.memberId === other.memberId;
}

describe('the joined member', () => {
  const card: StampCard = {
    cardId: 'card',
    name: { 'zh-TW': '卡', en: 'Card' },
    goal: 10,
    bonusOnIssue: 0,
    per: { kind: 'visit' },
    scope: scopeOf({}),
    when: whenOf({}),
    limit: { kind: 'none' },
    reward: { kind: 'points', points: 5 },
    next: { kind: 'same' },
  };
  const tier = (tierId: string, thresholdMinor: number) => ({
    tierId,
    name: { 'zh-TW': tierId, en: tierId },
    thresholdMinor,
    multiplierBps: 10_000,
  });
  const program = testProgram({
    tiers: [tier('general', 0), tier('gold', 1000)],
    stampCards: [card, { ...card, cardId: 'once', next: { kind: 'none' } }],
  });
  const join = (one: Partial<MemberState>, other: Partial<MemberState>) =>
    joinMembers(
      program,
      testMember({ memberId: a, ...one }),
      testMember({ memberId: b, joinedOn: null, ...other }),
    );

  test('everything adds up', () => {
    const count = (parts: Partial<UseCount>): UseCount => ({
      id: 'x',
      program: 9,
      day: 3,
      storeDay: 2,
      member: 1,
      memberDay: 1,
      ...parts,
    });
    const joined = join(
      {
        spentMinor: 100,
        spentSinceTierMinor: 10,
        saleCount: 2,
        lots: [testLot('late', 5, '2027-12-31'), testLot('twice', 3)],
        storedValue: [testLot('v', 50)],
        useCounts: [count({}), count({ id: 'own' })],
      },
      {
        spentMinor: 20,
        spentSinceTierMinor: 2,
        saleCount: 1,
        lots: [testLot('soon', 7, '2026-12-31'), testLot('twice', -3), testLot('debt', -4)],
        storedValue: [testLot('v2', 5, '2026-12-31')],
        useCounts: [
          count({ program: 8, day: 4, storeDay: 5, member: 2, memberDay: 3 }),
          count({ id: 'new' }),
        ],
      },
    );
    expect(joined).toEqual({
      state: testMember({
        memberId: a,
        spentMinor: 120,
        spentSinceTierMinor: 12,
        saleCount: 3,
        lots: [
          testLot('soon', 7, '2026-12-31'),
          testLot('late', 5, '2027-12-31'),
          testLot('debt', -4),
        ],
        storedValue: [testLot('v2', 5, '2026-12-31'), testLot('v', 50)],
        useCounts: [
          count({ program: 9, day: 4, storeDay: 5, member: 3, memberDay: 4 }),
          count({ id: 'own' }),
          count({ id: 'new' }),
        ],
      }),
      filled: [],
    });
  });

  test('the higher tier with its period; of equal tiers the longer, without end the longest', () => {
    const general = { tierId: 'general', tierUntil: null };
    const gold = (tierUntil: string | null) => ({ tierId: 'gold', tierUntil });
    const pairs = [
      [general, gold('2027-01-31')],
      [gold('2027-01-31'), general],
      [gold('2027-01-31'), gold('2027-06-30')],
      [gold('2027-06-30'), gold('2027-01-31')],
      [gold(null), gold('2027-01-31')],
      [gold('2027-01-31'), gold(null)],
    ] as const;
    expect(
      pairs.map(([one, other]) => {
        const { tierId, tierUntil } = join(one, other).state;
        return [tierId, tierUntil];
      }),
    ).toEqual([
      ['gold', '2027-01-31'],
      ['gold', '2027-01-31'],
      ['gold', '2027-06-30'],
      ['gold', '2027-06-30'],
      ['gold', null],
      ['gold', null],
    ]);
  });

  test('the earlier day of joining, the nearer birthday', () => {
    const days = [
      ['2026-01-01', '2025-05-05'],
      ['2025-05-05', '2026-01-01'],
      [null, '2026-01-01'],
      ['2026-01-01', null],
      [null, null],
    ] as const;
    const birthdays = [
      ['no', 'no'],
      ['no', 'month'],
      ['month', 'no'],
      ['day', 'month'],
      ['month', 'day'],
    ] as const;
    expect([
      days.map(([one, other]) => join({ joinedOn: one }, { joinedOn: other }).state.joinedOn),
      birthdays.map(([one, other]) => join({ birthday: one }, { birthday: other }).state.birthday),
    ]).toEqual([
      ['2025-05-05', '2025-05-05', '2026-01-01', '2026-01-01', null],
      ['no', 'month', 'month', 'day', 'day'],
    ]);
  });

  test('an inviter stays due while neither has bought, and is never oneself', () => {
    const inviter = (one: Partial<MemberState>, other: Partial<MemberState>) =>
      join(one, other).state.inviterId;
    expect([
      inviter({ inviterId: c }, { inviterId: d }),
      inviter({}, { inviterId: d }),
      inviter({ inviterId: b }, { inviterId: d }),
      inviter({ inviterId: b }, { inviterId: a }),
      inviter({ inviterId: c, saleCount: 1 }, {}),
      inviter({ inviterId: c }, { saleCount: 1 }),
      inviter({}, {}),
    ]).toEqual([c, d, d, null, null, null, null]);
  });

  describe('stamps', () => {
    const on = (cardNo: number, stamps: number, lastAtMs: number | null = null): StampState => ({
      cardId: 'card',
      cardNo,
      stamps,
      lastAtMs,
    });
    const stampsOf = (one: StampState, other: StampState) => {
      const { state, filled } = join({ stamps: [one] }, { stamps: [other] });
      return [state.stamps, filled];
    };

    test('go on under the higher number, those of both together', () => {
      expect([
        stampsOf(on(1, 4, 5), on(1, 3, 8)),
        stampsOf(on(2, 4, 5), on(1, 3)),
        stampsOf(on(1, 4), on(3, 5, 8)),
        stampsOf(on(1, 10), on(1, 3)),
        stampsOf(on(1, 3), on(2, 10)),
        stampsOf(on(4, 10), on(2, 10)),
      ]).toEqual([
        [[on(1, 7, 8)], []],
        [[on(2, 7, 5)], []],
        [[on(3, 9, 8)], []],
        [[on(2, 3)], []],
        [[on(3, 3)], []],
        [[on(5, 0)], []],
      ]);
    });

    test('a card both fill together is due its reward, the next begins with the rest', () => {
      expect([stampsOf(on(1, 7), on(1, 5)), stampsOf(on(2, 7), on(1, 3))]).toEqual([
        [[on(2, 2)], [{ cardId: 'card', cardNo: 1 }]],
        [[on(3, 0)], [{ cardId: 'card', cardNo: 2 }]],
      ]);
    });

    test('a card that comes once stays full, and one the program no longer has as the further of both', () => {
      const once = (cardNo: number, stamps: number) => ({ ...on(cardNo, stamps), cardId: 'once' });
      const old = (cardNo: number, stamps: number) => ({ ...on(cardNo, stamps), cardId: 'old' });
      expect([
        stampsOf(once(1, 7), once(1, 5)),
        stampsOf(once(1, 6), once(1, 3)),
        stampsOf(once(1, 10), once(1, 3)),
        stampsOf(once(1, 3), once(1, 10)),
        stampsOf(old(1, 7), old(2, 5)),
        stampsOf(old(2, 5), old(1, 7)),
        stampsOf(old(2, 7), old(2, 5)),
        stampsOf(old(2, 5), old(2, 7)),
        stampsOf(on(1, 2), old(1, 1)),
      ]).toEqual([
        [[once(1, 10)], [{ cardId: 'once', cardNo: 1 }]],
        [[once(1, 9)], []],
        [[once(1, 10)], []],
        [[once(1, 10)], []],
        [[old(2, 5)], []],
        [[old(2, 5)], []],
        [[old(2, 7)], []],
        [[old(2, 7)], []],
        [[on(1, 2), old(1, 1)], []],
      ]);
    });
  });
});
