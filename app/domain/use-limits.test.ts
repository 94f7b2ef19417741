import { expect, test } from 'vitest';
import type { UseLimits } from './program.ts';
import { limitsOf } from './sale-context.fixture.ts';
import type { UseCount } from './sale.ts';
import { limitReached } from './use-limits.ts';

const none: UseCount = { id: 'c', program: 0, day: 0, storeDay: 0, member: 0, memberDay: 0 };

test.each<[Partial<UseLimits>, keyof UseCount, string]>([
  [{ program: 2 }, 'program', 'limit-program'],
  [{ perDay: 2 }, 'day', 'limit-day'],
  [{ perStorePerDay: 2 }, 'storeDay', 'limit-store-day'],
  [{ perMember: 2 }, 'member', 'limit-member'],
  [{ perMemberPerDay: 2 }, 'memberDay', 'limit-member-day'],
])('%o counts %s', (limits, count, code) => {
  const full = (used: number, inSale = 0) =>
    limitReached(
      limitsOf(limits),
      [
        { ...none, id: 'other' },
        { ...none, [count]: used },
      ],
      'c',
      inSale,
    );
  expect([full(1), full(2), full(3), full(0, 1), full(1, 1)]).toEqual([
    null,
    { code },
    { code },
    null,
    { code },
  ]);
  // The other counts do not matter.
  const others = { program: 9, day: 9, storeDay: 9, member: 9, memberDay: 9, [count]: 1 };
  expect(limitReached(limitsOf(limits), [{ ...none, ...others }], 'c', 0)).toBe(null);
});

test('what was never counted was never used', () => {
  const once = limitsOf({ program: 1, perMember: 1 });
  expect([limitReached(once, [], 'c', 0), limitReached(once, [], 'c', 1)]).toEqual([
    null,
    { code: 'limit-program' },
  ]);
  expect(limitReached(limitsOf({ program: 0 }), [], 'c', 0)).toEqual({ code: 'limit-program' });
  expect(limitReached(limitsOf({}), [{ ...none, program: 99 }], 'c', 99)).toBe(null);
});

test('the widest limit is named first', () => {
  const all = { program: 1, perDay: 1, perStorePerDay: 1, perMember: 1, perMemberPerDay: 1 };
  const counted = { ...none, program: 1, day: 1, storeDay: 1, member: 1, memberDay: 1 };
  const first = (limits: Partial<UseLimits>) =>
    limitReached(limitsOf(limits), [counted], 'c', 0)?.code;
  expect([
    first(all),
    first({ ...all, program: null }),
    first({ ...all, program: null, perDay: null }),
    first({ perMember: 1, perMemberPerDay: 1 }),
  ]).toEqual(['limit-program', 'limit-day', 'limit-store-day', 'limit-member']);
});

test('every use wanted counts, not one alone', () => {
  const two = limitsOf({ perMember: 2 });
  const used = (member: number) => [{ ...none, member }];
  const wants = (member: number, inSale: number, wanted: number) =>
    limitReached(two, used(member), 'c', inSale, wanted);
  expect([wants(0, 0, 2), wants(1, 0, 1), wants(0, 1, 1)]).toEqual([null, null, null]);
  const full = { code: 'limit-member' };
  expect([wants(0, 0, 3), wants(1, 0, 2), wants(0, 1, 2)]).toEqual([full, full, full]);
});
