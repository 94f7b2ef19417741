import { describe, expect, test } from 'vitest';
import type { CouponId, VoucherId } from './ids.ts';
import { issuedNow, voidedVouchers, type StandingVoucher } from './vouchers-now.ts';

const couponId = 'c' as CouponId;
const given = (id: string, uses = 1, because = 'gift') => ({
  voucherId: id as VoucherId,
  couponId,
  uses,
  because,
});
const stands = (
  id: string,
  usesLeft: number,
  more: Partial<StandingVoucher> = {},
): StandingVoucher => ({
  voucherId: id as VoucherId,
  couponId,
  uses: 1,
  usesLeft,
  copyOf: null,
  ...more,
});
const copy = (id: string, of: string, usesLeft: number, uses = 1) =>
  stands(id, usesLeft, { copyOf: of as VoucherId, uses });

describe('what became of given vouchers', () => {
  const now = (known: readonly StandingVoucher[], uses = 1) =>
    issuedNow([given('v', uses)], known).map(({ voucherId, used, because }) => [
      voucherId,
      used,
      because,
    ]);

  test('unknown and unused ones are unused, a used one is used', () => {
    expect([now([]), now([stands('v', 1)]), now([stands('v', 0)])]).toEqual([
      [['v', false, 'gift']],
      [['v', false, 'gift']],
      [['v', true, 'gift']],
    ]);
  });

  test('the one given back stands for it, also the one given back for that', () => {
    const used = stands('v', 0);
    expect([
      now([used, copy('w', 'v', 1)]),
      now([used, copy('w', 'v', 0)]),
      now([used, copy('w', 'v', 0), copy('x', 'w', 1)]),
    ]).toEqual([[['w', false, 'gift']], [['w', true, 'gift']], [['x', false, 'gift']]]);
  });

  test('of a count ticket what is left and what came back both stand', () => {
    const ticket = stands('v', 3, { uses: 5 });
    const spent = stands('v', 0, { uses: 5 });
    expect([
      now([ticket, copy('w', 'v', 2, 2)], 5),
      now([ticket, copy('w', 'v', 1)], 5),
      now([spent, copy('w', 'v', 1)], 5),
    ]).toEqual([
      [
        ['v', false, 'gift'],
        ['w', false, 'gift'],
      ],
      [
        ['v', true, 'gift'],
        ['w', false, 'gift'],
      ],
      [
        ['v', true, 'gift'],
        ['w', false, 'gift'],
      ],
    ]);
  });
});

describe('what is void once a refund stands', () => {
  const issued = ['gone', 'used', 'ticket', 'filled'].map((id) => ({
    voucherId: id as VoucherId,
    couponId,
    used: id !== 'gone',
    because: id === 'filled' ? 'card' : 'gift',
  }));
  const known = [
    stands('gone', 1),
    stands('used', 0),
    stands('ticket', 2, { uses: 5 }),
    stands('filled', 0),
  ];
  const program = { stampCards: [{ cardId: 'card' }] } as never;
  const cancelled = ['gone' as VoucherId];

  test('of a sale of which something is left only what the rules take back', () => {
    expect(voidedVouchers(program, issued, known, { cancelled, complete: false })).toEqual([
      'gone',
    ]);
  });

  test('of a whole sale also used-up gifts, not tickets with uses left nor rewards of cards', () => {
    expect([
      voidedVouchers(program, issued, known, { cancelled, complete: true }),
      voidedVouchers(program, issued, [], { cancelled: [], complete: true }),
      voidedVouchers(program, issued, known, {
        cancelled: ['used' as VoucherId],
        complete: true,
      }),
    ]).toEqual([['gone', 'used'], [], ['used']]);
  });
});
